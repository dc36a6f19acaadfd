package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.Workspace;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The rows of a join's right side that are in memory, by key. Used by one thread.
final class JoinTable {

    private static final int FIRST_SIZE = 1024;

    /// One row.
    static final class Entry {
        final int hash;
        final @Nullable Object[] keys;
        final Tuple[] row;

        @Nullable
        Entry next;

        boolean matched;

        Entry(int hash, @Nullable Object[] keys, Tuple[] row) {
            this.hash = hash;
            this.keys = keys;
            this.row = row;
        }

        long size() {
            return 48 + ValueSizes.ofRow(keys) + TupleFormat.sizeOf(row);
        }
    }

    private final Keys keys;
    private final Workspace space;
    private @Nullable Entry[] buckets = new @Nullable Entry[FIRST_SIZE];
    private int count;

    JoinTable(Keys keys, Workspace space) {
        this.keys = keys;
        this.space = space;
    }

    private int bucket(int hash) {
        return (hash ^ hash >>> 16) * 0x9E3779B1 >>> 7 & buckets.length - 1;
    }

    int buckets() {
        return buckets.length;
    }

    int count() {
        return count;
    }

    /// Adds an entry whose memory has been taken.
    void add(Entry entry) {
        if (count >= buckets.length && buckets.length < 1 << 28) {
            grow();
        }
        int at = bucket(entry.hash);
        entry.next = buckets[at];
        buckets[at] = entry;
        count++;
    }

    private void grow() {
        @Nullable Entry[] old = buckets;
        space.take(8L * old.length);
        buckets = new @Nullable Entry[old.length * 2];
        for (Entry head : old) {
            Entry entry = head;
            while (entry != null) {
                Entry next = entry.next;
                int at = bucket(entry.hash);
                entry.next = buckets[at];
                buckets[at] = entry;
                entry = next;
            }
        }
    }

    /// An entry with such keys; null when there is none.
    @Nullable
    Entry first(int hash, @Nullable Object[] wanted) {
        return match(buckets[bucket(hash)], hash, wanted);
    }

    /// The next entry with the same keys.
    @Nullable
    Entry next(Entry entry) {
        return match(entry.next, entry.hash, entry.keys);
    }

    private @Nullable Entry match(@Nullable Entry from, int hash, @Nullable Object[] wanted) {
        Entry entry = from;
        while (entry != null && (entry.hash != hash || !keys.same(entry.keys, wanted))) {
            entry = entry.next;
        }
        return entry;
    }

    /// Removes entries by their hash, giving their memory back.
    void remove(IntPredicate which, Consumer<Entry> taker) {
        for (int i = 0; i < buckets.length; i++) {
            Entry entry = buckets[i];
            Entry kept = null;
            while (entry != null) {
                Entry next = entry.next;
                if (which.test(entry.hash)) {
                    count--;
                    space.release(entry.size());
                    taker.accept(entry);
                } else {
                    entry.next = kept;
                    kept = entry;
                }
                entry = next;
            }
            buckets[i] = kept;
        }
    }

    /// The first entry of a bucket; null when it is empty.
    @Nullable
    Entry at(int bucket) {
        return bucket < buckets.length ? buckets[bucket] : null;
    }

    /// Forgets everything.
    void clear() {
        buckets = new @Nullable Entry[FIRST_SIZE];
        count = 0;
        space.close();
    }
}
