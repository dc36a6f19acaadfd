package io.heliosdb.server.sql.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Walking and rewriting expressions; queries inside them are left as they are.
public final class Exprs {

    private Exprs() {}

    /// Splits a condition at AND.
    public static List<Expr> conjuncts(@Nullable Expr condition) {
        List<Expr> found = new ArrayList<>();
        if (condition != null) {
            split(condition, found);
        }
        return found;
    }

    private static void split(Expr condition, List<Expr> found) {
        if (condition instanceof Expr.And and) {
            and.operands().forEach(o -> split(o, found));
        } else if (!(condition instanceof Expr.Constant(Object value, var type)) || !Boolean.TRUE.equals(value)) {
            found.add(condition);
        }
    }

    /// Joins conditions with AND; null when there are none.
    public static @Nullable Expr and(List<Expr> conditions) {
        if (conditions.isEmpty()) {
            return null;
        }
        return conditions.size() == 1
                ? conditions.getFirst()
                : new Expr.And(List.copyOf(conditions), conditions.getFirst().type());
    }

    /// The direct operands, without those of subqueries.
    public static List<Expr> children(Expr expr) {
        return switch (expr) {
            case Expr.Constant e -> List.of();
            case Expr.Parameter e -> List.of();
            case Expr.Column e -> List.of();
            case Expr.Placeholder e -> List.of();
            case Expr.Exists e -> List.of();
            case Expr.ScalarSubquery e -> List.of();
            case Expr.ArraySubquery e -> List.of();
            case Expr.Call e -> e.arguments();
            case Expr.And e -> e.operands();
            case Expr.Or e -> e.operands();
            case Expr.Not e -> List.of(e.operand());
            case Expr.IsNull e -> List.of(e.operand());
            case Expr.BooleanTest e -> List.of(e.operand());
            case Expr.Distinct e -> List.of(e.left(), e.right());
            case Expr.Case e -> caseParts(e);
            case Expr.Coalesce e -> e.operands();
            case Expr.NullIf e -> List.of(e.left(), e.right());
            case Expr.MinMax e -> e.operands();
            case Expr.ArrayOf e -> e.elements();
            case Expr.RowOf e -> e.fields();
            case Expr.Subscript e -> subscriptParts(e);
            case Expr.Field e -> List.of(e.row());
            case Expr.Convert e -> List.of(e.operand());
            case Expr.OverArray e -> List.of(e.left(), e.array());
            case Expr.RowCompare e -> joined(e.left(), e.right());
            case Expr.OverSubquery e -> e.left();
            case Expr.Aggregate e -> aggregateParts(e);
            case Expr.WindowCall e -> withFilter(e.arguments(), e.filter());
            case Expr.Grouping e -> e.keys();
        };
    }

    private static List<Expr> caseParts(Expr.Case e) {
        List<Expr> parts = new ArrayList<>();
        e.whens().forEach(w -> {
            parts.add(w.condition());
            parts.add(w.result());
        });
        if (e.otherwise() != null) {
            parts.add(e.otherwise());
        }
        return parts;
    }

    private static List<Expr> subscriptParts(Expr.Subscript e) {
        List<Expr> parts = new ArrayList<>(List.of(e.array()));
        for (Expr bound : e.lower()) {
            if (bound != null) {
                parts.add(bound);
            }
        }
        for (Expr bound : e.upper()) {
            if (bound != null) {
                parts.add(bound);
            }
        }
        return parts;
    }

    private static List<Expr> aggregateParts(Expr.Aggregate e) {
        List<Expr> parts = joined(e.direct(), e.arguments());
        e.order().forEach(o -> parts.add(o.key()));
        return withFilter(parts, e.filter());
    }

    private static List<Expr> withFilter(List<Expr> exprs, @Nullable Expr filter) {
        return filter == null ? exprs : joined(exprs, List.of(filter));
    }

    private static List<Expr> joined(List<Expr> a, List<Expr> b) {
        List<Expr> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    /// Visits an expression and all its parts.
    public static void visit(Expr expr, Consumer<Expr> visitor) {
        visitor.accept(expr);
        children(expr).forEach(c -> visit(c, visitor));
    }

    /// Whether an expression or a part of it fulfils a condition.
    public static boolean any(Expr expr, Predicate<Expr> condition) {
        if (condition.test(expr)) {
            return true;
        }
        for (Expr child : children(expr)) {
            if (any(child, condition)) {
                return true;
            }
        }
        return false;
    }

    /// Replaces parts from the top down; where `replacement` gives null, the part is rebuilt of its replaced
    /// operands.
    public static Expr replace(Expr expr, Function<Expr, @Nullable Expr> replacement) {
        Expr replaced = replacement.apply(expr);
        if (replaced != null) {
            return replaced;
        }
        return ExprRebuilder.rebuild(expr, e -> replace(e, replacement));
    }

    public static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }
}
