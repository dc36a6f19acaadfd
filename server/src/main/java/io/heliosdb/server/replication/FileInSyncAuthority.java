package io.heliosdb.server.replication;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// The configured primary decides itself and keeps its decisions in the file `in-sync` of its data directory:
///
/// ```
/// cluster UUID
/// timeline N
/// number N
/// members UUID,UUID
/// crc32c HEX
/// ```
public final class FileInSyncAuthority implements InSyncAuthority {

    private static final String NAME = "in-sync";

    private final ChecksummedFile file;
    private final Executor executor;
    private volatile InSyncDecision current;

    /// @param executor may block in the disk
    public FileInSyncAuthority(Disk disk, ClusterId cluster, Timeline timeline, Executor executor) {
        this.file = new ChecksummedFile(disk, NAME);
        this.executor = executor;
        this.current = file.read()
                .map(FileInSyncAuthority::parse)
                .orElseGet(() -> new InSyncDecision(cluster, timeline, 0, Set.of()));
        if (!current.cluster().equals(cluster)) {
            throw new IllegalStateException("the file \"" + NAME + "\" belongs to cluster " + current.cluster()
                    + ", the data directory to cluster " + cluster);
        }
    }

    private static InSyncDecision parse(List<String> lines) {
        try {
            return new InSyncDecision(
                    ClusterId.parse(value(lines.get(0), "cluster ")),
                    new Timeline(Long.parseLong(value(lines.get(1), "timeline "))),
                    Long.parseLong(value(lines.get(2), "number ")),
                    Arrays.stream(value(lines.get(3), "members ").split(","))
                            .filter(id -> !id.isEmpty())
                            .map(NodeId::parse)
                            .collect(Collectors.toSet()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalStateException("the file \"" + NAME + "\" of the data directory cannot be understood", e);
        }
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key)) {
            throw new IllegalArgumentException("expected " + key + "but found " + line);
        }
        return line.substring(key.length());
    }

    @Override
    public InSyncDecision current() {
        return current;
    }

    @Override
    public void record(InSyncDecision next, Outcome outcome) {
        executor.execute(() -> write(next, outcome));
    }

    private void write(InSyncDecision next, Outcome outcome) {
        try {
            file.write(List.of(
                    "cluster " + next.cluster(),
                    "timeline " + next.timeline(),
                    "number " + next.number(),
                    "members "
                            + new TreeSet<>(next.members())
                                    .stream().map(NodeId::toString).collect(Collectors.joining(","))));
        } catch (DiskException e) {
            outcome.refused(String.valueOf(e.getMessage()));
            return;
        }
        current = next;
        outcome.recorded();
    }
}
