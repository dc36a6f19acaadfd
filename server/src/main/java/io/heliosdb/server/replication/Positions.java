package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;

/// What a standby has received, made durable and shown to its readers.
record Positions(Lsn written, Lsn flushed, Lsn applied) {

    static final Positions NONE = new Positions(Lsn.ZERO, Lsn.ZERO, Lsn.ZERO);
}
