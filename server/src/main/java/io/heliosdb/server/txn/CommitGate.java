package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.SqlException;

/// Decides when a flushed record is committed, that is, when it may be applied and seen.
///
/// The engine tells it of local progress; it tells the engine of the committed LSN. Its methods are called from engine
/// threads, must not block, and may call back {@link Committer} from the calling thread.
public interface CommitGate {

    /// The engine's side.
    interface Committer {

        /// Everything up to `lsn` is committed and is applied in the calling thread before this returns, as far as it
        /// is flushed here. Never goes back; a smaller value is ignored. Any thread; calls need no order.
        void committed(Lsn lsn);
    }

    /// Waits for one acknowledgement; exactly one of the methods is called, once, in any thread, and does not block.
    interface Acknowledgement {

        void acknowledged();

        /// It will not be known here whether the rule was met, such as after a demotion: 08007.
        void uncertain(SqlException error);
    }

    /// Called once when the engine begins to use this gate, with what is flushed and committed by then.
    void attach(Committer committer, Lsn flushed, Lsn committed);

    /// The engine no longer uses this gate: outstanding acknowledgements are uncertain.
    void detach();

    /// Refuses new writes by throwing, such as with too few in-sync standbys; called at the begin of each commit.
    ///
    /// @throws SqlException why
    void checkWritable();

    /// The local WAL is flushed up to `lsn`.
    void flushed(Lsn lsn);

    /// The local engine has applied up to `lsn`.
    void applied(Lsn lsn);

    /// Calls `waiter` once the record that ends at `lsn`, committed and visible here for the levels from REMOTE_WRITE
    /// on, has met the rule of `durability`; at once in the calling thread if it has.
    void whenAcknowledged(Lsn lsn, Durability durability, Acknowledgement waiter);
}
