package io.heliosdb.server.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;

/// Walks a range of a base, and the nodes of long keys as it meets them.
final class LmdbCursor implements BaseReader.TreeCursor {

    /// From `from` in `firstTree` to `to` in `lastTree`, exclusive; null: to that tree's end.
    record Range(long firstTree, long lastTree, byte[] from, byte @Nullable [] to) {

        boolean isBehind(long tree, byte[] key) {
            return tree > lastTree || tree == lastTree && to != null && Arrays.compareUnsigned(key, to) >= 0;
        }

        boolean isBefore(long tree, byte[] key) {
            return tree < firstTree || tree == firstTree && Arrays.compareUnsigned(key, from) < 0;
        }

        /// What of a node lies in the range; more than that does no harm.
        Range of(long tree, byte[] branch, long node) {
            byte[] low = tree == firstTree && isIn(branch, from) ? LmdbKeys.rest(from) : NONE;
            byte[] high = to;
            return new Range(
                    node,
                    node,
                    low,
                    high != null && tree == lastTree && isIn(branch, high) ? LmdbKeys.rest(high) : null);
        }

        private static boolean isIn(byte[] branch, byte[] key) {
            return LmdbKeys.isLong(key) && Arrays.equals(branch, 0, branch.length, key, 0, branch.length);
        }
    }

    private enum State {
        NEW,
        WALKING,
        DONE
    }

    private static final byte[] NONE = new byte[0];

    private final LmdbReader reader;
    private final Range range;
    private final boolean forward;
    private final Cursor<ByteBuffer> cursor;
    private State state = State.NEW;
    private boolean closed;
    private @Nullable LmdbBucket bucket;
    private int inBucket;
    private @Nullable LmdbCursor node;
    private byte[] branch = NONE;
    private long tree;
    private byte[] key = NONE;
    private byte @Nullable [] value;

    LmdbCursor(LmdbReader reader, Range range, boolean forward) {
        this.reader = reader;
        this.range = range;
        this.forward = forward;
        this.cursor = reader.takeCursor();
    }

    @Override
    public boolean next() {
        while (state != State.DONE) {
            if (!step()) {
                state = State.DONE;
                break;
            }
            boolean past = forward ? range.isBehind(tree, key) : range.isBefore(tree, key);
            if (past) {
                state = State.DONE;
                break;
            }
            boolean within = forward ? !range.isBefore(tree, key) : !range.isBehind(tree, key);
            if (within) {
                return true;
            }
        }
        return false;
    }

    private boolean step() {
        while (true) {
            if (stepInNode()) {
                return true;
            }
            LmdbBucket open = bucket;
            if (open != null && inBucket >= 0 && inBucket < open.size()) {
                key = open.key(inBucket);
                value = open.value(inBucket);
                inBucket += forward ? 1 : -1;
                return true;
            }
            bucket = null;
            if (!move()) {
                return false;
            }
            ByteBuffer found = cursor.key();
            if (found.remaining() < Long.BYTES) {
                if (!forward) {
                    return false;
                }
                continue;
            }
            long at = found.getLong(found.position());
            // Nodes sort behind all trees, though their numbers are negative.
            if (at < range.firstTree || at > range.lastTree) {
                return false;
            }
            tree = at;
            if (!LmdbKeys.isBranch(found)) {
                key = LmdbKeys.inlineKey(found);
                value = null;
                return true;
            }
            if (LmdbKeys.isNode(cursor.val())) {
                branch = LmdbKeys.inlineKey(found);
                node = new LmdbCursor(reader, range.of(tree, branch, LmdbKeys.node(cursor.val())), forward);
            } else {
                enter(new LmdbBucket(found, cursor.val()));
            }
        }
    }

    private boolean stepInNode() {
        LmdbCursor open = node;
        if (open == null) {
            return false;
        }
        if (open.next()) {
            key = Arrays.copyOf(branch, branch.length + open.key().length);
            System.arraycopy(open.key(), 0, key, branch.length, open.key().length);
            value = null;
            return true;
        }
        open.close();
        node = null;
        return false;
    }

    // Begins where the range does.
    private void enter(LmdbBucket opened) {
        bucket = opened;
        byte[] to = range.to();
        if (forward) {
            inBucket = tree == range.firstTree() ? opened.lowerBound(range.from()) : 0;
        } else {
            inBucket = (tree == range.lastTree() && to != null ? opened.lowerBound(to) : opened.size()) - 1;
        }
    }

    private boolean move() {
        if (state == State.WALKING) {
            return cursor.seek(forward ? SeekOp.MDB_NEXT : SeekOp.MDB_PREV);
        }
        state = State.WALKING;
        ByteBuffer target = reader.keyBuffer();
        if (forward) {
            return cursor.get(LmdbKeys.fill(target, range.firstTree(), range.from()), GetOp.MDB_SET_RANGE);
        }
        byte[] to = range.to();
        LmdbKeys.fill(target, to == null ? range.lastTree() + 1 : range.lastTree(), to == null ? NONE : to);
        if (!cursor.get(target, GetOp.MDB_SET_RANGE)) {
            return cursor.seek(SeekOp.MDB_LAST);
        }
        // A long upper bound may lie within what the branch that was found leads to.
        boolean within = to != null && LmdbKeys.isLong(to) && cursor.key().equals(target);
        return within || cursor.seek(SeekOp.MDB_PREV);
    }

    @Override
    public long tree() {
        return tree;
    }

    @Override
    public byte[] key() {
        return key;
    }

    @Override
    public byte[] value() {
        LmdbCursor open = node;
        if (open != null) {
            return open.value();
        }
        byte[] current = value;
        if (current == null) {
            ByteBuffer found = cursor.val();
            current = new byte[found.remaining()];
            found.get(found.position(), current);
            value = current;
        }
        return current;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            state = State.DONE;
            LmdbCursor open = node;
            if (open != null) {
                open.close();
            }
            reader.giveBack(cursor);
        }
    }
}
