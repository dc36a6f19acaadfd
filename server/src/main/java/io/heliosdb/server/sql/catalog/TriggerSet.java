package io.heliosdb.server.sql.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The triggers of a relation, in the order of their names, which is that in which they fire.
///
/// @param references when the foreign keys from and to the table are looked after: PostgreSQL does that by triggers,
/// which ALTER TABLE … DISABLE TRIGGER ALL is about, too
public record TriggerSet(List<TriggerDef> list, TriggerDef.Enabled references) {

    public static final TriggerSet NONE = new TriggerSet(List.of(), TriggerDef.Enabled.ORIGIN);

    public TriggerSet {
        list = list.stream().sorted(Comparator.comparing(TriggerDef::name)).toList();
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public Optional<TriggerDef> named(String name) {
        return list.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /// With one added, or in place of that of the same oid.
    public TriggerSet with(TriggerDef trigger) {
        List<TriggerDef> changed = new ArrayList<>(without(trigger.oid()).list);
        changed.add(trigger);
        return new TriggerSet(changed, references);
    }

    public TriggerSet without(int oid) {
        return new TriggerSet(list.stream().filter(t -> t.oid() != oid).toList(), references);
    }
}
