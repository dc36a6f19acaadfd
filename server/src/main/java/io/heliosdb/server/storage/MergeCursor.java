package io.heliosdb.server.storage;

import io.heliosdb.server.common.Cursor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Merges sorted sources, newest first: of equal keys the first source's entry counts, a deleted one is passed over.
public final class MergeCursor implements Cursor {

    private static final byte[] NONE = new byte[0];

    private final MergeSource[] sources;
    private final byte[] @Nullable [] heads;
    private final int direction;
    private boolean started;
    private boolean closed;
    private int current = -1;
    private byte[] key = NONE;

    public MergeCursor(List<MergeSource> newestFirst, boolean forward) {
        this.sources = newestFirst.toArray(MergeSource[]::new);
        this.heads = new byte[sources.length][];
        this.direction = forward ? 1 : -1;
    }

    /// A cursor as the oldest source of a merge; it never says that a key is deleted.
    public static MergeSource source(Cursor cursor) {
        return new CursorSource(cursor);
    }

    @Override
    public boolean next() {
        if (closed) {
            return false;
        }
        if (!started) {
            started = true;
            for (int i = 0; i < sources.length; i++) {
                advance(i);
            }
        } else if (current >= 0) {
            passOver(key);
        }
        while (true) {
            int first = first();
            current = first;
            if (first < 0) {
                return false;
            }
            byte[] head = heads[first];
            if (head == null) {
                return false;
            }
            if (first == sources.length - 1 && sources[first] instanceof CursorSource
                    || sources[first].value() != null) {
                key = head;
                return true;
            }
            passOver(head);
        }
    }

    private int first() {
        int best = -1;
        byte[] bestKey = NONE;
        for (int i = 0; i < heads.length; i++) {
            byte[] head = heads[i];
            if (head != null && (best < 0 || Arrays.compareUnsigned(head, bestKey) * direction < 0)) {
                best = i;
                bestKey = head;
            }
        }
        return best;
    }

    private void passOver(byte[] done) {
        for (int i = 0; i < heads.length; i++) {
            byte[] head = heads[i];
            if (head != null && Arrays.equals(head, done)) {
                advance(i);
            }
        }
    }

    private void advance(int index) {
        heads[index] = sources[index].next() ? sources[index].key() : null;
    }

    @Override
    public byte[] key() {
        return key;
    }

    @Override
    public byte[] value() {
        byte[] value = current < 0 ? null : sources[current].value();
        if (value == null) {
            throw new IllegalStateException("the cursor is not on an entry");
        }
        return value;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (MergeSource source : sources) {
                source.close();
            }
        }
    }

    private record CursorSource(Cursor cursor) implements MergeSource {
        @Override
        public boolean next() {
            return cursor.next();
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        // Copied only when asked for.
        @Override
        public byte[] value() {
            return cursor.value();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
