package io.heliosdb.server.wal;

import io.heliosdb.server.common.Disk.DiskFile;

/// An open segment, closed by whoever lets go of it last: the log, or a reader that still needs what retention
/// has dropped. Safe for any thread.
final class Segment {

    private final DiskFile file;
    private int holders = 1;

    Segment(DiskFile file) {
        this.file = file;
    }

    DiskFile file() {
        return file;
    }

    synchronized void retain() {
        if (holders == 0) {
            throw new IllegalStateException("the segment is closed");
        }
        holders++;
    }

    synchronized void release() {
        holders--;
        if (holders == 0) {
            file.close();
        }
    }
}
