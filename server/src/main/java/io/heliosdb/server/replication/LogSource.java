package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.wal.WalReader;

/// What a sender needs of the primary's log.
interface LogSource {

    /// @throws io.heliosdb.server.wal.WalGoneException when `from` is older than what is kept
    WalReader read(Lsn from);

    Lsn flushed();
}
