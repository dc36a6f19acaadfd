package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Query;

/// Plans statements. Safe for any thread.
public final class Planner {

    private Planner() {}

    public static Plan plan(Query query, Environment environment) {
        Translator translator = new Translator(environment);
        int slot = translator.layout().newSlot();
        PlanNode root = translator.query(query, slot);
        return new Plan(
                root,
                translator.layout().shape(),
                slot,
                -1,
                translator.layout().names(),
                ShortPlans.isShort(root),
                translator.noted());
    }

    public static Plan plan(DataChange change, Environment environment) {
        Translator translator = new Translator(environment);
        int slot = translator.layout().newSlot();
        ChangePlanner changes = new ChangePlanner(translator);
        PlanNode root = changes.plan(change, slot);
        return new Plan(
                root,
                translator.layout().shape(),
                slot,
                changes.countState(),
                translator.layout().names(),
                ShortPlans.isShort(change, root),
                translator.noted());
    }
}
