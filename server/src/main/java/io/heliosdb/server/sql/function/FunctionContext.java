package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.TypeContext;
import io.heliosdb.server.txn.lock.LockWait;
import java.time.Instant;

/// What a function may ask of the session and statement that call it.
public interface FunctionContext extends TypeContext {

    Instant statementStart();

    /// The clock now.
    Instant clock();

    String currentUser();

    /// Whether the current user was a role of the catalog when it became the current one; others came in by trust.
    default boolean isRole() {
        return false;
    }

    String sessionUser();

    String database();

    int backendId();

    /// A setting as `SHOW` prints it.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42704 when there is none
    String setting(String name);

    /// How long to wait for a lock: `lock_timeout` and `deadlock_timeout`.
    default LockWait lockWait() {
        return LockWait.FOREVER;
    }

    /// Sets a setting, as `set_config` does.
    void setSetting(String name, String value, boolean local);

    /// A service that functions of other packages need (catalog, sequences, locks, replication), by its interface.
    ///
    /// @throws IllegalStateException when this engine was opened without it
    <T> T service(Class<T> type);

    /// Throws 57014 when the statement was cancelled or timed out; loops call it now and then.
    void checkCancelled();
}
