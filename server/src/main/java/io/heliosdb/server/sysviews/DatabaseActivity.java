package io.heliosdb.server.sysviews;

import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.session.SessionTotals;
import io.heliosdb.server.sql.LocalSqlEngine.Workplace;
import io.heliosdb.server.sql.exec.RowTotals;
import io.heliosdb.server.txn.Engine;
import java.util.Map;

/// `pg_stat_database` (PostgreSQL 15 manual, table 28.25): what this node has done since its process began.
///
/// Blocks stay at zero: rows come from memory or are mapped into it, and no cache of blocks is between. Replay cancels
/// no query, so that there are no conflicts.
final class DatabaseActivity {

    private static final double MICROS_PER_MILLI = 1_000;

    private final Engine engine;
    private final SessionRegistry sessions;
    private final Workplace workplace;

    DatabaseActivity(Engine engine, SessionRegistry sessions, Workplace workplace) {
        this.engine = engine;
        this.sessions = sessions;
        this.workplace = workplace;
    }

    Map<String, SystemRows> all() {
        return Map.of("pg_stat_database", this::database);
    }

    private void database(Scan scan, RowSink rows) {
        SessionTotals totals = sessions.totals(scan.context().clock());
        RowTotals changed = workplace.rows().all();
        rows.row()
                .oid("datid", DatabaseRows.DATABASE_OID)
                .set("datname", scan.context().database())
                .set("numbackends", sessions.count())
                .set("xact_commit", totals.commits())
                .set("xact_rollback", totals.rollbacks())
                .set("blks_read", 0L)
                .set("blks_hit", 0L)
                .set("blk_read_time", 0.0)
                .set("blk_write_time", 0.0)
                .set("tup_returned", changed.returned())
                .set("tup_fetched", changed.fetched())
                .set("tup_inserted", changed.inserted())
                .set("tup_updated", changed.updated())
                .set("tup_deleted", changed.deleted())
                .set("conflicts", 0L)
                .set("temp_files", workplace.files().files())
                .set("temp_bytes", workplace.files().bytes())
                .set("deadlocks", engine.stats().deadlocks())
                .set("session_time", millis(totals.openMicros()))
                .set("active_time", millis(totals.activeMicros()))
                .set("idle_in_transaction_time", millis(totals.idleInTransactionMicros()))
                .set("sessions", totals.sessions())
                .set("sessions_abandoned", totals.abandoned())
                .set("sessions_fatal", totals.fatal())
                .set("sessions_killed", totals.killed());
    }

    private static double millis(long micros) {
        return micros / MICROS_PER_MILLI;
    }
}
