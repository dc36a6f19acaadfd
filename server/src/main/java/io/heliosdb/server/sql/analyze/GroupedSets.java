package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import io.heliosdb.server.sql.tree.References;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions that return sets among what a query is grouped by: their rows are made before the groups are, by a query
/// below (PostgreSQL 15 manual, 38.5.9).
final class GroupedSets {

    private final int relation;
    private final Set<Integer> own = new HashSet<>();
    private final Map<Expr, Integer> below = new LinkedHashMap<>();

    private GroupedSets(int relation, FromItem from) {
        this.relation = relation;
        collect(from);
    }

    /// The query, unless it is grouped by sets: then one over a query that makes them.
    ///
    /// @throws io.heliosdb.server.common.SqlException 0A000 where a subquery depends on the query's own rows
    static Query.Select moved(Analysis analysis, Query.Select select) {
        Query.GroupBy grouping = select.grouping();
        FromItem from = select.from();
        if (grouping == null || from == null || grouping.keys().stream().noneMatch(GroupedSets::makesSet)) {
            return select;
        }
        return new GroupedSets(analysis.nextRelation(), from).over(select, grouping);
    }

    private static boolean makesSet(Expr expr) {
        return Exprs.any(
                expr, e -> e instanceof Expr.Call call && call.function().returnsSet());
    }

    private void collect(FromItem item) {
        switch (item) {
            case FromItem.Scan s -> own.add(s.relation());
            case FromItem.Subquery s -> own.add(s.relation());
            case FromItem.Functions f -> own.add(f.relation());
            case FromItem.CommonTableScan s -> own.add(s.relation());
            case FromItem.Join j -> {
                collect(j.left());
                collect(j.right());
            }
        }
    }

    private Query.Select over(Query.Select select, Query.GroupBy grouping) {
        grouping.keys().forEach(this::column);
        List<Target> targets = select.targets().stream()
                .map(t -> new Target(moved(t.expr()), t.output(), t.hidden()))
                .toList();
        List<Query.WindowDef> windows =
                select.windows().stream().map(this::moved).toList();
        Expr having = select.having() == null ? null : moved(select.having());
        List<Expr> keys = grouping.keys().stream().map(this::moved).toList();
        List<Expr> all = new ArrayList<>(targets.stream().map(Target::expr).toList());
        if (having != null) {
            all.add(having);
        }
        if (References.ofAll(all).outer().stream().anyMatch(own::contains)) {
            throw AnalysisErrors.unsupported(
                    "a subquery over rows that are grouped by a set-returning function is not supported");
        }
        return new Query.Select(
                select.with(),
                new FromItem.Subquery(relation, source(select), "unnamed_subquery", false),
                null,
                new Query.GroupBy(keys, grouping.sets()),
                having,
                windows,
                targets,
                select.distinctOn(),
                select.tail(),
                select.locks());
    }

    private Query.Select source(Query.Select select) {
        List<Target> targets = below.keySet().stream()
                .map(e -> new Target(e, new OutputColumn("?column?", e.type(), 0, 0), false))
                .toList();
        return new Query.Select(
                List.of(),
                select.from(),
                select.where(),
                null,
                null,
                List.of(),
                targets,
                List.of(),
                Query.Tail.NONE,
                List.of());
    }

    private Expr column(Expr expr) {
        int index = below.computeIfAbsent(expr, e -> below.size());
        return new Expr.Column(relation, index, "?column?", expr.type());
    }

    // Top down: a whole key comes before the columns in it.
    private Expr moved(Expr expr) {
        return Exprs.replace(expr, this::replacement);
    }

    private @Nullable Expr replacement(Expr expr) {
        boolean column = expr instanceof Expr.Column c && own.contains(c.relation());
        return column || below.containsKey(expr) ? column(expr) : null;
    }

    private Query.WindowDef moved(Query.WindowDef window) {
        return new Query.WindowDef(
                window.partition().stream().map(this::moved).toList(),
                window.order().stream()
                        .map(o -> new Expr.Aggregate.Order(moved(o.key()), o.descending(), o.nullsFirst()))
                        .toList(),
                window.frame());
    }
}
