package io.heliosdb.server.session;

/// What the sessions of a node have done since its process began, as `pg_stat_database` shows it.
///
/// @param commits transactions that ended here and were kept, those that only read too; what a session did on the
///     primary counts there
/// @param rollbacks transactions that ended here and were not kept
/// @param openMicros how long sessions were or are open
/// @param activeMicros how long they were busy with statements that are over
/// @param idleInTransactionMicros how long they waited for their clients within transactions
/// @param sessions how many there have been
/// @param abandoned how many ended because the client was gone
/// @param fatal how many the server ended by itself
/// @param killed how many an operator ended
public record SessionTotals(
        long commits,
        long rollbacks,
        long openMicros,
        long activeMicros,
        long idleInTransactionMicros,
        long sessions,
        long abandoned,
        long fatal,
        long killed) {}
