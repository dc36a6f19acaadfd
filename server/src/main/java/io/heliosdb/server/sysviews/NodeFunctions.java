package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.node.Node;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;

/// Functions about recovery and the write-ahead log (PostgreSQL 15 manual, 9.27.3 and 9.27.4).
final class NodeFunctions implements FunctionModule {

    private final Node node;

    NodeFunctions(Node node) {
        this.node = node;
    }

    @Override
    public void register(Bindings bindings) {
        bindings.f0("pg_is_in_recovery", context -> !isPrimary());
        bindings.f0("pg_current_wal_lsn", context -> writePosition());
        bindings.f0("pg_current_wal_insert_lsn", context -> writePosition());
        bindings.f0("pg_current_wal_flush_lsn", context -> {
            writePosition();
            return node.status().flushLsn().position();
        });
        bindings.f0(
                "pg_last_wal_receive_lsn",
                context ->
                        isPrimary() ? null : (Object) node.status().flushLsn().position());
        bindings.f0(
                "pg_last_wal_replay_lsn",
                context ->
                        isPrimary() ? null : (Object) node.status().applyLsn().position());
        bindings.f0(
                "pg_last_xact_replay_timestamp",
                context -> Scan.time(node.lastReplayed().orElse(null)));
        bindings.f0(
                "pg_postmaster_start_time", context -> Scan.time(node.status().startedAt()));
    }

    private boolean isPrimary() {
        return node.role().isPrimary();
    }

    private Long writePosition() {
        if (!isPrimary()) {
            throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "recovery is in progress")
                    .withHint("WAL control functions cannot be executed during recovery.");
        }
        return node.status().currentLsn().position();
    }
}
