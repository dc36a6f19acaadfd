package io.heliosdb.server.txn.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a lock is on. The hash is kept, for a tag is looked up at least twice.
public final class LockTag {

    /// The kinds of things that can be locked, each with its conflict table.
    enum Kind {
        /// space: tree; key: the row's key
        ROW,
        /// space: table
        TABLE,
        /// space: tree of the index; key: the encoded columns
        UNIQUE_KEY,
        /// space: the key; key: empty, or one byte when it is a pair
        ADVISORY
    }

    /// The oid of the database, as reports name it: there is one.
    static final int DATABASE = 5;

    private static final byte[] NO_KEY = new byte[0];
    private static final byte[] PAIR = {1};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final Kind kind;
    final long space;
    final byte[] key;
    private final int hash;

    private LockTag(Kind kind, long space, byte[] key) {
        this.kind = kind;
        this.space = space;
        this.key = key;
        this.hash = hash(kind, space, key);
    }

    // Neighbours differ in few bits, and all bits of the result are used: the first choose the stripe, the others a
    // place in its map (steps of MurmurHash3, public domain).
    private static int hash(Kind kind, long space, byte[] key) {
        long hash = space * 31 + kind.name().length();
        int at = 0;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(key, at));
        }
        long rest = key.length;
        for (; at < key.length; at++) {
            rest = rest << 8 | key[at] & 0xFF;
        }
        hash = mix(hash ^ rest);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }

    public static LockTag row(long tree, byte[] key) {
        return new LockTag(Kind.ROW, tree, key);
    }

    static LockTag table(long table) {
        return new LockTag(Kind.TABLE, table, NO_KEY);
    }

    public static LockTag uniqueKey(long tree, byte[] key) {
        return new LockTag(Kind.UNIQUE_KEY, tree, key);
    }

    public static LockTag advisory(AdvisoryKey key) {
        return new LockTag(Kind.ADVISORY, key.value(), key.pair() ? PAIR : NO_KEY);
    }

    /// Of an advisory lock.
    AdvisoryKey advisoryKey() {
        return new AdvisoryKey(space, key.length > 0);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LockTag tag
                && tag.hash == hash
                && tag.kind == kind
                && tag.space == space
                && Arrays.equals(tag.key, key);
    }
}
