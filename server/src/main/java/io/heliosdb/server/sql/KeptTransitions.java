package io.heliosdb.server.sql;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The relations that triggers' functions read the rows of a statement from, kept so that plans which read them can be
/// kept, too. Safe for any thread.
final class KeptTransitions {

    private record Kept(TriggerDef trigger, RelationDef relation, Map<String, RelationDef.Virtual> relations) {}

    private final ConcurrentHashMap<Integer, Kept> kept = new ConcurrentHashMap<>();

    @SuppressWarnings("ReferenceEquality") // an unchanged definition is the same object
    Map<String, RelationDef.Virtual> of(TriggerDef trigger, RelationDef relation) {
        if (trigger.oldTable().isEmpty() && trigger.newTable().isEmpty()) {
            return Map.of();
        }
        Kept known = kept.get(trigger.oid());
        if (known == null || known.trigger != trigger || known.relation != relation) {
            known = new Kept(trigger, relation, TriggerRun.relations(trigger, relation));
            kept.put(trigger.oid(), known);
        }
        return known.relations;
    }
}
