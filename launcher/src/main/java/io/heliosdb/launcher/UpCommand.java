package io.heliosdb.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Start the cluster; return when every member is healthy.")
final class UpCommand extends ClusterCommand {

    @Option(names = "--fresh", description = "Remove the data first. All rows are lost.")
    private boolean fresh;

    @Override
    int run(LocalCluster cluster) {
        List<MemberStatus> before = statuses(cluster);
        boolean allHealthy = before.stream().allMatch(s -> s.state() == MemberStatus.State.HEALTHY);
        if (allHealthy && !fresh) {
            say("The cluster runs already.");
            say("");
            printTable(cluster, before);
            return 0;
        }
        if (fresh) {
            if (before.stream().anyMatch(MemberStatus::runs)) {
                throw new LauncherException("the cluster runs; stop it first with: ./heliosdb down");
            }
            DataFolder.remove(cluster.layout());
        }
        new ClassArchives(cluster, out()).ensure();
        say("Starting HeliosDB; data and logs are in " + cluster.layout().data());
        new Startup(cluster, out()).start(cluster.members());
        say("");
        printTable(cluster, statuses(cluster));
        say("Connect:   psql -h localhost -p " + cluster.members().getFirst().pgPort());
        return 0;
    }
}
