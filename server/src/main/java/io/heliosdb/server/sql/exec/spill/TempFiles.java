package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.common.Disk;
import java.util.concurrent.atomic.AtomicLong;

/// The node's directory of temporary files. Safe for any thread.
///
/// Nothing in it outlives the process: what a crash has left is deleted when the directory is opened.
public final class TempFiles {

    private final Disk directory;
    private final AtomicLong made = new AtomicLong();
    private final AtomicLong written = new AtomicLong();

    private TempFiles(Disk directory) {
        this.directory = directory;
    }

    /// Takes over a directory that nobody else uses, and empties it.
    public static TempFiles open(Disk directory) {
        for (String left : directory.list()) {
            directory.discard(left);
        }
        return new TempFiles(directory);
    }

    /// How many files there have been.
    public long files() {
        return made.get();
    }

    /// How many bytes have been written to them.
    public long bytes() {
        return written.get();
    }

    /// How many files are there now.
    public int open() {
        return directory.list().size();
    }

    String newName() {
        return "spill-" + made.incrementAndGet();
    }

    void wrote(long bytes) {
        written.addAndGet(bytes);
    }

    Disk directory() {
        return directory;
    }
}
