package io.heliosdb.launcher;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// What every command has: the cluster it acts on and where it prints.
abstract class ClusterCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public final Integer call() {
        return run(LocalCluster.fromEnvironment(System.getenv()));
    }

    /// @return the exit status
    abstract int run(LocalCluster cluster);

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    /// The state of every member now.
    static List<MemberStatus> statuses(LocalCluster cluster) {
        try (HealthProbe probe = new HealthProbe()) {
            return cluster.members().stream()
                    .map(member -> cluster.status(member, probe))
                    .toList();
        }
    }

    void printTable(LocalCluster cluster, List<MemberStatus> rows) {
        MemberStatus.printTable(rows, out());
        Member observer = cluster.member("observer");
        say("");
        say("Dashboard: http://localhost:" + observer.httpPort() + "/");
    }
}
