package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.Map;

/// `pg_rewrite`: every view has its rule `_RETURN`.
final class RuleRows {

    /// Rules have no oid of their own in the catalog: a rule is its view with this bit set, which no stored
    /// object reaches.
    private static final int RULE = 0x4000_0000;

    private RuleRows() {}

    static int ruleOf(int view) {
        return view | RULE;
    }

    static int viewOf(int rule) {
        return (rule & RULE) == 0 ? 0 : rule & ~RULE;
    }

    static Map<String, SystemRows> all() {
        return Map.of("pg_rewrite", RuleRows::rules);
    }

    private static void rules(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            RelationDef.View view = relation.query().orElse(null);
            if (view != null) {
                rows.row()
                        .oid("oid", ruleOf(view.oid()))
                        .set("rulename", "_RETURN")
                        .oid("ev_class", view.oid())
                        .set("ev_type", "1")
                        .set("ev_enabled", "O")
                        .flag("is_instead", true)
                        .set("ev_qual", "<>")
                        .set("ev_action", view.querySql());
            }
        }
    }
}
