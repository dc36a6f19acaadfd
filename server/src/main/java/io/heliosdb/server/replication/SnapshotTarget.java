package io.heliosdb.server.replication;

import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.SnapshotImport;

/// Where a copy goes: an empty data directory.
public interface SnapshotTarget {

    /// Begins anew; what an interrupted copy has left is removed.
    ///
    /// @param metadata of the primary
    SnapshotImport begin(DatabaseMetadata metadata);
}
