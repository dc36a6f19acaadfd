package io.heliosdb.server.replication;

/// Where decisions about the in-sync set are made durable: the configured primary's own file, or a control plane.
public interface InSyncAuthority {

    /// The last decision.
    InSyncDecision current();

    /// Records the successor of {@link #current}; at most one is under way. `outcome` is called once, in any thread,
    /// possibly before this returns.
    void record(InSyncDecision next, Outcome outcome);

    /// Told how a decision went.
    interface Outcome {

        /// It is durable.
        void recorded();

        /// It is not and never will be; the old one holds.
        void refused(String reason);
    }
}
