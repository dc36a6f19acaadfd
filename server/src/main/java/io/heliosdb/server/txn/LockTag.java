package io.heliosdb.server.txn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a lock is on. The hash is kept, for a tag is looked up at least twice.
final class LockTag {

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

    final Kind kind;
    final long space;
    final byte[] key;
    private final int hash;

    private LockTag(Kind kind, long space, byte[] key) {
        this.kind = kind;
        this.space = space;
        this.key = key;
        this.hash = mix((Arrays.hashCode(key) * 31 + Long.hashCode(space)) * 31
                + kind.name().length());
    }

    // Keys of neighbours differ in their last bits only, and the stripe is chosen by the first ones (the finalizer of
    // MurmurHash3, public domain).
    private static int mix(int value) {
        int mixed = (value ^ value >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }

    static LockTag row(long tree, byte[] key) {
        return new LockTag(Kind.ROW, tree, key);
    }

    static LockTag table(long table) {
        return new LockTag(Kind.TABLE, table, NO_KEY);
    }

    static LockTag uniqueKey(long tree, byte[] key) {
        return new LockTag(Kind.UNIQUE_KEY, tree, key);
    }

    static LockTag advisory(AdvisoryKey key) {
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
