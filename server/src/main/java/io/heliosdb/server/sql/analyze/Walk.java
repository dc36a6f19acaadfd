package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Goes through typed trees.
public final class Walk {

    private Walk() {}

    /// Whether the expression or a part of it (not of its subqueries) satisfies the condition.
    static boolean contains(Expr expr, Predicate<Expr> condition) {
        if (condition.test(expr)) {
            return true;
        }
        for (Expr child : children(expr)) {
            if (contains(child, condition)) {
                return true;
            }
        }
        return false;
    }

    /// The direct parts of an expression; subqueries are not looked into.
    public static List<Expr> children(Expr expr) {
        return switch (expr) {
            case Expr.Constant c -> List.of();
            case Expr.Parameter p -> List.of();
            case Expr.Column c -> List.of();
            case Expr.Placeholder p -> List.of();
            case Expr.Call c -> c.arguments();
            case Expr.And a -> a.operands();
            case Expr.Or o -> o.operands();
            case Expr.Not n -> List.of(n.operand());
            case Expr.IsNull i -> List.of(i.operand());
            case Expr.BooleanTest b -> List.of(b.operand());
            case Expr.Distinct d -> List.of(d.left(), d.right());
            case Expr.Case c -> {
                List<Expr> parts = new ArrayList<>();
                c.whens().forEach(w -> {
                    parts.add(w.condition());
                    parts.add(w.result());
                });
                yield with(parts, c.otherwise());
            }
            case Expr.Coalesce c -> c.operands();
            case Expr.NullIf n -> List.of(n.left(), n.right());
            case Expr.MinMax m -> m.operands();
            case Expr.ArrayOf a -> a.elements();
            case Expr.RowOf r -> r.fields();
            case Expr.Subscript s -> {
                List<Expr> parts = new ArrayList<>(List.of(s.array()));
                s.lower().forEach(e -> with(parts, e));
                s.upper().forEach(e -> with(parts, e));
                yield parts;
            }
            case Expr.Field f -> List.of(f.row());
            case Expr.Convert c -> List.of(c.operand());
            case Expr.OverArray o -> List.of(o.left(), o.array());
            case Expr.RowCompare r -> both(r.left(), r.right());
            case Expr.Exists e -> List.of();
            case Expr.ScalarSubquery s -> List.of();
            case Expr.OverSubquery o -> o.left();
            case Expr.ArraySubquery a -> List.of();
            case Expr.Aggregate a -> {
                List<Expr> parts = new ArrayList<>(both(a.direct(), a.arguments()));
                a.order().forEach(o -> parts.add(o.key()));
                yield with(parts, a.filter());
            }
            case Expr.WindowCall w -> with(new ArrayList<>(w.arguments()), w.filter());
            case Expr.Grouping g -> g.keys();
        };
    }

    /// The query inside an expression; null when it is no subquery.
    public static @Nullable Query subquery(Expr expr) {
        return switch (expr) {
            case Expr.Exists e -> e.query();
            case Expr.ScalarSubquery s -> s.query();
            case Expr.OverSubquery o -> o.query();
            case Expr.ArraySubquery a -> a.query();
            default -> null;
        };
    }

    private static List<Expr> both(List<Expr> left, List<Expr> right) {
        List<Expr> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private static List<Expr> with(List<Expr> parts, @Nullable Expr last) {
        if (last != null) {
            parts.add(last);
        }
        return parts;
    }

    /// All expressions that a query consists of, those of its parts included.
    public static List<Expr> expressions(Query query) {
        List<Expr> all = new ArrayList<>();
        collect(query, all);
        return all;
    }

    private static void collect(Query query, List<Expr> all) {
        switch (query) {
            case Query.Select select -> {
                collect(select.from(), all);
                with(all, select.where());
                with(all, select.having());
                if (select.grouping() != null) {
                    all.addAll(select.grouping().keys());
                }
                select.targets().forEach(t -> all.add(t.expr()));
                select.windows().forEach(w -> {
                    all.addAll(w.partition());
                    w.order().forEach(o -> all.add(o.key()));
                });
            }
            case Query.SetOperation operation -> {
                collect(operation.left(), all);
                collect(operation.right(), all);
            }
            case Query.Values values -> values.rows().forEach(all::addAll);
        }
        for (Query.CommonTable table : query.with()) {
            switch (table.body()) {
                case Query.CommonTable.Body.OfQuery body -> collect(body.query(), all);
                case Query.CommonTable.Body.Recursive body -> {
                    collect(body.base(), all);
                    collect(body.step(), all);
                }
                case Query.CommonTable.Body.OfChange body -> {}
            }
        }
    }

    private static void collect(@Nullable FromItem from, List<Expr> all) {
        switch (from) {
            case null -> {}
            case FromItem.Scan scan -> {}
            case FromItem.CommonTableScan scan -> {}
            case FromItem.Subquery subquery -> collect(subquery.query(), all);
            case FromItem.Functions functions -> all.addAll(functions.calls());
            case FromItem.Join join -> {
                collect(join.left(), all);
                collect(join.right(), all);
                with(all, join.condition());
            }
        }
    }
}
