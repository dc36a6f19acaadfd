package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Calls;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Composites;
import io.heliosdb.server.sql.exec.Conditionals;
import io.heliosdb.server.sql.exec.Conversions;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.Leaves;
import io.heliosdb.server.sql.exec.Logic;
import io.heliosdb.server.sql.exec.Subplan;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compiles expressions; columns become reads of slots, subqueries become subplans.
final class ExprCompiler {

    private final Layout layout;
    private final Function<Query, Subplan> subplans;

    /// @param subplans plans a subquery
    ExprCompiler(Layout layout, Function<Query, Subplan> subplans) {
        this.layout = layout;
        this.subplans = subplans;
    }

    Compiled compiled(Expr expr) {
        return new Compiled(expr, compile(expr));
    }

    @Nullable
    Compiled optional(@Nullable Expr expr) {
        return expr == null ? null : compiled(expr);
    }

    @Nullable
    Eval optionalEval(@Nullable Expr expr) {
        return expr == null ? null : compile(expr);
    }

    List<Eval> all(List<Expr> exprs) {
        List<Eval> evals = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            evals.add(compile(expr));
        }
        return evals;
    }

    private List<@Nullable Eval> allOptional(List<@Nullable Expr> exprs) {
        List<@Nullable Eval> evals = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            evals.add(optionalEval(expr));
        }
        return evals;
    }

    Eval compile(Expr expr) {
        return switch (expr) {
            case Expr.Constant(Object value, var type) -> Leaves.constant(value);
            case Expr.Parameter p -> Leaves.parameter(p.number());
            case Expr.Column c -> Leaves.column(layout.slot(c.relation()), c.column());
            case Expr.Call c ->
                Calls.call(
                        c.function(),
                        all(c.arguments()),
                        types(c.arguments()),
                        c.type().type());
            case Expr.And e -> Logic.and(all(e.operands()));
            case Expr.Or e -> Logic.or(all(e.operands()));
            case Expr.Not e -> Logic.not(compile(e.operand()));
            case Expr.IsNull e -> Logic.isNull(compile(e.operand()), e.negated());
            case Expr.BooleanTest e -> Logic.booleanTest(compile(e.operand()), e.kind());
            case Expr.Distinct e -> Conditionals.distinct(e, compile(e.left()), compile(e.right()));
            case Expr.Case e -> caseOf(e);
            case Expr.Coalesce e -> Conditionals.coalesce(all(e.operands()));
            case Expr.NullIf e -> Conditionals.nullIf(e, compile(e.left()), compile(e.right()));
            case Expr.MinMax e -> Conditionals.minMax(e.greatest(), all(e.operands()), e.baseType());
            case Expr.ArrayOf e -> Composites.arrayOf(all(e.elements()), e.baseType());
            case Expr.RowOf e -> Composites.rowOf(all(e.fields()), e.baseType());
            case Expr.Subscript e ->
                Composites.subscript(compile(e.array()), allOptional(e.lower()), allOptional(e.upper()), e.slice());
            case Expr.Field e -> Composites.field(compile(e.row()), e.index());
            case Expr.Convert e ->
                Conversions.convert(compile(e.operand()), e.kind(), e.operand().type(), e.type());
            case Expr.OverArray e -> Composites.overArray(e, compile(e.left()), compile(e.array()));
            case Expr.RowCompare e -> Composites.rowCompare(e, all(e.left()), all(e.right()));
            case Expr.Exists e -> exists(e);
            case Expr.ScalarSubquery e -> subplans.apply(e.query()).scalar();
            case Expr.ArraySubquery e -> subplans.apply(e.query()).array(e.baseType());
            case Expr.OverSubquery e -> over(e);
            case Expr.Aggregate e -> throw misplaced(e);
            case Expr.WindowCall e -> throw misplaced(e);
            case Expr.Grouping e -> throw misplaced(e);
            case Expr.Placeholder e -> throw misplaced(e);
        };
    }

    private Eval exists(Expr.Exists e) {
        Subplan each = subplans.apply(e.query());
        return eitherWay(each, each.exists(), each.readsWholeTables() ? Membership.of(e) : null);
    }

    private Eval over(Expr.OverSubquery e) {
        Subplan each = subplans.apply(e.query());
        Eval byRow = each.over(e, all(e.left()), hashable(e));
        return eitherWay(each, byRow, each.readsWholeTables() ? Membership.of(e) : null);
    }

    private Eval eitherWay(Subplan each, Eval byRow, Membership.@Nullable Lookup lookup) {
        Keys keys = lookup == null ? null : hashable(lookup.in());
        if (lookup == null || keys == null || !each.correlated()) {
            return byRow;
        }
        Expr.OverSubquery in = lookup.in();
        Eval found = subplans.apply(in.query()).lookup(in, all(in.left()), keys);
        List<Eval> conditions = all(lookup.notNull());
        conditions.add(lookup.exists() ? Logic.booleanTest(found, Expr.BooleanTest.Kind.TRUE) : found);
        return Subplan.eitherWay(Logic.and(conditions), byRow, layout.newState());
    }

    private static IllegalArgumentException misplaced(Expr expr) {
        return new IllegalArgumentException(
                "not allowed here: " + expr.getClass().getSimpleName());
    }

    private Eval caseOf(Expr.Case e) {
        List<Eval> conditions = new ArrayList<>();
        List<Eval> results = new ArrayList<>();
        for (Expr.Case.When when : e.whens()) {
            conditions.add(compile(when.condition()));
            results.add(compile(when.result()));
        }
        return Conditionals.caseOf(conditions, results, optionalEval(e.otherwise()));
    }

    static List<Type> types(List<Expr> exprs) {
        List<Type> types = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            types.add(expr.baseType());
        }
        return types;
    }

    // Only `= ANY` and `<> ALL` can be answered by a hash table.
    private static @Nullable Keys hashable(Expr.OverSubquery e) {
        OperatorDef.Meaning wanted = e.all() ? OperatorDef.Meaning.NOT_EQUAL : OperatorDef.Meaning.EQUAL;
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < e.left().size(); i++) {
            OperatorDef operator = e.operators().get(i);
            Type type = operator.meaning() == wanted ? hashType(operator) : null;
            if (type == null) {
                return null;
            }
            types.add(type);
        }
        return new Keys(types);
    }

    /// The type whose hash serves both sides of an equality; null when there is none.
    static @Nullable Type hashType(OperatorDef operator) {
        Type left = operator.left();
        Type right = operator.right();
        if (left == null) {
            return null;
        }
        if (Keys.isInteger(left) && Keys.isInteger(right)) {
            return left.oid() == 20 ? left : right.oid() == 20 ? right : Types.INT8;
        }
        if (left.equals(Types.DATE) && right.equals(Types.DATE)) {
            // Its values are whole numbers, and become 64-bit ones as all do where keys are made.
            return Types.INT8;
        }
        return left.oid() == right.oid() && left.oid() != 114 && !isPolymorphic(left) ? left : null;
    }

    private static boolean isPolymorphic(Type type) {
        return type.category() == TypeCategory.PSEUDO;
    }
}
