package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.exec.NodeTotals;
import io.heliosdb.server.sql.exec.RowTotals;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// `pg_stat_*_tables`, `pg_stat_*_indexes` and their `pg_statio` kin (PostgreSQL 15 manual, 28.2):
/// what this node's statements have done with each table and index since its process began.
///
/// Blocks stay at zero, as in `pg_stat_database`. Rows are versions of one key, so that none is dead until a snapshot
/// lets go of it, and every update keeps its place.
final class TableActivity {

    private static final long NONE = 0;

    private final NodeTotals totals;

    TableActivity(NodeTotals totals) {
        this.totals = totals;
    }

    Map<String, SystemRows> all() {
        Map<String, SystemRows> views = new HashMap<>();
        Map<String, Predicate<RelationDef>> scopes = Map.of(
                "all", relation -> true,
                "user", relation -> !isSystem(relation),
                "sys", TableActivity::isSystem);
        scopes.forEach((scope, shown) -> {
            views.put("pg_stat_" + scope + "_tables", (scan, rows) -> each(scan, shown, t -> table(scan, rows, t)));
            views.put("pg_statio_" + scope + "_tables", (scan, rows) -> each(scan, shown, t -> blocks(rows, t)));
            views.put("pg_stat_" + scope + "_indexes", (scan, rows) -> each(scan, shown, t -> indexes(rows, t)));
            views.put("pg_statio_" + scope + "_indexes", (scan, rows) -> each(scan, shown, t -> indexBlocks(rows, t)));
            views.put("pg_statio_" + scope + "_sequences", (scan, rows) -> sequences(scan, shown, rows));
        });
        return views;
    }

    private static boolean isSystem(RelationDef relation) {
        return relation instanceof RelationDef.Virtual;
    }

    private interface ForTable {
        void accept(RelationDef table);
    }

    private static void each(Scan scan, Predicate<RelationDef> shown, ForTable action) {
        for (RelationDef relation : scan.relations()) {
            if (RelationRows.kind(relation).equals("r") && shown.test(relation)) {
                action.accept(relation);
            }
        }
    }

    private static RowSink.Row head(RowSink rows, RelationDef table) {
        return rows.row()
                .oid("relid", table.oid())
                .set("schemaname", table.schema())
                .set("relname", table.name());
    }

    private void table(Scan scan, RowSink rows, RelationDef relation) {
        RowTotals own = totals.of(relation.oid());
        long scans = 0;
        long fetched = 0;
        boolean indexed =
                relation instanceof RelationDef.Table t && !t.indexes().isEmpty();
        if (relation instanceof RelationDef.Table table) {
            for (IndexDef index : table.indexes()) {
                scans += totals.of(index.oid()).scans();
                fetched += totals.of(index.oid()).fetched();
            }
        }
        head(rows, relation)
                .set("seq_scan", own.scans())
                .set("seq_tup_read", own.returned())
                .set("idx_scan", indexed ? scans : null)
                .set("idx_tup_fetch", indexed ? fetched : null)
                .set("n_tup_ins", own.inserted())
                .set("n_tup_upd", own.updated())
                .set("n_tup_del", own.deleted())
                .set("n_tup_hot_upd", own.updated())
                .set("n_live_tup", live(scan, relation, own))
                .set("n_dead_tup", NONE)
                .set("n_mod_since_analyze", NONE)
                .set("n_ins_since_vacuum", NONE)
                .set("vacuum_count", NONE)
                .set("autovacuum_count", NONE)
                .set("analyze_count", NONE)
                .set("autoanalyze_count", NONE);
    }

    /// As ANALYZE found it last; before that, what was added here.
    private static long live(Scan scan, RelationDef table, RowTotals own) {
        return scan.catalog()
                .statistics(table.oid())
                .map(TableStatistics::rows)
                .map(Math::round)
                .orElse(Math.max(0, own.inserted() - own.deleted()));
    }

    private static void blocks(RowSink rows, RelationDef relation) {
        RowSink.Row row = head(rows, relation).set("heap_blks_read", NONE).set("heap_blks_hit", NONE);
        if (relation instanceof RelationDef.Table table && !table.indexes().isEmpty()) {
            row.set("idx_blks_read", NONE).set("idx_blks_hit", NONE);
        }
    }

    private static RowSink.Row head(RowSink rows, RelationDef.Table table, IndexDef index) {
        return head(rows, table).oid("indexrelid", index.oid()).set("indexrelname", index.name());
    }

    private void indexes(RowSink rows, RelationDef relation) {
        if (relation instanceof RelationDef.Table table) {
            for (IndexDef index : table.indexes()) {
                RowTotals own = totals.of(index.oid());
                head(rows, table, index)
                        .set("idx_scan", own.scans())
                        .set("idx_tup_read", own.returned())
                        .set("idx_tup_fetch", own.fetched());
            }
        }
    }

    private static void indexBlocks(RowSink rows, RelationDef relation) {
        if (relation instanceof RelationDef.Table table) {
            for (IndexDef index : table.indexes()) {
                head(rows, table, index).set("idx_blks_read", NONE).set("idx_blks_hit", NONE);
            }
        }
    }

    private static void sequences(Scan scan, Predicate<RelationDef> shown, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence && shown.test(relation)) {
                head(rows, relation).set("blks_read", NONE).set("blks_hit", NONE);
            }
        }
    }
}
