package io.heliosdb.server.sql.exec.spill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of a hash table that did not fit, divided by their hash into files that are worked off one by one. Used
/// by one thread.
///
/// Each level of division uses other bits of the hash, so that a file that is still too large can be divided
/// again.
public final class Partitions<T> implements AutoCloseable {

    /// Rows that are equal in so many divisions have the same hash: dividing once more would not help.
    public static final int MAX_LEVEL = 6;

    private static final int MIN_COUNT = 8;
    private static final int MAX_COUNT = 128;
    // What is divided again is seldom many times too large.
    private static final int MAX_COUNT_BELOW = 16;
    // A file's buffer; the fewer bytes, the more files.
    private static final int MIN_BLOCK = 1 << 10;
    private static final int MAX_BLOCK = 16 << 10;
    private static final int BYTES_A_PARTITION = 64 << 10;

    private final MemoryBudget budget;
    private final RowFormat<T> format;
    private final int level;
    private final int blockBytes;
    private final List<@Nullable RowFile<T>> files;

    /// @param level how many divisions there have been before
    public Partitions(Workspace workspace, RowFormat<T> format, int level) {
        int most = level == 0 ? MAX_COUNT : MAX_COUNT_BELOW;
        int count = Math.clamp(workspace.limit() / BYTES_A_PARTITION, MIN_COUNT, most);
        this.budget = workspace.budget();
        this.format = format;
        this.level = level;
        this.blockBytes = Math.clamp(workspace.limit() / count / 4, MIN_BLOCK, MAX_BLOCK);
        this.files = new ArrayList<>(Collections.nCopies(Integer.highestOneBit(count), null));
    }

    public int count() {
        return files.size();
    }

    /// Which partition a hash belongs to.
    public int of(int hash) {
        int h = (hash + level * 0x9E3779B9) * 0x85EBCA6B;
        h = (h ^ h >>> 15) * 0xC2B2AE35;
        return (h ^ h >>> 13) >>> 8 & files.size() - 1;
    }

    /// Whether a partition's rows are written.
    public boolean has(int partition) {
        return files.get(partition) != null;
    }

    /// Decides that a partition's rows are to be written.
    public void begin(int partition) {
        if (files.get(partition) == null) {
            files.set(partition, new RowFile<>(budget, format, blockBytes));
        }
    }

    /// Writes a row.
    public void add(int partition, T row) {
        RowFile<T> file = files.get(partition);
        if (file == null) {
            file = new RowFile<>(budget, format, blockBytes);
            files.set(partition, file);
        }
        file.add(row);
    }

    /// Hands a partition's file over to the caller, who closes it; null when it has no rows.
    public @Nullable RowFile<T> take(int partition) {
        RowFile<T> file = files.get(partition);
        files.set(partition, null);
        if (file != null) {
            file.seal();
        }
        return file;
    }

    @Override
    public void close() {
        for (RowFile<T> file : files) {
            if (file != null) {
                file.close();
            }
        }
    }
}
