package io.heliosdb.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session as `pg_stat_activity` shows it.
///
/// @param state `active`, `idle`, `idle in transaction` or `idle in transaction (aborted)`
/// @param query the statement that runs or ran last
/// @param forwarded whether that statement runs on the primary
public record SessionActivity(
        int pid,
        String user,
        String database,
        String applicationName,
        String clientAddress,
        int clientPort,
        Instant backendStart,
        @Nullable Instant transactionStart,
        @Nullable Instant queryStart,
        Instant stateChange,
        String state,
        String query,
        boolean forwarded) {}
