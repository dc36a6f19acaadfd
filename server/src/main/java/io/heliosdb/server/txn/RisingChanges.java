package io.heliosdb.server.txn;

import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.MergeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One transaction's writes of rising keys, a {@link RisingRun} for each tree. Used by the transaction's thread
/// only.
final class RisingChanges implements AutoCloseable {

    private final int blockBytes;
    private final LongFunction<byte @Nullable []> highest;
    private final Map<Long, RisingRun> runs = new HashMap<>();
    private @Nullable RisingFile file;
    private long bytes;
    // A row's entries alternate between few trees, one after the other.
    private final long[] recentTrees = {-1, -1, -1, -1};
    private final @Nullable RisingRun[] recent = new @Nullable RisingRun[recentTrees.length];

    /// @param blockBytes what is packed together, and moved to disk and read from there at once
    /// @param highest the greatest key of a tree that was written before this began; null when there is none
    RisingChanges(int blockBytes, LongFunction<byte @Nullable []> highest) {
        this.blockBytes = blockBytes;
        this.highest = highest;
    }

    /// Takes a write, if its key is greater than all before.
    boolean add(long tree, byte[] key, byte @Nullable [] value, OwnVersion.Place place) {
        RisingRun run = runOf(tree);
        long before = run.bytes();
        boolean added = run.add(key, value, place);
        bytes += run.bytes() - before;
        return added;
    }

    private RisingRun runOf(long tree) {
        int slot = (int) tree & recentTrees.length - 1;
        RisingRun known = recent[slot];
        if (known != null && recentTrees[slot] == tree) {
            return known;
        }
        RisingRun run = runs.get(tree);
        if (run == null) {
            run = new RisingRun(blockBytes, highest.apply(tree));
            runs.put(tree, run);
        }
        recentTrees[slot] = tree;
        recent[slot] = run;
        return run;
    }

    boolean isEmpty() {
        return runs.values().stream().allMatch(RisingRun::isEmpty);
    }

    /// Memory held.
    long bytes() {
        return bytes;
    }

    boolean isSpilled() {
        return file != null;
    }

    Set<Long> trees() {
        return runs.keySet();
    }

    /// What a command before `command` has written.
    @Nullable
    OwnVersion find(long tree, byte[] key, int command) {
        RisingRun run = runs.get(tree);
        return run == null ? null : run.find(key, command);
    }

    /// The entries of a tree as a source of a merge; null when there are none.
    @Nullable
    MergeSource source(long tree, KeyRange range, boolean forward, int command) {
        RisingRun run = runs.get(tree);
        return run == null ? null : run.source(range, forward, command);
    }

    /// Whether a key of the range was written.
    boolean touches(long tree, KeyRange range) {
        RisingRun run = runs.get(tree);
        return run != null && run.touches(range);
    }

    /// Moves everything from memory to disk.
    ///
    /// @throws io.heliosdb.server.common.DiskException when it could not be written; nothing is lost then
    void spill(Supplier<RisingFile> files) {
        RisingFile target = file;
        if (target == null) {
            target = files.get();
            file = target;
        }
        try {
            for (RisingRun run : runs.values()) {
                run.spill(target);
            }
        } finally {
            count();
        }
    }

    private void count() {
        bytes = runs.values().stream().mapToLong(RisingRun::bytes).sum();
    }

    /// Forgets what was written in epochs behind `epoch`.
    void rollbackTo(int epoch) {
        runs.values().forEach(run -> run.rollbackTo(epoch));
        count();
    }

    /// Removes what is on disk.
    @Override
    public void close() {
        RisingFile target = file;
        if (target != null) {
            target.close();
        }
    }
}
