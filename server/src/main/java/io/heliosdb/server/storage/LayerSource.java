package io.heliosdb.server.storage;

import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/// The entries of one tree in one layer that a snapshot sees, deletes included.
final class LayerSource extends VersionSource<Version> {

    private final long snapshot;

    LayerSource(ConcurrentNavigableMap<byte[], Version> versions, KeyRange range, boolean forward, long snapshot) {
        super(versions, range, forward);
        this.snapshot = snapshot;
    }

    @Override
    protected @Nullable Version seen(Version newest) {
        return newest.asOf(snapshot);
    }

    @Override
    protected byte @Nullable [] valueOf(Version version) {
        return version.value;
    }
}
