package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Joins;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plans FROM with WHERE: pushes conditions down, orders inner joins greedily, chooses how to join.
final class FromPlanner {

    private final Translator translator;
    private final JoinMethods methods;
    private final TreePlanner trees;

    FromPlanner(Translator translator) {
        this.translator = translator;
        this.methods = new JoinMethods(translator, this);
        this.trees = new TreePlanner(translator, this);
    }

    /// A member of a group of inner joins.
    private record Unit(FromItem item, Set<Integer> relations, Set<Integer> needs) {}

    JoinMethods methods() {
        return methods;
    }

    /// Plans FROM and WHERE of a SELECT: through the algebra where that may find something better, else directly.
    ///
    /// @param wanted the order that would save a sort; only for a single table
    AccessPaths.Path plan(Query.Select select, List<Expr> conditions, AccessPaths.@Nullable Wanted wanted) {
        FromItem from = select.from();
        PlanNode optimised = from == null || !select.locks().isEmpty()
                ? null
                : optimised(from, conditions, References.above(select));
        return optimised == null ? plan(from, conditions, wanted) : new AccessPaths.Path(optimised, false, false);
    }

    /// Plans the rows that a change changes; the changed table's own rows are in their slot.
    ///
    /// @param read what the change reads
    PlanNode source(FromItem from, List<Expr> conditions, References read) {
        PlanNode optimised = optimised(from, conditions, read);
        return optimised == null ? plan(from, conditions, null).node() : optimised;
    }

    private @Nullable PlanNode optimised(FromItem from, List<Expr> conditions, References above) {
        return translator.environment().usesAlgebra() ? trees.plan(from, conditions, above) : null;
    }

    /// Plans directly.
    ///
    /// @param wanted the order that would save a sort; only for a single table
    AccessPaths.Path plan(@Nullable FromItem from, List<Expr> conditions, AccessPaths.@Nullable Wanted wanted) {
        if (from == null) {
            return new AccessPaths.Path(filtered(new Basics.OneRow(), conditions), false, false);
        }
        if (from instanceof FromItem.Scan scan) {
            return translator.paths().scan(scan, conditions, wanted);
        }
        return new AccessPaths.Path(group(from, conditions), false, false);
    }

    PlanNode filtered(PlanNode node, List<Expr> conditions) {
        Expr all = Exprs.and(conditions);
        if (all == null) {
            return node;
        }
        double rows = Math.max(1, node.rows() * translator.estimator().selectivity(conditions));
        return new Basics.Filter(node, translator.compiler().compiled(all), rows);
    }

    static Set<Integer> relations(FromItem item) {
        Set<Integer> found = new HashSet<>();
        collect(item, found);
        return found;
    }

    private static void collect(FromItem item, Set<Integer> found) {
        switch (item) {
            case FromItem.Scan s -> found.add(s.relation());
            case FromItem.Subquery s -> found.add(s.relation());
            case FromItem.Functions f -> found.add(f.relation());
            case FromItem.CommonTableScan s -> found.add(s.relation());
            case FromItem.Join j -> {
                collect(j.left(), found);
                collect(j.right(), found);
            }
        }
    }

    int[] slots(FromItem item) {
        return relations(item).stream()
                .mapToInt(r -> translator.layout().slot(r))
                .toArray();
    }

    private static void flatten(FromItem item, List<FromItem> items, List<Expr> conditions) {
        if (item instanceof FromItem.Join join && join.kind() == FromItem.Join.Kind.INNER) {
            flatten(join.left(), items, conditions);
            flatten(join.right(), items, conditions);
            conditions.addAll(Exprs.conjuncts(join.condition()));
        } else {
            items.add(item);
        }
    }

    /// Plans any FROM item with the conditions that hold for its rows.
    PlanNode group(FromItem from, List<Expr> outerConditions) {
        List<FromItem> items = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>(outerConditions);
        flatten(from, items, conditions);
        Set<Integer> all = relations(from);
        List<Unit> units = new ArrayList<>();
        for (FromItem item : items) {
            Set<Integer> needs = References.of(item).outer();
            needs.retainAll(all);
            units.add(new Unit(item, relations(item), needs));
        }
        if (units.size() == 1) {
            return single(units.getFirst().item, conditions);
        }
        return ordered(units, conditions, all);
    }

