package io.heliosdb.server.storage;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/// The entries of one tree in one layer that a snapshot sees, deletes included.
final class LayerSource implements MergeSource {

    private final Iterator<Map.Entry<byte[], Version>> entries;
    private final long snapshot;
    private byte[] key = new byte[0];
    private byte @Nullable [] value;

    LayerSource(ConcurrentNavigableMap<byte[], Version> versions, KeyRange range, boolean forward, long snapshot) {
        ConcurrentNavigableMap<byte[], Version> part = range.of(versions);
        this.entries = (forward ? part : part.descendingMap()).entrySet().iterator();
        this.snapshot = snapshot;
    }

    @Override
    public boolean next() {
        while (entries.hasNext()) {
            Map.Entry<byte[], Version> entry = entries.next();
            Version version = entry.getValue().asOf(snapshot);
            if (version != null) {
                key = entry.getKey();
                value = version.value;
                return true;
            }
        }
        return false;
    }

    @Override
    public byte[] key() {
        return key;
    }

    @Override
    public byte @Nullable [] value() {
        return value;
    }

    @Override
    public void close() {
        // Nothing is held but memory.
    }
}
