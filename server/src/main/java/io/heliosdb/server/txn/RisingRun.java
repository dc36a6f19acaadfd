package io.heliosdb.server.txn;

import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.MergeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One transaction's writes to one tree whose keys were, each in its turn, greater than all before: blocks in
/// memory or, the older ones, on disk. Used by the transaction's thread only.
///
/// A key is here once at most, and nothing older of it is anywhere else in the transaction.
final class RisingRun {

    /// Rough cost of a block that is on disk.
    private static final int BLOCK_BYTES = 100;

    /// One block; its changes are null while they are on disk.
    private static final class Block {
        private final byte[] firstKey;
        private @Nullable PackedChanges changes;
        private long position;

        Block(byte[] firstKey, PackedChanges changes) {
            this.firstKey = firstKey;
            this.changes = changes;
        }
    }

    private static final PackedChanges NOTHING = new PackedChanges(new byte[0]);

    private final int blockBytes;
    private final List<Block> blocks = new ArrayList<>();
    private @Nullable RisingFile file;
    private byte @Nullable [] highest;
    private long bytes;
    private int lastRead = -1;
    private @Nullable PackedChanges read;

    /// @param blockBytes size of a block
    /// @param highest the greatest key that the transaction has written to the tree; null when there is none
    RisingRun(int blockBytes, byte @Nullable [] highest) {
        this.blockBytes = blockBytes;
        this.highest = highest;
    }

    /// Takes a write, if its key is greater than all before.
    boolean add(byte[] key, byte @Nullable [] value, OwnVersion.Place place) {
        byte[] before = highest;
        if (before != null && Arrays.compareUnsigned(key, before) <= 0) {
            return false;
        }
        PackedChanges last = blocks.isEmpty() ? null : blocks.getLast().changes;
        if (last == null || last.isFull()) {
            last = new PackedChanges(blockBytes);
            blocks.add(new Block(key, last));
            bytes += BLOCK_BYTES;
        }
        int size = last.bytes();
        last.add(key, value, place);
        bytes += last.bytes() - size;
        highest = key;
        return true;
    }

    /// Memory held.
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    private PackedChanges load(int index) {
        Block block = blocks.get(index);
        PackedChanges inMemory = block.changes;
        if (inMemory != null) {
            return inMemory;
        }
        PackedChanges kept = read;
        if (index == lastRead && kept != null) {
            return kept;
        }
        RisingFile from = file;
        if (from == null) {
            throw new IllegalStateException("a block is neither in memory nor on disk");
        }
        PackedChanges fresh = new PackedChanges(from.read(block.position));
        read = fresh;
        lastRead = index;
        return fresh;
    }

    /// The last block that begins at or before the key; -1 when there is none.
    private int blockAt(byte[] key) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Arrays.compareUnsigned(blocks.get(middle).firstKey, key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private boolean isBehindAll(byte[] key) {
        byte[] last = highest;
        return last == null || Arrays.compareUnsigned(key, last) > 0;
    }

    /// What a command before `command` has written.
    @Nullable
    OwnVersion find(byte[] key, int command) {
        int index = isBehindAll(key) ? -1 : blockAt(key);
        if (index < 0) {
            return null;
        }
        PackedChanges changes = load(index);
        int at = changes.lowerBound(key);
        if (at == changes.count() || changes.compareKey(at, key) != 0 || changes.command(at) >= command) {
            return null;
        }
        OwnVersion.Place place = new OwnVersion.Place(changes.command(at), changes.epoch(at));
        return new OwnVersion(place, 0, changes.value(at), null);
    }

    /// Whether a key of the range was written.
    boolean touches(KeyRange range) {
        return !isBehindAll(range.from()) && new Source(range, true, Integer.MAX_VALUE).next();
    }

    /// The entries of a range as a source of a merge; null when there can be none.
    @Nullable
    MergeSource source(KeyRange range, boolean forward, int command) {
        return blocks.isEmpty() || isBehindAll(range.from()) ? null : new Source(range, forward, command);
    }

    /// Moves all blocks to disk.
    ///
    /// @throws io.heliosdb.server.common.DiskException when one could not be written; it stays in memory then,
    ///     with all behind it
    void spill(RisingFile target) {
        file = target;
        for (Block block : blocks) {
            PackedChanges changes = block.changes;
            if (changes != null) {
                block.position = target.append(changes.content());
                block.changes = null;
                bytes -= changes.bytes();
            }
        }
    }

    /// Forgets what was written in epochs behind `epoch`.
    void rollbackTo(int epoch) {
        while (!blocks.isEmpty()) {
            int index = blocks.size() - 1;
            Block last = blocks.get(index);
            PackedChanges changes = load(index);
            int kept = changes.count();
            while (kept > 0 && changes.epoch(kept - 1) > epoch) {
                kept--;
            }
            if (kept == changes.count()) {
                return;
            }
            boolean wasInMemory = last.changes != null;
            lastRead = -1;
            read = null;
            bytes -= wasInMemory ? changes.bytes() : 0;
            if (kept > 0) {
                changes.truncate(kept);
                last.changes = changes;
                bytes += changes.bytes();
                return;
            }
            blocks.removeLast();
            bytes -= BLOCK_BYTES;
        }
    }

    /// Walks a range in either direction; writes that come meanwhile are later commands' and not seen.
    private final class Source implements MergeSource {

        private final KeyRange range;
        private final boolean forward;
        private final int command;
        private PackedChanges changes = NOTHING;
        private int block;
        private int at;
        private boolean done;
        private byte[] key = {};

        Source(KeyRange range, boolean forward, int command) {
            this.range = range;
            this.forward = forward;
            this.command = command;
            byte[] edge = forward ? range.from() : range.to();
            int begin = edge == null ? blocks.size() - 1 : Math.max(0, blockAt(edge));
            done = blocks.isEmpty();
            if (!done) {
                enter(begin);
                if (edge != null) {
                    int first = changes.lowerBound(edge);
                    at = forward ? first - 1 : Math.min(first + 1, changes.count());
                }
            }
        }

        private void enter(int index) {
            block = index;
            changes = load(index);
            at = forward ? -1 : changes.count();
        }

        @Override
        public boolean next() {
            while (!done) {
                at += forward ? 1 : -1;
                if (at < 0 || at >= changes.count()) {
                    int following = block + (forward ? 1 : -1);
                    if (following < 0 || following >= blocks.size()) {
                        done = true;
                    } else {
                        enter(following);
                    }
                } else if (changes.command(at) < command) {
                    key = changes.key(at);
                    if (range.contains(key)) {
                        return true;
                    }
                    done = isPast();
                }
            }
            return false;
        }

        private boolean isPast() {
            byte[] to = range.to();
            return forward
                    ? to != null && Arrays.compareUnsigned(key, to) >= 0
                    : Arrays.compareUnsigned(key, range.from()) < 0;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte @Nullable [] value() {
            return changes.value(at);
        }

        @Override
        public void close() {
            done = true;
        }
    }
}
