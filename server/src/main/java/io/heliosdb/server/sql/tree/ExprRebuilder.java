package io.heliosdb.server.sql.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes an expression again with other operands.
public final class ExprRebuilder {

    private ExprRebuilder() {}

    public static Expr rebuild(Expr expr, UnaryOperator<Expr> f) {
        return switch (expr) {
            case Expr.Constant e -> e;
            case Expr.Parameter e -> e;
            case Expr.Column e -> e;
            case Expr.Placeholder e -> e;
            case Expr.Exists e -> e;
            case Expr.ScalarSubquery e -> e;
            case Expr.ArraySubquery e -> e;
            case Expr.Call e -> new Expr.Call(e.function(), e.operator(), all(e.arguments(), f), e.type());
            case Expr.And e -> new Expr.And(all(e.operands(), f), e.type());
            case Expr.Or e -> new Expr.Or(all(e.operands(), f), e.type());
            case Expr.Not e -> new Expr.Not(f.apply(e.operand()), e.type());
            case Expr.IsNull e -> new Expr.IsNull(f.apply(e.operand()), e.negated(), e.type());
            case Expr.BooleanTest e -> new Expr.BooleanTest(f.apply(e.operand()), e.kind(), e.type());
            case Expr.Distinct e ->
                new Expr.Distinct(e.equal(), f.apply(e.left()), f.apply(e.right()), e.negated(), e.type());
            case Expr.Case e -> caseOf(e, f);
            case Expr.Coalesce e -> new Expr.Coalesce(all(e.operands(), f), e.type());
            case Expr.NullIf e -> new Expr.NullIf(e.equal(), f.apply(e.left()), f.apply(e.right()), e.type());
            case Expr.MinMax e -> new Expr.MinMax(e.greatest(), all(e.operands(), f), e.type());
            case Expr.ArrayOf e -> new Expr.ArrayOf(all(e.elements(), f), e.type());
            case Expr.RowOf e -> new Expr.RowOf(all(e.fields(), f), e.type());
            case Expr.Subscript e ->
                new Expr.Subscript(
                        f.apply(e.array()), nullable(e.lower(), f), nullable(e.upper(), f), e.slice(), e.type());
            case Expr.Field e -> new Expr.Field(f.apply(e.row()), e.index(), e.name(), e.type());
            case Expr.Convert e -> new Expr.Convert(f.apply(e.operand()), e.kind(), e.type());
            case Expr.OverArray e ->
                new Expr.OverArray(e.operator(), e.all(), f.apply(e.left()), f.apply(e.array()), e.type());
            case Expr.RowCompare e ->
                new Expr.RowCompare(e.equals(), e.less(), e.kind(), all(e.left(), f), all(e.right(), f), e.type());
            case Expr.OverSubquery e ->
                new Expr.OverSubquery(e.operators(), e.all(), all(e.left(), f), e.query(), e.type());
            case Expr.Aggregate e -> aggregate(e, f);
            case Expr.WindowCall e ->
                new Expr.WindowCall(e.function(), all(e.arguments(), f), optional(e.filter(), f), e.window(), e.type());
            case Expr.Grouping e -> new Expr.Grouping(all(e.keys(), f), e.type());
        };
    }

    private static List<Expr> all(List<Expr> exprs, UnaryOperator<Expr> f) {
        List<Expr> changed = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            changed.add(f.apply(expr));
        }
        return changed;
    }

    private static List<@Nullable Expr> nullable(List<@Nullable Expr> exprs, UnaryOperator<Expr> f) {
        List<@Nullable Expr> changed = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            changed.add(optional(expr, f));
        }
        return changed;
    }

    private static @Nullable Expr optional(@Nullable Expr expr, UnaryOperator<Expr> f) {
        return expr == null ? null : f.apply(expr);
    }

    private static Expr caseOf(Expr.Case e, UnaryOperator<Expr> f) {
        List<Expr.Case.When> whens = new ArrayList<>();
        for (Expr.Case.When when : e.whens()) {
            whens.add(new Expr.Case.When(f.apply(when.condition()), f.apply(when.result())));
        }
        return new Expr.Case(whens, optional(e.otherwise(), f), e.type());
    }

    private static Expr aggregate(Expr.Aggregate e, UnaryOperator<Expr> f) {
        List<Expr.Aggregate.Order> order = new ArrayList<>();
        for (Expr.Aggregate.Order o : e.order()) {
            order.add(new Expr.Aggregate.Order(f.apply(o.key()), o.descending(), o.nullsFirst()));
        }
        return new Expr.Aggregate(
                e.function(),
                all(e.direct(), f),
                all(e.arguments(), f),
                e.distinct(),
                order,
                optional(e.filter(), f),
                e.type());
    }
}
