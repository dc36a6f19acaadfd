package io.heliosdb.server.txn;

/// What a commit waits for before it is acknowledged: `synchronous_commit` (PostgreSQL 18 manual, 19.5.1).
///
/// Whatever is chosen here, a transaction becomes visible only once it is committed by the {@link CommitGate}.
public enum Durability {
    /// Nothing: acknowledged when appended to the WAL in memory.
    OFF,
    /// The local flush.
    LOCAL,
    /// Standbys of the in-sync set have received it.
    REMOTE_WRITE,
    /// Committed: flushed here and on the in-sync set, applied on `sync` standbys, visible here.
    ON,
    /// As ON, and applied on every member of the in-sync set.
    REMOTE_APPLY
}
