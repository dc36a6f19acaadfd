package io.heliosdb.launcher;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "down", description = "Stop every member. The data stay, unless -v is given.")
final class DownCommand extends ClusterCommand {

    static final Duration LIMIT = Duration.ofSeconds(30);

    @Option(names = "-v", description = "Remove the data too. All rows are lost.")
    private boolean removeData;

    static String outcome(boolean orderly) {
        return orderly ? "stopped" : "killed: it had not stopped after " + LIMIT.toSeconds() + " s";
    }

    @Override
    int run(LocalCluster cluster) {
        boolean any = false;
        for (Member member : cluster.members()) {
            boolean ran = cluster.processes().find(member).isPresent();
            boolean orderly = cluster.processes().stop(member, LIMIT);
            if (ran) {
                say(String.format(Locale.ROOT, "%-18s %s", member.name(), outcome(orderly)));
            }
            any |= ran;
        }
        if (!any) {
            say("No member was running.");
        }
        if (removeData) {
            DataFolder.remove(cluster.layout());
            say("The data are removed.");
        }
        return 0;
    }
}
