package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that a grouped query uses columns only by way of its keys and aggregates (42803).
///
/// Columns of a table whose primary key is among the keys are allowed: they become keys themselves, which changes no
/// group.
final class GroupChecker {

    private final Analysis analysis;
    private final Scope scope;
    private final List<Expr> keys;
    private final List<List<Integer>> sets;
    private final Set<Integer> own = new HashSet<>();

    GroupChecker(Analysis analysis, Scope scope, Query.GroupBy grouping) {
        this.analysis = analysis;
        this.scope = scope;
        this.keys = new ArrayList<>(grouping.keys());
        this.sets = grouping.sets();
        for (RangeItem item : scope.from().items()) {
            own.add(item.relation());
            item.columns().forEach(c -> {
                if (c.expr() instanceof Expr.Column column) {
                    own.add(column.relation());
                }
            });
        }
    }

    /// @return the grouping with the keys that were added
    Query.GroupBy check(List<Target> targets, @Nullable Expr having, List<Query.WindowDef> windows) {
        int given = keys.size();
        targets.forEach(t -> check(t.expr(), false));
        if (having != null) {
            check(having, false);
        }
        for (Query.WindowDef window : windows) {
            window.partition().forEach(e -> check(e, false));
            window.order().forEach(o -> check(o.key(), false));
        }
        if (keys.size() == given) {
            return new Query.GroupBy(keys, sets);
        }
        List<Integer> all = new ArrayList<>(sets.getFirst());
        for (int i = given; i < keys.size(); i++) {
            all.add(i);
        }
        return new Query.GroupBy(keys, List.of(all));
    }

    private void check(Expr expr, boolean inSubquery) {
        if (keys.contains(expr) || expr instanceof Expr.Aggregate || expr instanceof Expr.Grouping) {
            return;
        }
        if (expr instanceof Expr.Column column && own.contains(column.relation())) {
            if (isDependent(column)) {
                keys.add(column);
                return;
            }
            String name = alias(column) + "." + column.name();
            throw AnalysisErrors.grouping(
                    inSubquery
                            ? "subquery uses ungrouped column \"" + name + "\" from outer query"
                            : "column \"" + name
                                    + "\" must appear in the GROUP BY clause or be used in an aggregate function");
        }
        Walk.children(expr).forEach(child -> check(child, inSubquery));
        Query subquery = Walk.subquery(expr);
        if (subquery != null) {
            Walk.expressions(subquery).forEach(e -> check(e, true));
        }
    }

    private String alias(Expr.Column column) {
        return scope.from().items().stream()
                .filter(i -> i.relation() == column.relation())
                .map(RangeItem::alias)
                .findFirst()
                .orElse("?");
    }

    private boolean isDependent(Expr.Column column) {
        if (sets.size() != 1 || !(analysis.scanned(column.relation()) instanceof RelationDef.Table table)) {
            return false;
        }
        Set<Integer> grouped = new HashSet<>();
        for (Expr key : keys) {
            if (key instanceof Expr.Column c && c.relation() == column.relation()) {
                grouped.add(c.column());
            }
        }
        return table.indexes().stream().filter(IndexDef::primary).anyMatch(i -> i.parts().stream()
                .allMatch(p -> grouped.contains(p.column())));
    }
}
