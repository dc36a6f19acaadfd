package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what goes through the algebra: FROM and WHERE of a query as a whole, and which queries inside become
/// part of it.
///
/// | stays with the direct planner | because |
/// |---|---|
/// | one table without subqueries | there is nothing to choose but the index |
/// | anything volatile in FROM or WHERE | it must run as often as it was written |
/// | LATERAL | the order is given |
/// | a subquery with LIMIT, ORDER BY, windows, DISTINCT ON, grouping sets, WITH, locks | planned by itself, it is
/// one input |
/// | a subquery in an expression that is not tested by WHERE as a whole | its runs depend on the rows around it |
final class Suitability {

    private static final Set<String> NULL_WHEN_EMPTY = Set.of("sum", "min", "max", "avg");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*");

    // Only these results cannot be out of range in practice: numeric.
    private static final int NUMERIC_OID = 1700;

    private Suitability() {}

    static boolean suits(FromItem from, List<Expr> where) {
        return hasChoices(from, where)
                && !References.of(from).and(References.ofAll(where)).isVolatile()
                && !isLateral(from);
    }

    private static boolean hasChoices(FromItem from, List<Expr> where) {
        return from instanceof FromItem.Join
                || where.stream().anyMatch(w -> Exprs.any(w, e -> RexTranslator.subquery(e) != null))
                || (from instanceof FromItem.Subquery subquery && !where.isEmpty() && isMade(subquery.query()));
    }

    // Rows that grouping or a union makes; conditions on them may be tested before.
    private static boolean isMade(Query query) {
        return switch (query) {
            case Query.Select select ->
                isMergeable(select) && (isGrouped(select) || select.from() instanceof FromItem.Join);
            case Query.SetOperation operation -> isMergeable(operation);
            case Query.Values v -> false;
        };
    }

    /// Whether an item refers to another one beside it.
    static boolean isLateral(FromItem from) {
        return switch (from) {
            case FromItem.Join join -> {
                Set<Integer> beside = new HashSet<>();
                relations(join, beside);
                yield isLateral(join.left())
                        || isLateral(join.right())
                        || refersTo(join.left(), beside)
                        || refersTo(join.right(), beside);
            }
            default -> false;
        };
    }

    private static boolean refersTo(FromItem item, Set<Integer> relations) {
        if (item instanceof FromItem.Join join) {
            return refersTo(join.left(), relations) || refersTo(join.right(), relations);
        }
        return References.of(item).outer().stream().anyMatch(relations::contains);
    }

    private static void relations(FromItem item, Set<Integer> found) {
        if (item instanceof FromItem.Join join) {
            relations(join.left(), found);
            relations(join.right(), found);
        } else {
            found.add(BlockTranslator.relation(item));
        }
    }

    /// Whether a query's own FROM, WHERE and grouping can become part of the query around it.
    static boolean isMergeable(Query.Select select) {
        FromItem from = select.from();
        return from != null
                && select.with().isEmpty()
                && select.windows().isEmpty()
                && select.locks().isEmpty()
                && select.tail().equals(Query.Tail.NONE)
                && isOneSet(select.grouping())
                && isPlainDistinct(select)
                && !isLateral(from)
                && select.targets().stream().allMatch(t -> isPlain(t.expr()))
                && (select.having() == null || isPlain(select.having()));
    }

    static boolean isMergeable(Query.SetOperation operation) {
        return operation.kind() == Query.SetOperation.Kind.UNION
                && operation.with().isEmpty()
                && operation.tail().equals(Query.Tail.NONE)
                && haveSameTypes(operation)
                && isMergeable(operation.left())
                && isMergeable(operation.right());
    }

    private static boolean isMergeable(Query query) {
        return switch (query) {
            case Query.Select select -> isMergeable(select);
            case Query.SetOperation operation -> isMergeable(operation);
            case Query.Values v -> false;
        };
    }

    private static boolean haveSameTypes(Query.SetOperation operation) {
        for (int i = 0; i < operation.columns().size(); i++) {
            int oid = operation.columns().get(i).type().type().oid();
            if (operation.left().columns().get(i).type().type().oid() != oid
                    || operation.right().columns().get(i).type().type().oid() != oid) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOneSet(Query.@Nullable GroupBy grouping) {
        return grouping == null
                || (grouping.sets().size() == 1
                        && grouping.sets().getFirst().size() == grouping.keys().size());
    }

    private static boolean isPlainDistinct(Query.Select select) {
        int width = select.columns().size();
        return select.distinctOn().isEmpty()
                || (select.distinctOn().size() == width && select.targets().size() == width);
    }

    private static boolean isPlain(Expr expr) {
        return !References.isVolatile(expr)
                && !Exprs.any(
                        expr,
                        e -> e instanceof Expr.WindowCall
                                || e instanceof Expr.Grouping
                                || RexTranslator.subquery(e) != null
                                || (e instanceof Expr.Call call
                                        && call.function().returnsSet()));
    }

    static boolean isGrouped(Query.Select select) {
        return select.grouping() != null
                || select.having() != null
                || select.targets().stream().anyMatch(t -> Exprs.any(t.expr(), e -> e instanceof Expr.Aggregate));
    }

    /// A query of one row with one value made of aggregates, which is NULL (or, a count, 0) without rows, and
    /// which cannot fail, so that computing it for groups that nobody asks for does no harm.
    static boolean isPlainAggregate(Query.Select select) {
        if (!isMergeable(select)
                || !isGrouped(select)
                || (select.grouping() != null && !select.grouping().keys().isEmpty())
                || select.having() != null
                || !select.distinctOn().isEmpty()
                || select.targets().size() != 1) {
            return false;
        }
        Expr target = select.targets().getFirst().expr();
        return GroupTranslator.isCount(target) || isNullWhenEmpty(target);
    }

    private static boolean isNullWhenEmpty(Expr expr) {
        return switch (expr) {
            case Expr.Aggregate aggregate ->
                NULL_WHEN_EMPTY.contains(aggregate.function().name())
                        && aggregate.function().schema().equals("pg_catalog");
            case Expr.Call call ->
                call.operator() != null
                        && ARITHMETIC.contains(call.operator().name())
                        && call.baseType().oid() == NUMERIC_OID
                        && call.function().strict()
                        && call.arguments().stream().allMatch(a -> a instanceof Expr.Constant || isNullWhenEmpty(a))
                        && call.arguments().stream().anyMatch(Suitability::isNullWhenEmpty);
            default -> false;
        };
    }
}
