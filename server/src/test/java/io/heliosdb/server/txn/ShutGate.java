package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;

/// A gate that can be shut: then nothing is committed before it is opened again.
public final class ShutGate implements CommitGate {
    private Committer committer = lsn -> {};
    private Lsn flushed = Lsn.ZERO;
    private boolean open = true;

    @Override
    public synchronized void attach(Committer engine, Lsn flushedLsn, Lsn committed) {
        committer = engine;
        engine.committed(flushedLsn);
    }

    @Override
    public void detach() {
        // Nobody waits in it.
    }

    @Override
    public void checkWritable() {
        // Always.
    }

    @Override
    public void flushed(Lsn lsn) {
        boolean passes;
        synchronized (this) {
            flushed = lsn;
            passes = open;
        }
        if (passes) {
            committer.committed(lsn);
        }
    }

    @Override
    public void applied(Lsn lsn) {
        // It asks no more.
    }

    @Override
    public void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter) {
        waiter.acknowledged();
    }

    /// From now on nothing is committed.
    public synchronized void shut() {
        open = false;
    }

    /// Commits everything that has been flushed, and what will be.
    public void open() {
        Lsn all;
        synchronized (this) {
            open = true;
            all = flushed;
        }
        committer.committed(all);
    }
}
