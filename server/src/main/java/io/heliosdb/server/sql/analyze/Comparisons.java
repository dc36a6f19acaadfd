package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Operators between two operands and the forms that are made of them.
final class Comparisons {

    private static final DataType BOOL = Expressions.BOOL;

    private final Analysis analysis;
    private final Expressions expressions;

    Comparisons(Analysis analysis, Expressions expressions) {
        this.analysis = analysis;
        this.expressions = expressions;
    }

    Expr operator(String symbol, Expression left, Expression right, Place place) {
        if (left instanceof Expression.RowLiteral && right instanceof Expression.ScalarQuery q) {
            return overRows(symbol, false, left, expressions.subquery(q.query(), place), place);
        }
        return compare(symbol, expressions.analyze(left, place), expressions.analyze(right, place));
    }

    /// A comparison of two values or of two rows of equal length.
    Expr compare(String symbol, Expr left, Expr right) {
        if (left instanceof Expr.RowOf a && right instanceof Expr.RowOf b) {
            return compareRows(symbol, a.fields(), b.fields());
        }
        return analysis.operators().binary(symbol, left, right);
    }

    private Expr compareRows(String symbol, List<Expr> left, List<Expr> right) {
        if (left.size() != right.size()) {
            throw AnalysisErrors.syntax("unequal number of entries in row expressions");
        }
        if (symbol.equals("=") || symbol.equals("<>")) {
            List<Expr> pairs = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                pairs.add(compare(symbol, left.get(i), right.get(i)));
            }
            if (pairs.size() == 1) {
                return pairs.getFirst();
            }
            return symbol.equals("=") ? new Expr.And(pairs, BOOL) : new Expr.Or(pairs, BOOL);
        }
        Expr.RowCompare.Kind kind =
                switch (symbol) {
                    case "<" -> Expr.RowCompare.Kind.LESS;
                    case "<=" -> Expr.RowCompare.Kind.LESS_OR_EQUAL;
                    case ">" -> Expr.RowCompare.Kind.GREATER;
                    case ">=" -> Expr.RowCompare.Kind.GREATER_OR_EQUAL;
                    default ->
                        throw new SqlException(
                                        SqlState.FEATURE_NOT_SUPPORTED,
                                        "could not determine interpretation of row comparison operator " + symbol)
                                .withHint("Row comparison operators must be associated with btree operator families.");
                };
        return ordered(kind, left, right);
    }

    private Expr ordered(Expr.RowCompare.Kind kind, List<Expr> left, List<Expr> right) {
        List<OperatorDef> equals = new ArrayList<>();
        List<OperatorDef> less = new ArrayList<>();
        List<Expr> lefts = new ArrayList<>();
        List<Expr> rights = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Expr.Call pair = analysis.operators().binary("=", left.get(i), right.get(i));
            Expr.Call order = analysis.operators()
                    .binary("<", pair.arguments().get(0), pair.arguments().get(1));
            equals.add(Objects.requireNonNull(pair.operator()));
            less.add(Objects.requireNonNull(order.operator()));
            lefts.add(pair.arguments().get(0));
            rights.add(pair.arguments().get(1));
        }
        return new Expr.RowCompare(equals, less, kind, lefts, rights, BOOL);
    }

    Expr distinct(Expression.IsDistinct d, Place place) {
        Expr left = expressions.analyze(d.left(), place);
        Expr right = expressions.analyze(d.right(), place);
        if (left instanceof Expr.RowOf a
                && right instanceof Expr.RowOf b
                && a.fields().size() == b.fields().size()) {
            List<Expr> pairs = new ArrayList<>();
            for (int i = 0; i < a.fields().size(); i++) {
                pairs.add(distinct(a.fields().get(i), b.fields().get(i), d.negated()));
            }
            return d.negated() ? new Expr.And(pairs, BOOL) : new Expr.Or(pairs, BOOL);
        }
        return distinct(left, right, d.negated());
    }

    private Expr distinct(Expr left, Expr right, boolean negated) {
        Expr.Call equal = analysis.operators().binary("=", left, right);
        return new Expr.Distinct(
                Objects.requireNonNull(equal.operator()),
                equal.arguments().get(0),
                equal.arguments().get(1),
                negated,
                BOOL);
    }

    Expr nullIf(Expression.NullIf n, Place place) {
        Expr left = expressions.analyze(n.left(), place);
        Expr.Call equal = analysis.operators().binary("=", left, expressions.analyze(n.right(), place));
        Expr first = equal.arguments().getFirst();
        return new Expr.NullIf(
                Objects.requireNonNull(equal.operator()),
                first,
                equal.arguments().get(1),
                first.type());
    }

    Expr like(Expression.Like like, Place place) {
        Expr operand = expressions.analyze(like.operand(), place);
        Expr pattern = expressions.analyze(like.pattern(), place);
        String not = like.negated() ? "!" : "";
        if (like.kind() == Expression.Pattern.SIMILAR) {
            List<Expr> arguments = new ArrayList<>(List.of(pattern));
            if (like.escape() != null) {
                arguments.add(expressions.analyze(like.escape(), place));
            }
            Expr regex = functionNamed("similar_to_escape", arguments);
            return analysis.operators().binary(not + "~", operand, regex);
        }
        if (like.escape() != null) {
            pattern = functionNamed("like_escape", List.of(pattern, expressions.analyze(like.escape(), place)));
        }
        String symbol = like.kind() == Expression.Pattern.LIKE ? "~~" : "~~*";
        return analysis.operators().binary(not + symbol, operand, pattern);
    }

    private Expr functionNamed(String name, List<Expr> arguments) {
        List<Calls.Argument> named =
                arguments.stream().map(a -> new Calls.Argument(null, a)).toList();
        Calls.Resolved call = analysis.calls().resolve(name, analysis.builtins().functions(name), named, false);
        return new Expr.Call(call.function(), null, call.arguments(), call.type());
    }

    Expr between(Expression.Between b, Place place) {
        Expr operand = expressions.analyze(b.operand(), place);
        Expr low = expressions.analyze(b.low(), place);
        Expr high = expressions.analyze(b.high(), place);
        Expr inside = range(operand, low, high);
        if (b.symmetric()) {
            inside = new Expr.Or(List.of(inside, range(operand, high, low)), BOOL);
        }
        return b.negated() ? new Expr.Not(inside, BOOL) : inside;
    }

    private Expr range(Expr operand, Expr low, Expr high) {
        return new Expr.And(List.of(compare(">=", operand, low), compare("<=", operand, high)), BOOL);
    }

    Expr inList(Expression.InList in, Place place) {
        Expr left = expressions.analyze(in.operand(), place);
        List<Expr> items = expressions.analyzeAll(in.items(), place);
        String symbol = in.negated() ? "<>" : "=";
        boolean plain = items.size() > 1
                && !(left instanceof Expr.RowOf)
                && items.stream().allMatch(Comparisons::isPlain);
        if (plain) {
            List<Type> types = new ArrayList<>(List.of(left.baseType()));
            items.forEach(item -> types.add(item.baseType()));
            Type common = analysis.coercion().rules().commonType(types);
            if (common != null) {
                return inArray(symbol, in.negated(), left, items, common);
            }
        }
        List<Expr> pairs =
                items.stream().map(item -> compare(symbol, left, item)).toList();
        if (pairs.size() == 1) {
            return pairs.getFirst();
        }
        return in.negated() ? new Expr.And(pairs, BOOL) : new Expr.Or(pairs, BOOL);
    }

    private static boolean isPlain(Expr item) {
        return item instanceof Expr.Constant
                || item instanceof Expr.Parameter
                || item instanceof Expr.Convert c && isPlain(c.operand());
    }

    private Expr inArray(String symbol, boolean all, Expr left, List<Expr> items, Type common) {
        List<Expr> elements =
                items.stream().map(i -> analysis.coercion().implicit(i, common)).toList();
        Expr array = new Expr.ArrayOf(elements, DataType.of(Types.arrayOf(common)));
        return overArray(symbol, all, left, array);
    }

    Expr overArray(Expression.OverArray o, Place place) {
        Expr left = expressions.analyze(o.left(), place);
        return overArray(o.operator(), o.all(), left, expressions.analyze(o.array(), place));
    }

    private Expr overArray(String symbol, boolean all, Expr left, Expr array) {
        Expr typed = array;
        if (TypeRules.isUnknown(array.baseType())) {
            Type element = TypeRules.isUnknown(left.baseType()) ? Types.TEXT : left.baseType();
            typed = analysis.coercion().implicit(array, Types.arrayOf(TypeRules.withoutDomain(element)));
        }
        Type base = TypeRules.withoutDomain(typed.baseType());
        if (!(base instanceof ArrayType arrayType)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side");
        }
        OperatorDef operator = analysis.operators().resolve(symbol, left.baseType(), arrayType.elementType());
        requireBoolean(operator, "op ANY/ALL (array) requires operator to yield boolean");
        List<Type> types = Polymorphism.resolve(
                List.of(left.baseType(), arrayType.elementType()),
                List.of(Objects.requireNonNull(operator.left()), operator.right()),
                analysis.coercion().rules());
        Expr converted = analysis.coercion().implicit(left, types.get(0));
        Expr elements = analysis.coercion().implicit(typed, Types.arrayOf(types.get(1)));
        return new Expr.OverArray(operator, all, converted, elements, BOOL);
    }

    private static void requireBoolean(OperatorDef operator, String message) {
        if (!operator.result().equals(Types.BOOL)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, message);
        }
    }

    Expr inQuery(Expression.InQuery in, Place place) {
        Query query = expressions.subquery(in.query(), place);
        return overRows(in.negated() ? "<>" : "=", in.negated(), in.operand(), query, place);
    }

    Expr overQuery(Expression.OverQuery o, Place place) {
        return overRows(o.operator(), o.all(), o.left(), expressions.subquery(o.query(), place), place);
    }

    private Expr overRows(String symbol, boolean all, Expression operand, Query query, Place place) {
        Expr analyzed = expressions.analyze(operand, place);
        List<Expr> left = analyzed instanceof Expr.RowOf row && operand instanceof Expression.RowLiteral
                ? row.fields()
                : List.of(analyzed);
        List<Query.OutputColumn> columns = query.columns();
        if (left.size() != columns.size()) {
            throw AnalysisErrors.syntax(
                    left.size() < columns.size() ? "subquery has too many columns" : "subquery has too few columns");
        }
        List<OperatorDef> operators = new ArrayList<>();
        List<Expr> converted = new ArrayList<>();
        List<DataType> wanted = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            Type column = columns.get(i).type().type();
            OperatorDef operator =
                    analysis.operators().resolve(symbol, left.get(i).baseType(), column);
            requireBoolean(
                    operator,
                    "row comparison operator must yield type boolean, not type "
                            + operator.result().displayName(-1));
            List<Type> types = Polymorphism.resolve(
                    List.of(left.get(i).baseType(), column),
                    List.of(Objects.requireNonNull(operator.left()), operator.right()),
                    analysis.coercion().rules());
            operators.add(operator);
            converted.add(analysis.coercion().implicit(left.get(i), types.get(0)));
            wanted.add(DataType.of(types.get(1)));
        }
        return new Expr.OverSubquery(
                operators, all, converted, analysis.queries().converted(query, wanted), BOOL);
    }
}
