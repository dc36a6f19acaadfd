package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves conditions on a subquery's rows into the subquery, where indexes can answer them.
final class Pushdown {

    private Pushdown() {}

    /// @param rest what could not be moved
    record Result(Query query, List<Expr> rest) {}

    static Result into(FromItem.Subquery item, List<Expr> conditions) {
        if (conditions.isEmpty() || !(item.query() instanceof Query.Select select) || !isPlain(select)) {
            return new Result(item.query(), conditions);
        }
        List<Expr> inner = new ArrayList<>(Exprs.conjuncts(select.where()));
        List<Expr> rest = new ArrayList<>();
        for (Expr condition : conditions) {
            Expr moved = translate(condition, item.relation(), select);
            if (moved == null) {
                rest.add(condition);
            } else {
                inner.add(moved);
            }
        }
        Query.Select changed = new Query.Select(
                select.with(),
                select.from(),
                Exprs.and(inner),
                null,
                null,
                List.of(),
                select.targets(),
                List.of(),
                select.tail(),
                List.of());
        return new Result(changed, rest);
    }

    private static boolean isPlain(Query.Select select) {
        return select.grouping() == null
                && select.having() == null
                && select.windows().isEmpty()
                && select.distinctOn().isEmpty()
                && select.tail().limit() == null
                && select.tail().offset() == null
                && select.locks().isEmpty()
                && select.targets().stream().noneMatch(t -> Exprs.any(t.expr(), Pushdown::keepsApart));
    }

    private static boolean keepsApart(Expr expr) {
        return expr instanceof Expr.Aggregate
                || expr instanceof Expr.WindowCall
                || (expr instanceof Expr.Call call && call.function().returnsSet())
                || References.isVolatile(expr);
    }

    // Null when a subquery in the condition refers to the relation: those are not rewritten.
    private static @Nullable Expr translate(Expr condition, int relation, Query.Select select) {
        boolean hidden = Exprs.any(
                condition,
                e -> e instanceof Expr.Exists
                        || e instanceof Expr.ScalarSubquery
                        || e instanceof Expr.ArraySubquery
                        || e instanceof Expr.OverSubquery);
        if (hidden || References.isVolatile(condition)) {
            return null;
        }
        return Exprs.replace(
                condition,
                e -> e instanceof Expr.Column c && c.relation() == relation && c.column() >= 0
                        ? select.targets().get(c.column()).expr()
                        : null);
    }
}
