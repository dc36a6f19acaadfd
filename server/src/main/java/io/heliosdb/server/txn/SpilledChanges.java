package io.heliosdb.server.txn;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.BaseReader;
import io.heliosdb.server.storage.BaseStore;
import io.heliosdb.server.storage.ChangeSource;
import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.MergeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a transaction's changes that did not fit into memory: a sorted store of its own, each key with
/// the versions that can still be seen or come back. Nothing of it outlives the process. Used by the
/// transaction's thread only.
final class SpilledChanges implements AutoCloseable {

    private final BaseStore store;
    private final SavepointMarks marks;
    private final int writtenAtOnce;
    private final Map<Long, byte[]> highestKeys = new HashMap<>();
    private final List<Source> open = new ArrayList<>(2);
    private Held reader;

    /// A reader that closes with its last user; later additions are read through another one.
    private static final class Held {
        final BaseReader reader;
        private int users = 1;

        Held(BaseReader reader) {
            this.reader = reader;
        }

        void release() {
            users--;
            if (users == 0) {
                reader.close();
            }
        }
    }

    /// @param store empty; closed with this
    /// @param writtenAtOnce how many keys
    SpilledChanges(BaseStore store, SavepointMarks marks, int writtenAtOnce) {
        this.store = store;
        this.marks = marks;
        this.writtenAtOnce = writtenAtOnce;
        this.reader = new Held(store.openReader());
    }

    /// Adds what is newer than everything here.
    ///
    /// @param command the current one
    /// @throws io.heliosdb.server.common.DiskException when it could not be written; nothing of it is found then
    void add(OwnChanges newer, int command) {
        // Seen once the reader is replaced. What is left of a write that failed is written over by the next one.
        Iterator<OwnChanges.Entry> entries = newer.entries();
        while (entries.hasNext()) {
            write(entries, command);
        }
        newer.forEachEnd((tree, key) -> {
            if (!reaches(tree, key)) {
                highestKeys.put(tree, key);
            }
        });
        Held before = reader;
        reader = new Held(store.openReader());
        before.release();
    }

    private void write(Iterator<OwnChanges.Entry> entries, int command) {
        store.write(
                new ChangeSource() {
                    @Override
                    public List<Long> droppedTrees() {
                        return List.of();
                    }

                    @Override
                    public Changes changes() {
                        return new Joined(entries, command, writtenAtOnce);
                    }
                },
                BaseMark.EMPTY);
    }

    Set<Long> trees() {
        return highestKeys.keySet();
    }

    /// The greatest key of a tree; null when there is none.
    byte @Nullable [] highest(long tree) {
        return highestKeys.get(tree);
    }

    /// Whether there is this key or a greater one.
    boolean reaches(long tree, byte[] key) {
        byte[] highest = highestKeys.get(tree);
        return highest != null && Arrays.compareUnsigned(key, highest) <= 0;
    }

    private byte @Nullable [] versions(long tree, byte[] key) {
        return reaches(tree, key) ? reader.reader.get(tree, key) : null;
    }

    /// What a command before `command` has written last, as far as it is here.
    @Nullable
    OwnVersion find(long tree, byte[] key, int command) {
        byte[] versions = versions(tree, key);
        return versions == null ? null : SpilledVersions.find(versions, command, marks);
    }

    /// The entries of a tree as a source of a merge; what is added later does not appear in it.
    MergeSource source(long tree, KeyRange range, boolean forward, int command) {
        Source source = new Source(reader, reader.reader.scan(tree, range.from(), range.to(), forward), command);
        open.add(source);
        return source;
    }

    /// What was written in the epochs behind `epoch`, up to `last`, never was.
    void undo(int epoch, int last) {
        marks.undo(epoch, last);
    }

    /// Removes everything; sources that are still open find nothing more.
    @Override
    public void close() {
        List.copyOf(open).forEach(Source::close);
        reader.release();
        store.close();
    }

    /// New versions, as many as are allowed, with what is still needed of the older ones.
    private final class Joined implements ChangeSource.Changes {

        private final Iterator<OwnChanges.Entry> entries;
        private final int command;
        private int left;
        private OwnChanges.@Nullable Entry current;

        Joined(Iterator<OwnChanges.Entry> entries, int command, int most) {
            this.entries = entries;
            this.command = command;
            this.left = most;
        }

        private OwnChanges.Entry entry() {
            OwnChanges.Entry entry = current;
            if (entry == null) {
                throw new IllegalStateException("not on a change");
            }
            return entry;
        }

        @Override
        public boolean next() {
            current = left > 0 && entries.hasNext() ? entries.next() : null;
            left--;
            return current != null;
        }

        @Override
        public long tree() {
            return entry().tree();
        }

        @Override
        public byte[] key() {
            return entry().key();
        }

        @Override
        public byte[] value() {
            OwnChanges.Entry entry = entry();
            return SpilledVersions.join(entry.head(), versions(entry.tree(), entry.key()), command, marks);
        }
    }

    private final class Source implements MergeSource {

        private final Held held;
        private final Cursor cursor;
        private final int command;
        private boolean closed;
        private byte @Nullable [] value;

        Source(Held held, Cursor cursor, int command) {
            this.held = held;
            this.cursor = cursor;
            this.command = command;
            held.users++;
        }

        @Override
        public boolean next() {
            while (!closed && cursor.next()) {
                OwnVersion version = SpilledVersions.find(cursor.value(), command, marks);
                if (version != null) {
                    value = version.value;
                    return true;
                }
            }
            return false;
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        @Override
        public byte @Nullable [] value() {
            return value;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                cursor.close();
                open.remove(this);
                held.release();
            }
        }
    }
}
