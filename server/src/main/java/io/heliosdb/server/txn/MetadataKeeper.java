package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import java.util.ArrayList;
import java.util.List;

/// The metadata in memory and in their file, which is written first.
final class MetadataKeeper {

    private final Disk disk;
    private volatile DatabaseMetadata current;

    private MetadataKeeper(Disk disk, DatabaseMetadata current) {
        this.disk = disk;
        this.current = current;
    }

    static MetadataKeeper open(Disk disk) {
        DatabaseMetadata found = MetadataFile.read(disk)
                .orElseThrow(() -> new DiskException("the data directory is empty: it holds no database", null, false));
        return new MetadataKeeper(disk, found);
    }

    DatabaseMetadata current() {
        return current;
    }

    /// Adds a timeline that begins at `start`; nothing happens when it is there already with the same start. One
    /// that began at the same place had no record yet and is forgotten: another node may never have heard of it,
    /// and their histories must not differ where their logs do not.
    synchronized void add(Timeline timeline, Lsn start) {
        DatabaseMetadata.TimelineStart added = new DatabaseMetadata.TimelineStart(timeline, start);
        if (current.history().contains(added)) {
            return;
        }
        if (timeline.compareTo(current.timeline()) <= 0) {
            throw new IllegalArgumentException("timeline " + timeline + " is not newer than " + current.timeline());
        }
        List<DatabaseMetadata.TimelineStart> history = new ArrayList<>(current.history());
        while (history.size() > 1 && history.getLast().start().equals(start)) {
            history.removeLast();
        }
        history.add(added);
        store(history);
    }

    /// A timeline that began behind a cut never happened as far as this log knows.
    synchronized void forgetBehind(Lsn lsn) {
        List<DatabaseMetadata.TimelineStart> history = new ArrayList<>(current.history());
        while (history.size() > 1 && history.getLast().start().isAfter(lsn)) {
            history.removeLast();
        }
        if (history.size() < current.history().size()) {
            store(history);
        }
    }

    private void store(List<DatabaseMetadata.TimelineStart> history) {
        DatabaseMetadata changed = new DatabaseMetadata(current.clusterId(), current.nodeId(), history);
        MetadataFile.write(disk, changed);
        current = changed;
    }
}
