package io.heliosdb.server.sql.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// System relations that are registered at start rather than stored: computed ones and views over them.
///
/// Registered before the engine takes statements; what is registered later is seen by catalogs made afterwards.
/// Safe for any thread.
public final class VirtualRelations {

    private final Map<QualifiedName, RelationDef> relations = new ConcurrentHashMap<>();

    /// Adds a relation whose rows are computed; one of the same name is replaced.
    public void register(RelationDef.Virtual relation) {
        relations.put(new QualifiedName(relation.schema(), relation.name()), relation);
    }

    /// Adds a view whose text reads relations registered before.
    public void registerView(RelationDef.View view) {
        relations.put(new QualifiedName(view.schema(), view.name()), view);
    }

    Optional<RelationDef> find(String schema, String name) {
        return Optional.ofNullable(relations.get(new QualifiedName(schema, name)));
    }

    Collection<RelationDef> all() {
        return List.copyOf(relations.values());
    }
}
