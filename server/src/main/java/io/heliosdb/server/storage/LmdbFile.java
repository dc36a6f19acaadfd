package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.DiskException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/// One file of LMDB that is open: one database; keys as {@link LmdbKeys} has them, the mark under the one-byte
/// key 0, {@link DroppedTrees} under 1.
///
/// Every write is one LMDB transaction. `env.close()` under an open transaction would crash the JVM, so the
/// last reader closes. Readers are for any thread, one writer at a time.
final class LmdbFile {

    private static final int ENOSPC = 28;
    private static final byte MARK = 0;
    private static final byte DROPPED = 1;
    private static final int MARK_BYTES = 45;
    private static final int FORMAT = 3;

    /// Has no nodes; its buckets are read.
    private static final int FORMAT_WITHOUT_NODES = 2;

    /// Ends behind the format, besides: no transaction was written in steps.
    private static final int FORMAT_WITHOUT_STEPS = 1;

    private final Env<ByteBuffer> env;
    private final Dbi<ByteBuffer> dbi;
    private final Runnable afterClose;
    private final Object closing = new Object();
    private volatile boolean anyDropped;
    private int openReaders;
    private boolean closed;

    LmdbFile(Env<ByteBuffer> env, Runnable afterClose) {
        this.env = env;
        this.afterClose = afterClose;
        this.dbi = env.openDbi((String) null);
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            this.anyDropped = !dropped(txn).isEmpty();
        }
    }

    /// Null when it is closed.
    @Nullable
    LmdbReader openReader() {
        synchronized (closing) {
            if (closed) {
                return null;
            }
            openReaders++;
        }
        try {
            Txn<ByteBuffer> txn = env.txnRead();
            return new LmdbReader(txn, dbi, new LmdbReader.Content(readMark(txn), dropped(txn)), this::readerClosed);
        } catch (LmdbException e) {
            readerClosed();
            throw failure("cannot begin to read", e);
        }
    }

    private void readerClosed() {
        synchronized (closing) {
            openReaders--;
            if (closed && openReaders == 0) {
                closeNow();
            }
        }
    }

    private static ByteBuffer key(byte kind) {
        return ByteBuffer.allocateDirect(1).put(kind).flip();
    }

    private DroppedTrees dropped(Txn<ByteBuffer> txn) {
        return DroppedTrees.decode(dbi.get(txn, key(DROPPED)));
    }

    private BaseMark readMark(Txn<ByteBuffer> txn) {
        ByteBuffer value = dbi.get(txn, key(MARK));
        if (value == null) {
            return BaseMark.EMPTY;
        }
        BaseMark mark = new BaseMark(Lsn.of(value.getLong(0)), new Timeline(value.getLong(8)), value.getLong(16));
        return switch (value.getInt(24)) {
            case FORMAT_WITHOUT_STEPS -> mark;
            case FORMAT, FORMAT_WITHOUT_NODES ->
                mark.withRedo(Lsn.of(value.getLong(28))).withNewest(Lsn.of(value.getLong(36)), value.get(44) != 0);
            default -> throw new DiskException("the base has an unknown format: " + value.getInt(24), null, false);
        };
    }

    /// @param mark null: stays as it is
    void write(ChangeSource changes, @Nullable BaseMark mark) {
        DroppedTrees dropped;
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            dropped = dropped(txn);
            boolean changed = dropped.addAll(changes.droppedTrees());
            Reviving walk = new Reviving(txn, dropped, changes.changes());
            try (LmdbWriter writer = new LmdbWriter(txn, dbi)) {
                writer.write(walk);
            }
            if (changed || walk.revived) {
                put(txn, dropped);
            }
            if (mark != null) {
                put(txn, mark);
            }
            txn.commit();
        } catch (LmdbException e) {
            throw failure("cannot write a checkpoint", e);
        }
        anyDropped = !dropped.isEmpty();
    }

    private void put(Txn<ByteBuffer> txn, BaseMark mark) {
        ByteBuffer value = ByteBuffer.allocateDirect(MARK_BYTES);
        value.putLong(mark.applied().position())
                .putLong(mark.timeline().number())
                .putLong(mark.maxTransactionId())
                .putInt(FORMAT)
                .putLong(mark.redo().position())
                .putLong(mark.newest().position())
                .put((byte) (mark.partial() ? 1 : 0))
                .flip();
        dbi.put(txn, key(MARK), value);
    }

    private void put(Txn<ByteBuffer> txn, DroppedTrees dropped) {
        if (dropped.isEmpty()) {
            dbi.delete(txn, key(DROPPED));
        } else {
            dbi.put(txn, key(DROPPED), dropped.encode());
        }
    }

    /// Deletes some of the entries of dropped trees.
    ///
    /// @return whether there are more
    boolean clean(int maxEntries) {
        if (!anyDropped) {
            return false;
        }
        DroppedTrees dropped;
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            dropped = dropped(txn);
            int left = maxEntries;
            for (long tree : dropped.all()) {
                left -= delete(txn, tree, left, dropped);
                if (left <= 0) {
                    break;
                }
                dropped.remove(tree);
            }
            put(txn, dropped);
            txn.commit();
        } catch (LmdbException e) {
            throw failure("cannot delete what dropped trees have left", e);
        }
        anyDropped = !dropped.isEmpty();
        return anyDropped;
    }

    /// Nodes that a tree has had are dropped trees once their branch is deleted.
    ///
    /// @return how many entries it has deleted; as many as allowed when there may be more
    private int delete(Txn<ByteBuffer> txn, long tree, int maxEntries, DroppedTrees dropped) {
        ByteBuffer prefix = ByteBuffer.allocateDirect(Long.BYTES);
        int deleted = 0;
        try (Cursor<ByteBuffer> cursor = dbi.openCursor(txn)) {
            while (deleted < maxEntries
                    && cursor.get(prefix.clear().putLong(tree).flip(), GetOp.MDB_SET_RANGE)
                    && cursor.key().remaining() >= Long.BYTES
                    && cursor.key().getLong(0) == tree) {
                if (LmdbKeys.isBranch(cursor.key()) && LmdbKeys.isNode(cursor.val())) {
                    dropped.add(LmdbKeys.node(cursor.val()));
                }
                cursor.delete();
                deleted++;
            }
        }
        return deleted;
    }

    /// Changes of a tree that was dropped before: what is left of it goes first, at once.
    private final class Reviving implements ChangeSource.Changes {

        private final Txn<ByteBuffer> txn;
        private final DroppedTrees dropped;
        private final ChangeSource.Changes changes;
        private boolean revived;

        Reviving(Txn<ByteBuffer> txn, DroppedTrees dropped, ChangeSource.Changes changes) {
            this.txn = txn;
            this.dropped = dropped;
            this.changes = changes;
        }

        @Override
        public boolean next() {
            if (!changes.next()) {
                return false;
            }
            if (dropped.contains(changes.tree())) {
                delete(txn, changes.tree(), Integer.MAX_VALUE, dropped);
                dropped.remove(changes.tree());
                revived = true;
            }
            return true;
        }

        @Override
        public long tree() {
            return changes.tree();
        }

        @Override
        public byte[] key() {
            return changes.key();
        }

        @Override
        public byte @Nullable [] value() {
            return changes.value();
        }
    }

    /// What the file takes, and what of that is free.
    SpaceUsage usage() {
        Stat stat = env.stat();
        long used = stat.branchPages + stat.leafPages + stat.overflowPages;
        long all = env.info().lastPageNumber + 1;
        return new SpaceUsage(all * stat.pageSize, Math.max(0, all - used) * stat.pageSize);
    }

    static DiskException failure(String what, LmdbException cause) {
        boolean full = cause instanceof Env.MapFullException
                || cause instanceof org.lmdbjava.LmdbNativeException error && error.getResultCode() == ENOSPC;
        return new DiskException(what + ": " + message(cause), cause, full);
    }

    private static @Nullable String message(LmdbException cause) {
        return cause instanceof Env.MapFullException
                ? "the map is full; restart the node, which enlarges it"
                : cause.getMessage();
    }

    /// Closes at once, or when the last reader is closed.
    void close() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                if (openReaders == 0) {
                    closeNow();
                }
            }
        }
    }

    private void closeNow() {
        env.close();
        afterClose.run();
    }
}
