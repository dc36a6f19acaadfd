package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.DiskException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/// A base in LMDB: one database; keys as {@link LmdbKeys} has them, the mark under the one-byte key 0.
///
/// Every write is one LMDB transaction, fully synced. The map is far larger than the data will be (it costs
/// address space only), because LMDB can enlarge it only while no transaction is open; it is doubled when the
/// directory is opened and more than half full. `env.close()` under an open transaction would crash the JVM, so
/// the last reader closes.
public final class LmdbBase implements BaseStore {

    /// Address space of the map unless configured: room for years of growth, far below the 128 TiB of a
    /// process.
    public static final long DEFAULT_MAP_BYTES = 1L << 40;

    private static final int MAX_READERS = 8192;

    /// One transaction's cursors at a time, and one more.
    private static final int MAX_SCRATCH_READERS = 1024;
    private static final int ENOSPC = 28;
    private static final byte[] MARK_KEY = {0};
    private static final int MARK_BYTES = 45;
    private static final int FORMAT = 2;

    /// Ends behind the format; no transaction was written in steps.
    private static final int FORMAT_WITHOUT_STEPS = 1;

    /// Address space of a scratch store; many may be open at a time.
    private static final long SCRATCH_MAP_BYTES = 1L << 38;

    private final Env<ByteBuffer> env;
    private final Dbi<ByteBuffer> dbi;
    private final Runnable afterClose;
    private final Object closing = new Object();
    private int openReaders;
    private boolean closed;

    private LmdbBase(Env<ByteBuffer> env, Runnable afterClose) {
        this.env = env;
        this.afterClose = afterClose;
        this.dbi = env.openDbi((String) null);
    }

    /// Opens the base in `directory`, created when it does not exist.
    public static LmdbBase open(Path directory, long mapBytes) {
        try {
            Files.createDirectories(directory);
            File data = directory.resolve("data.mdb").toFile();
            long map = Math.max(mapBytes, 2 * data.length());
            return new LmdbBase(
                    Env.create()
                            .setMapSize(map)
                            .setMaxReaders(MAX_READERS)
                            .open(directory.toFile(), EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMEMINIT),
                    () -> {});
        } catch (IOException e) {
            throw DiskException.of("cannot create directory \"" + directory + "\"", e);
        } catch (LmdbException e) {
            throw failure("cannot open the base in \"" + directory + "\"", e);
        }
    }

    /// Makes a store in a new file that nothing is asked of after a crash; the file goes when it is closed.
    public static LmdbBase openScratch(Path file) {
        try {
            return new LmdbBase(
                    Env.create()
                            .setMapSize(SCRATCH_MAP_BYTES)
                            .setMaxReaders(MAX_SCRATCH_READERS)
                            .open(
                                    file.toFile(),
                                    EnvFlags.MDB_NOSUBDIR,
                                    EnvFlags.MDB_NOSYNC,
                                    EnvFlags.MDB_NOTLS,
                                    EnvFlags.MDB_NOMEMINIT),
                    () -> deleteScratch(file));
        } catch (LmdbException e) {
            throw failure("cannot create temporary file \"" + file + "\"", e);
        }
    }

    private static void deleteScratch(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-lock"));
        } catch (IOException e) {
            throw DiskException.of("cannot delete temporary file \"" + file + "\"", e);
        }
    }

    private void closeNow() {
        env.close();
        afterClose.run();
    }

    @Override
    public BaseReader openReader() {
        synchronized (closing) {
            if (closed) {
                throw new IllegalStateException("the storage is closed");
            }
            openReaders++;
        }
        try {
            Txn<ByteBuffer> txn = env.txnRead();
            return new LmdbReader(txn, dbi, readMark(txn), this::readerClosed);
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

    private BaseMark readMark(Txn<ByteBuffer> txn) {
        ByteBuffer value =
                dbi.get(txn, ByteBuffer.allocateDirect(1).put(MARK_KEY).flip());
        if (value == null) {
            return BaseMark.EMPTY;
        }
        BaseMark mark = new BaseMark(Lsn.of(value.getLong(0)), new Timeline(value.getLong(8)), value.getLong(16));
        return switch (value.getInt(24)) {
            case FORMAT_WITHOUT_STEPS -> mark;
            case FORMAT ->
                mark.withRedo(Lsn.of(value.getLong(28))).withNewest(Lsn.of(value.getLong(36)), value.get(44) != 0);
            default -> throw new DiskException("the base has an unknown format: " + value.getInt(24), null, false);
        };
    }

    @Override
    public void write(ChangeSource changes, BaseMark mark) {
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            for (long tree : changes.droppedTrees()) {
                dropTree(txn, tree);
            }
            try (LmdbWriter writer = new LmdbWriter(txn, dbi)) {
                writer.write(changes.changes());
            }
            ByteBuffer value = ByteBuffer.allocateDirect(MARK_BYTES);
            value.putLong(mark.applied().position())
                    .putLong(mark.timeline().number())
                    .putLong(mark.maxTransactionId())
                    .putInt(FORMAT)
                    .putLong(mark.redo().position())
                    .putLong(mark.newest().position())
                    .put((byte) (mark.partial() ? 1 : 0))
                    .flip();
            dbi.put(txn, ByteBuffer.allocateDirect(1).put(MARK_KEY).flip(), value);
            txn.commit();
        } catch (LmdbException e) {
            throw failure("cannot write a checkpoint", e);
        }
    }

    private void dropTree(Txn<ByteBuffer> txn, long tree) {
        ByteBuffer prefix = ByteBuffer.allocateDirect(Long.BYTES);
        try (Cursor<ByteBuffer> cursor = dbi.openCursor(txn)) {
            while (cursor.get(prefix.clear().putLong(tree).flip(), GetOp.MDB_SET_RANGE)
                    && cursor.key().remaining() >= Long.BYTES
                    && cursor.key().getLong(0) == tree) {
                cursor.delete();
            }
        }
    }

    private static DiskException failure(String what, LmdbException cause) {
        boolean full = cause instanceof Env.MapFullException
                || cause instanceof org.lmdbjava.LmdbNativeException error && error.getResultCode() == ENOSPC;
        return new DiskException(what + ": " + message(cause), cause, full);
    }

    private static @Nullable String message(LmdbException cause) {
        return cause instanceof Env.MapFullException
                ? "the map is full; restart the node, which enlarges it"
                : cause.getMessage();
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                if (openReaders == 0) {
                    closeNow();
                }
            }
        }
    }
}
