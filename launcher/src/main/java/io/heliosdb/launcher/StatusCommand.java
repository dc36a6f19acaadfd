package io.heliosdb.launcher;

import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show every member; exit status 1 when one is not healthy.")
final class StatusCommand extends ClusterCommand {

    @Override
    int run(LocalCluster cluster) {
        List<MemberStatus> rows = statuses(cluster);
        printTable(cluster, rows);
        return rows.stream().allMatch(row -> row.state() == MemberStatus.State.HEALTHY) ? 0 : 1;
    }
}
