package io.heliosdb.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restart", description = "Stop one member, start it again, and wait until it is healthy.")
final class RestartCommand extends ClusterCommand {

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Override
    int run(LocalCluster cluster) {
        Member member = cluster.member(node);
        cluster.processes().stop(member, DownCommand.LIMIT);
        new Startup(cluster, out()).start(List.of(member));
        return 0;
    }
}
