package io.heliosdb.server.sql.function;

import java.time.Duration;
import java.util.OptionalLong;

/// What functions ask of the session and its transaction, each found through `FunctionContext.service`.
public final class SessionServices {

    private SessionServices() {}

    /// How many triggers run, one in the other (`pg_trigger_depth`).
    @FunctionalInterface
    public interface TriggerDepth {
        int get();
    }

    /// Waiting (`pg_sleep`).
    @FunctionalInterface
    public interface Sleeper {
        /// Returns after a while.
        ///
        /// @throws io.heliosdb.server.common.SqlException 57014 when the statement is cancelled meanwhile
        void sleep(Duration duration);
    }

    /// The id of the transaction (`txid_current`).
    public interface TransactionIds {
        /// The id, assigned now if there was none.
        long current();

        /// The id if there is one.
        OptionalLong ifAssigned();
    }

    /// Messages between sessions (`pg_notify`).
    @FunctionalInterface
    public interface Notifier {
        /// Sends when the transaction commits.
        void send(String channel, String payload);
    }

    /// Locks that applications give a meaning (PostgreSQL 18 manual, 9.28.10).
    public interface AdvisoryLocks {
        /// Takes a lock.
        ///
        /// @param transaction whether it ends with the transaction rather than with the session
        /// @param wait whether to wait for it; otherwise false says that another has it
        boolean lock(Key key, boolean shared, boolean transaction, boolean wait);

        /// Gives a session's lock back; false when it was not held.
        boolean unlock(Key key, boolean shared);

        void unlockAll();

        /// @param pair whether two 32-bit numbers made up the key; such keys never equal the others
        record Key(long value, boolean pair) {}
    }
}
