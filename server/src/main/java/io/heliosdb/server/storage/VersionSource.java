package io.heliosdb.server.storage;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/// The entries of one tree in memory, of each key the version that is to be seen, deletes included.
///
/// @param <V> the versions of a key, which the newest one leads to
public abstract class VersionSource<V> implements MergeSource {

    private static final byte[] NONE = new byte[0];

    private final Iterator<Map.Entry<byte[], V>> entries;
    private byte[] key = NONE;
    private byte @Nullable [] value;

    protected VersionSource(ConcurrentNavigableMap<byte[], V> versions, KeyRange range, boolean forward) {
        ConcurrentNavigableMap<byte[], V> part = range.of(versions);
        this.entries = (forward ? part : part.descendingMap()).entrySet().iterator();
    }

    /// The version to be seen of those that `newest` leads to; null when there is none.
    protected abstract @Nullable V seen(V newest);

    /// Null when the key was deleted.
    protected abstract byte @Nullable [] valueOf(V version);

    @Override
    public final boolean next() {
        while (entries.hasNext()) {
            Map.Entry<byte[], V> entry = entries.next();
            V version = seen(entry.getValue());
            if (version != null) {
                key = entry.getKey();
                value = valueOf(version);
                return true;
            }
        }
        return false;
    }

    @Override
    public final byte[] key() {
        return key;
    }

    @Override
    public final byte @Nullable [] value() {
        return value;
    }

    @Override
    public final void close() {
        // Nothing is held but memory.
    }
}