    private PlanNode ordered(List<Unit> units, List<Expr> conditions, Set<Integer> all) {
        Set<Integer> joined = new HashSet<>();
        Set<Integer> missing = new HashSet<>(all);
        List<Expr> left = new ArrayList<>(conditions);
        List<Unit> rest = new ArrayList<>(units);
        Unit first = choose(rest, left, joined, all);
        rest.remove(first);
        missing.removeAll(first.relations);
        PlanNode node = single(first.item, take(left, missing));
        joined.addAll(first.relations);
        int[] slots = slots(first.item);
        while (!rest.isEmpty()) {
            Unit next = choose(rest, left, joined, all);
            rest.remove(next);
            missing.removeAll(next.relations);
            boolean lateral = !next.needs.isEmpty();
            JoinMethods.Side side = new JoinMethods.Side(node, slots, joined);
            node = methods.join(Joins.Kind.INNER, side, next.item, take(left, missing), lateral);
            joined.addAll(next.relations);
            slots = joined.stream().mapToInt(r -> translator.layout().slot(r)).toArray();
        }
        return filtered(node, left);
    }

    // Conditions that need no relation of `missing`; they are removed from the list.
    private static List<Expr> take(List<Expr> conditions, Set<Integer> missing) {
        List<Expr> taken = new ArrayList<>();
        conditions.removeIf(c -> {
            Set<Integer> needed = References.of(c);
            needed.retainAll(missing);
            if (needed.isEmpty()) {
                taken.add(c);
            }
            return needed.isEmpty();
        });
        return taken;
    }

    private Unit choose(List<Unit> units, List<Expr> conditions, Set<Integer> joined, Set<Integer> all) {
        Unit best = null;
        double bestCost = 0;
        for (Unit unit : units) {
            if (!joined.containsAll(unit.needs)) {
                continue;
            }
            double cost = cost(unit, conditions, joined, all);
            if (best == null || cost < bestCost) {
                best = unit;
                bestCost = cost;
            }
        }
        return best == null ? units.getFirst() : best;
    }

    // Rows that the unit brings, as far as they are known; unconnected ones come last.
    private double cost(Unit unit, List<Expr> conditions, Set<Integer> joined, Set<Integer> all) {
        double rows = unit.item instanceof FromItem.Scan scan
                ? translator.figures(scan).rows()
                : 1000;
        boolean connected = joined.isEmpty();
        for (Expr condition : conditions) {
            Set<Integer> needed = References.of(condition);
            needed.retainAll(all);
            if (needed.isEmpty() || needed.stream().noneMatch(unit.relations::contains)) {
                continue;
            }
            boolean own = unit.relations.containsAll(needed);
            needed.removeAll(unit.relations);
            if (own || joined.containsAll(needed)) {
                rows *= translator.estimator().selectivity(List.of(condition));
                connected |= !own;
            }
        }
        return connected ? rows : rows * 1e6 + 1e6;
    }

    private PlanNode single(FromItem item, List<Expr> conditions) {
        return item instanceof FromItem.Join join ? outer(join, conditions) : leaf(item, conditions);
    }

    /// Plans an item that is no join.
    PlanNode leaf(FromItem item, List<Expr> conditions) {
        return switch (item) {
            case FromItem.Scan scan ->
                translator.paths().scan(scan, conditions, null).node();
            case FromItem.Subquery subquery -> subquery(subquery, conditions);
            case FromItem.Functions functions ->
                filtered(translator.tableFunctions().plan(functions), conditions);
            case FromItem.CommonTableScan scan ->
                translator.commonTables().scan(scan, translator.compiler().optional(Exprs.and(conditions)));
            case FromItem.Join join -> group(join, conditions);
        };
    }

    private PlanNode subquery(FromItem.Subquery item, List<Expr> conditions) {
        translator.layout().name(item.relation(), item.alias());
        Pushdown.Result pushed = Pushdown.into(item, conditions);
        PlanNode node = translator.query(pushed.query(), translator.layout().slot(item.relation()));
        return filtered(node, pushed.rest());
    }

    private PlanNode outer(FromItem.Join join, List<Expr> conditions) {
        FromItem preserved = join.kind() == FromItem.Join.Kind.RIGHT ? join.right() : join.left();
        FromItem other = preserved == join.left() ? join.right() : join.left();
        if (join.kind() == FromItem.Join.Kind.FULL) {
            return filtered(methods.full(join), conditions);
        }
        Set<Integer> inside = relations(preserved);
        Set<Integer> nullable = relations(other);
        List<Expr> down = new ArrayList<>();
        List<Expr> above = new ArrayList<>();
        for (Expr condition : conditions) {
            boolean early = References.of(condition).stream().noneMatch(nullable::contains)
                    && !References.isVolatile(condition);
            (early ? down : above).add(condition);
        }
        PlanNode left = group(preserved, down);
        Set<Integer> needs = References.of(other).outer();
        needs.retainAll(inside);
        JoinMethods.Side side = new JoinMethods.Side(left, slots(preserved), inside);
        PlanNode node = methods.join(Joins.Kind.LEFT, side, other, Exprs.conjuncts(join.condition()), !needs.isEmpty());
        return filtered(node, above);
    }

    @Nullable
    Compiled condition(List<Expr> conditions) {
        return translator.compiler().optional(Exprs.and(conditions));
    }
}
