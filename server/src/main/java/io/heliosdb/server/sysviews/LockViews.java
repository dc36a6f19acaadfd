package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.lock.LockInfo;
import io.heliosdb.server.txn.lock.LockInfo.Target;
import java.util.HashMap;
import java.util.Map;

/// `pg_locks` (PostgreSQL 18 manual, 53.13) and `pg_blocking_pids`.
final class LockViews implements FunctionModule {

    private static final int PAIR = 2;
    private static final int SINGLE = 1;

    private final Engine engine;

    LockViews(Engine engine) {
        this.engine = engine;
    }

    Map<String, SystemRows> all() {
        return Map.of("pg_locks", this::locks);
    }

    private void locks(Scan scan, RowSink rows) {
        for (LockInfo lock : engine.heldLocks()) {
            RowSink.Row row = rows.row()
                    .set("virtualtransaction", lock.pid() + "/" + lock.transaction())
                    .set("pid", lock.pid())
                    .set("mode", lock.mode())
                    .flag("granted", lock.granted())
                    .flag("fastpath", lock.fast())
                    .set("waitstart", Scan.time(lock.waitStart()));
            describe(lock.target(), row);
        }
    }

    private static void describe(Target target, RowSink.Row row) {
        row.set("locktype", type(target));
        switch (target) {
            case Target.Table(long oid) ->
                row.oid("database", DatabaseRows.DATABASE_OID).set("relation", oid);
            case Target.Advisory(var key) ->
                row.oid("database", DatabaseRows.DATABASE_OID)
                        .set("classid", key.value() >>> Integer.SIZE)
                        .set("objid", key.value() & 0xFFFF_FFFFL)
                        .set("objsubid", key.pair() ? PAIR : SINGLE);
            case Target.TransactionId(long id) -> row.set("transactionid", id & 0xFFFF_FFFFL);
            case Target.Virtual(int pid, long transaction) -> row.set("virtualxid", pid + "/" + transaction);
        }
    }

    private static String type(Target target) {
        return switch (target) {
            case Target.Table t -> "relation";
            case Target.Advisory a -> "advisory";
            case Target.TransactionId t -> "transactionid";
            case Target.Virtual v -> "virtualxid";
        };
    }

    /// What sessions wait for, as `pg_stat_activity.wait_event` names it, by their numbers.
    Map<Integer, String> waits() {
        Map<Integer, String> waits = new HashMap<>();
        for (LockInfo lock : engine.heldLocks()) {
            if (!lock.granted()) {
                waits.put(lock.pid(), type(lock.target()));
            }
        }
        return waits;
    }

    @Override
    public void register(Bindings bindings) {
        bindings.<Integer>f1("pg_blocking_pids", pid -> ArrayValue.ofList(Types.INT4, engine.blockers(pid)));
    }
}
