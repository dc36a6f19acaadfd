package io.heliosdb.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stop", description = "Stop one member.")
final class StopCommand extends ClusterCommand {

    @Parameters(paramLabel = "NODE")
    private String node = "";

    @Override
    int run(LocalCluster cluster) {
        Member member = cluster.member(node);
        if (cluster.processes().find(member).isEmpty()) {
            say(member.name() + " is not running");
            return 0;
        }
        boolean orderly = cluster.processes().stop(member, DownCommand.LIMIT);
        say(member.name() + " " + DownCommand.outcome(orderly));
        return 0;
    }
}
