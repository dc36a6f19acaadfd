package io.heliosdb.server.storage;

import org.jspecify.annotations.Nullable;

/// What a key held from one LSN on; newest first. Written by the applier before it is published in a layer's map.
final class Version {

    final long lsn;

    /// Null when the key was deleted.
    final byte @Nullable [] value;

    /// What it held before, within the same layer. Set before the version is published.
    @Nullable
    Version older;

    Version(long lsn, byte @Nullable [] value) {
        this.lsn = lsn;
        this.value = value;
    }

    /// The newest version that a snapshot sees; null when this layer has none.
    @Nullable
    Version asOf(long snapshot) {
        Version version = this;
        while (version != null && version.lsn > snapshot) {
            version = version.older;
        }
        return version;
    }
}
