package io.heliosdb.server.storage;

import io.heliosdb.server.common.DiskException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;

/// A new file that gets all entries of the old one in order, page after page filled, while the old one is still
/// written.
///
/// ```
///   old file    ... entries copied ...  | position | ... not yet ...
///   a write     goes to both            |          | goes to the old one, and is copied with the rest
/// ```
/// So the new file is at any time the old one up to the position. When that is the end, it gets the old one's
/// mark, is synced, and takes its name; before that a crash leaves the old file, after it the new one, which
/// are the same state.
final class LmdbCompaction {

    static final String NEW = "compact.mdb";
    private static final String NEW_LOCK = NEW + "-lock";

    private static final byte[] START = new byte[0];

    private final Path directory;
    private final LmdbFile file;
    private long tree;
    private byte @Nullable [] lastKey;
    private @Nullable DiskException failure;

    private LmdbCompaction(Path directory, LmdbFile file) {
        this.directory = directory;
        this.file = file;
    }

    /// @param neededBytes how large the new file will be, about
    static LmdbCompaction begin(Path directory, long neededBytes, long mapBytes, int maxReaders) {
        removeLeftovers(directory);
        checkSpace(directory, neededBytes);
        Path path = directory.resolve(NEW);
        try {
            LmdbFile file = new LmdbFile(
                    Env.create()
                            .setMapSize(mapBytes)
                            .setMaxReaders(maxReaders)
                            .open(path.toFile(), EnvFlags.MDB_NOSUBDIR, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMEMINIT),
                    () -> {});
            // Open is enough: the name must be free for the next compaction.
            Files.delete(directory.resolve(NEW_LOCK));
            return new LmdbCompaction(directory, file);
        } catch (IOException e) {
            throw DiskException.of("cannot begin a compaction in \"" + directory + "\"", e);
        } catch (LmdbException e) {
            throw LmdbFile.failure("cannot create \"" + path + "\"", e);
        }
    }

    // Commits must not run out of space for a compaction that cannot succeed.
    private static void checkSpace(Path directory, long neededBytes) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < neededBytes) {
                throw new DiskException(
                        "\"" + directory + "\" has " + free + " bytes left of the " + neededBytes + " that are needed",
                        null,
                        true);
            }
        } catch (IOException e) {
            throw DiskException.of("cannot ask for the free space of \"" + directory + "\"", e);
        }
    }

    static void removeLeftovers(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(NEW));
            Files.deleteIfExists(directory.resolve(NEW_LOCK));
        } catch (IOException e) {
            throw DiskException.of("cannot delete what a compaction has left in \"" + directory + "\"", e);
        }
    }

    LmdbFile file() {
        return file;
    }

    /// Copies some more; true when that was the last of it, and the new file is whole and durable.
    boolean copyMore(LmdbFile old, int maxBytes) {
        DiskException reason = failure;
        if (reason != null) {
            throw reason;
        }
        try (LmdbReader reader = old.openReader()) {
            if (reader == null) {
                throw new IllegalStateException("the storage is closed");
            }
            byte[] last = lastKey;
            // The key that follows is the last one and a zero.
            byte[] from = last == null ? START : Arrays.copyOf(last, last.length + 1);
            try (BaseReader.TreeCursor cursor = reader.scanAllFrom(tree, from)) {
                Copied copied = new Copied(cursor, maxBytes);
                file.write(new Once(copied), null);
                if (!copied.ended) {
                    tree = copied.tree();
                    lastKey = copied.key();
                    return false;
                }
            }
            file.write(new Once(new Nothing()), reader.mark());
            return true;
        }
    }

    /// The old file has got these changes.
    void follow(ChangeSource changes) {
        file.write(new UpToPosition(changes), null);
    }

    /// To be told at the next step.
    void fail(DiskException reason) {
        failure = reason;
    }

    /// Takes the name of the old file, `name`.
    void takeName(String name) {
        Path path = directory.resolve(NEW);
        try {
            Files.move(
                    path, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DiskException.of("cannot rename \"" + path + "\"", e);
        }
    }

    /// Makes the name durable.
    void syncName() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void abandon() {
        file.close();
        removeLeftovers(directory);
    }

    /// Entries of the old file, as far as one step goes.
    private static final class Copied implements ChangeSource.Changes {

        private final BaseReader.TreeCursor cursor;
        private final int maxBytes;
        private long bytes;
        private boolean ended;

        Copied(BaseReader.TreeCursor cursor, int maxBytes) {
            this.cursor = cursor;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean next() {
            if (bytes >= maxBytes) {
                return false;
            }
            if (!cursor.next()) {
                ended = true;
                return false;
            }
            bytes += Long.BYTES + cursor.key().length + cursor.value().length;
            return true;
        }

        @Override
        public long tree() {
            return cursor.tree();
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        @Override
        public byte[] value() {
            return cursor.value();
        }
    }

    private record Once(ChangeSource.Changes changes) implements ChangeSource {
        @Override
        public List<Long> droppedTrees() {
            return List.of();
        }
    }

    private static final class Nothing implements ChangeSource.Changes {
        @Override
        public boolean next() {
            return false;
        }

        @Override
        public long tree() {
            throw new IllegalStateException("there is no change");
        }

        @Override
        public byte[] key() {
            throw new IllegalStateException("there is no change");
        }

        @Override
        public byte[] value() {
            throw new IllegalStateException("there is no change");
        }
    }

    private final class UpToPosition implements ChangeSource {

        private final ChangeSource source;

        UpToPosition(ChangeSource source) {
            this.source = source;
        }

        @Override
        public List<Long> droppedTrees() {
            return source.droppedTrees().stream().filter(each -> each <= tree).toList();
        }

        @Override
        public Changes changes() {
            return new Changes() {
                private final Changes all = source.changes();

                @Override
                public boolean next() {
                    return all.next() && isCopied(all.tree(), all.key());
                }

                @Override
                public long tree() {
                    return all.tree();
                }

                @Override
                public byte[] key() {
                    return all.key();
                }

                @Override
                public byte @Nullable [] value() {
                    return all.value();
                }
            };
        }
    }

    private boolean isCopied(long ofTree, byte[] key) {
        byte[] last = lastKey;
        return last != null && (ofTree < tree || ofTree == tree && Arrays.compareUnsigned(key, last) <= 0);
    }
}
