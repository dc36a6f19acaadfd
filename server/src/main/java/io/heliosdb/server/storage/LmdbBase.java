package io.heliosdb.server.storage;

import io.heliosdb.server.common.DiskException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;

/// A base in LMDB, in one file that a compaction replaces.
///
/// Every write is fully synced. The map is far larger than the data will be (it costs address space only),
/// because LMDB can enlarge it only while no transaction is open; it is doubled when the directory is opened
/// and more than half full. Readers keep the file that they have begun with: one that was replaced goes when
/// its last reader closes.
public final class LmdbBase implements BaseStore {

    /// Address space of the map unless configured: room for years of growth, far below the 128 TiB of a
    /// process.
    public static final long DEFAULT_MAP_BYTES = 1L << 40;

    static final String DATA = "data.mdb";
    private static final String LOCK = "lock.mdb";
    private static final int MAX_READERS = 8192;

    /// One transaction's cursors at a time, and one more.
    private static final int MAX_SCRATCH_READERS = 1024;

    /// Address space of a scratch store; many may be open at a time.
    private static final long SCRATCH_MAP_BYTES = 1L << 38;

    private static final Steps STEPS = new Steps(16 << 20, 50_000);

    /// How much is done under one lock: a few tenths of a second of work, and little memory of LMDB's.
    ///
    /// @param copiedBytes of a compaction
    /// @param cleanedEntries of dropped trees
    record Steps(int copiedBytes, int cleanedEntries) {}

    private final @Nullable Path directory;
    private final long compactedMapBytes;
    private final Steps steps;
    private volatile LmdbFile file;
    private volatile boolean closed;
    private @Nullable LmdbCompaction compaction;
    private @Nullable DiskException broken;

    private LmdbBase(@Nullable Path directory, long compactedMapBytes, Steps steps, LmdbFile file) {
        this.directory = directory;
        this.compactedMapBytes = compactedMapBytes;
        this.steps = steps;
        this.file = file;
    }

    /// Opens the base in `directory`, created when it does not exist.
    public static LmdbBase open(Path directory, long mapBytes) {
        return open(directory, mapBytes, STEPS);
    }

    static LmdbBase open(Path directory, long mapBytes, Steps steps) {
        return open(directory, mapBytes, Long.MAX_VALUE, steps);
    }

    /// @param maxCompactedBytes what a compaction may take; beyond that the disk is full for it
    static LmdbBase open(Path directory, long mapBytes, long maxCompactedBytes, Steps steps) {
        try {
            Files.createDirectories(directory);
            LmdbCompaction.removeLeftovers(directory);
            File data = directory.resolve(DATA).toFile();
            long map = Math.max(mapBytes, 2 * data.length());
            LmdbFile file = new LmdbFile(
                    Env.create()
                            .setMapSize(map)
                            .setMaxReaders(MAX_READERS)
                            .open(directory.toFile(), EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMEMINIT),
                    () -> {});
            return new LmdbBase(directory, Math.min(map, maxCompactedBytes), steps, file);
        } catch (IOException e) {
            throw DiskException.of("cannot create directory \"" + directory + "\"", e);
        } catch (LmdbException e) {
            throw LmdbFile.failure("cannot open the base in \"" + directory + "\"", e);
        }
    }

    /// Makes a store in a new file that nothing is asked of after a crash; the file goes when it is closed.
    public static LmdbBase openScratch(Path path) {
        try {
            LmdbFile file = new LmdbFile(
                    Env.create()
                            .setMapSize(SCRATCH_MAP_BYTES)
                            .setMaxReaders(MAX_SCRATCH_READERS)
                            .open(
                                    path.toFile(),
                                    EnvFlags.MDB_NOSUBDIR,
                                    EnvFlags.MDB_NOSYNC,
                                    EnvFlags.MDB_NOTLS,
                                    EnvFlags.MDB_NOMEMINIT),
                    () -> deleteScratch(path));
            return new LmdbBase(null, SCRATCH_MAP_BYTES, STEPS, file);
        } catch (LmdbException e) {
            throw LmdbFile.failure("cannot create temporary file \"" + path + "\"", e);
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

    @Override
    public BaseReader openReader() {
        while (!closed) {
            LmdbReader reader = file.openReader();
            if (reader != null) {
                return reader;
            }
        }
        throw new IllegalStateException("the storage is closed");
    }

    @Override
    public void write(ChangeSource changes, BaseMark mark) {
        checkNotBroken();
        file.write(changes, mark);
        LmdbCompaction running = compaction;
        if (running != null) {
            try {
                running.follow(changes);
            } catch (DiskException e) {
                running.fail(e);
            }
        }
    }

    // After the file was replaced but perhaps not durably, nothing may build on the one or the other.
    private void checkNotBroken() {
        DiskException reason = broken;
        if (reason != null) {
            throw new DiskException(
                    "the base cannot be written until the node is restarted: " + reason.getMessage(), reason, false);
        }
    }

    @Override
    public boolean clean() {
        checkNotBroken();
        return file.clean(steps.cleanedEntries);
    }

    @Override
    public boolean compact() {
        checkNotBroken();
        if (directory == null) {
            throw new IllegalStateException("a scratch store is not compacted");
        }
        LmdbCompaction running = compaction;
        if (running == null) {
            SpaceUsage now = file.usage();
            running = LmdbCompaction.begin(directory, now.bytes() - now.freeBytes(), compactedMapBytes, MAX_READERS);
            compaction = running;
        }
        try {
            if (!running.copyMore(file, steps.copiedBytes)) {
                return true;
            }
            replaceFile(running, directory);
            return false;
        } catch (DiskException e) {
            abandonCompaction();
            throw e;
        }
    }

    private void replaceFile(LmdbCompaction done, Path place) {
        done.takeName(DATA);
        compaction = null;
        LmdbFile old = file;
        file = done.file();
        old.close();
        try {
            done.syncName();
            // That of the old file, which keeps it open: whoever opens the new one makes its own.
            Files.deleteIfExists(place.resolve(LOCK));
        } catch (IOException e) {
            broken = DiskException.of("cannot make the new name of a compacted file durable", e);
            throw broken;
        }
    }

    @Override
    public void abandonCompaction() {
        LmdbCompaction running = compaction;
        if (running != null) {
            compaction = null;
            running.abandon();
        }
    }

    @Override
    public SpaceUsage usage() {
        return file.usage();
    }

    @Override
    public void close() {
        closed = true;
        abandonCompaction();
        file.close();
    }
}
