package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.References.ColumnKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// What columns of the typed tree are in terms of a relational expression's fields. Immutable.
record Scope(Map<ColumnKey, RexNode> columns, Set<Integer> relations) {

    static final Scope EMPTY = new Scope(Map.of(), Set.of());

    Scope {
        columns = Map.copyOf(columns);
        relations = Set.copyOf(relations);
    }

    @Nullable
    RexNode find(ColumnKey key) {
        return columns.get(key);
    }

    boolean has(int relation) {
        return relations.contains(relation);
    }

    /// With a further relation's columns over the same fields.
    Scope with(int relation, Map<ColumnKey, RexNode> more) {
        Map<ColumnKey, RexNode> all = new HashMap<>(columns);
        all.putAll(more);
        Set<Integer> both = new HashSet<>(relations);
        both.add(relation);
        return new Scope(all, both);
    }

    /// Of a join: the other's fields come after `width` fields of this one.
    Scope join(Scope other, int width) {
        Map<ColumnKey, RexNode> all = new HashMap<>(columns);
        other.columns.forEach((key, node) -> all.put(key, RexUtil.shift(node, width)));
        Set<Integer> both = new HashSet<>(relations);
        both.addAll(other.relations);
        return new Scope(all, both);
    }

    Scope map(UnaryOperator<RexNode> change) {
        Map<ColumnKey, RexNode> all = new HashMap<>();
        columns.forEach((key, node) -> all.put(key, change.apply(node)));
        return new Scope(all, relations);
    }
}
