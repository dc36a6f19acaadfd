package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;

/// The gate of an engine without standbys: what is flushed is committed.
public final class LocalGate implements CommitGate {

    private static final Committer NOBODY = lsn -> {};

    private volatile Committer committer = NOBODY;

    @Override
    public void attach(Committer engine, Lsn flushed, Lsn committed) {
        committer = engine;
        engine.committed(flushed);
    }

    @Override
    public void detach() {
        committer = NOBODY;
    }

    @Override
    public void checkWritable() {
        // Always: there is nobody to ask.
    }

    @Override
    public void flushed(Lsn lsn) {
        committer.committed(lsn);
    }

    @Override
    public void applied(Lsn lsn) {
        // Nobody to tell.
    }

    @Override
    public void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter) {
        waiter.acknowledged();
    }
}
