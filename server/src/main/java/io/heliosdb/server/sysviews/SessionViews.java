package io.heliosdb.server.sysviews;

import io.heliosdb.server.session.SessionActivity;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Types;
import java.util.Map;
import java.util.function.Supplier;

/// `pg_stat_activity`, and the functions that signal sessions.
final class SessionViews implements FunctionModule {

    private final SessionRegistry sessions;
    private final Supplier<Map<Integer, String>> locksAwaited;

    /// @param locksAwaited kinds of the locks that sessions wait for, by their numbers
    SessionViews(SessionRegistry sessions, Supplier<Map<Integer, String>> locksAwaited) {
        this.sessions = sessions;
        this.locksAwaited = locksAwaited;
    }

    Map<String, SystemRows> all() {
        return Map.of("pg_stat_activity", this::activity);
    }

    private void activity(Scan scan, RowSink rows) {
        Map<Integer, String> waits = locksAwaited.get();
        for (SessionActivity s : sessions.activities()) {
            RowSink.Row row = rows.row()
                    .oid("datid", DatabaseRows.DATABASE_OID)
                    .set("datname", s.database())
                    .set("pid", s.pid())
                    .oid("usesysid", scan.roleOid(s.user()))
                    .set("usename", s.user())
                    .set("application_name", s.applicationName())
                    .set("client_port", s.clientPort())
                    .set("backend_start", Scan.time(s.backendStart()))
                    .set("xact_start", Scan.time(s.transactionStart()))
                    .set("query_start", Scan.time(s.queryStart()))
                    .set("state_change", Scan.time(s.stateChange()))
                    .set("state", s.state())
                    .set("query", s.query())
                    .set("backend_type", "client backend");
            if (s.forwarded() && s.state().equals("active")) {
                row.set("wait_event_type", "Extension").set("wait_event", "ForwardedToPrimary");
            }
            if (waits.containsKey(s.pid())) {
                row.set("wait_event_type", "Lock").set("wait_event", waits.get(s.pid()));
            }
            if (!s.clientAddress().isEmpty()) {
                row.set("client_addr", Types.INET.parse(s.clientAddress(), scan.context()));
            }
        }
    }

    @Override
    public void register(Bindings bindings) {
        bindings.<Integer>f1("pg_cancel_backend", sessions::cancelBackend);
        bindings.<Integer, Long>f2("pg_terminate_backend", (pid, timeout) -> sessions.terminateBackend(pid));
    }
}
