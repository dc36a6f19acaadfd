package io.heliosdb.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Start one member and wait until it is healthy.")
final class StartCommand extends ClusterCommand {

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Override
    int run(LocalCluster cluster) {
        Member member = cluster.member(node);
        if (cluster.processes().find(member).isPresent()) {
            say(member.name() + " runs already");
            return 0;
        }
        new Startup(cluster, out()).start(List.of(member));
        return 0;
    }
}
