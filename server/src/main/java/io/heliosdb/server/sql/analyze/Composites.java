package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Arrays and rows: making them and reaching into them.
final class Composites {

    private final Analysis analysis;
    private final Expressions expressions;

    Composites(Analysis analysis, Expressions expressions) {
        this.analysis = analysis;
        this.expressions = expressions;
    }

    Expr array(Expression.ArrayLiteral literal, Place place) {
        if (literal.elements().isEmpty()) {
            throw new SqlException(SqlState.INDETERMINATE_DATATYPE, "cannot determine type of empty array")
                    .withHint("Explicitly cast to the desired type, for example ARRAY[]::integer[].");
        }
        List<Expr> elements = analysis.coercion().unify(expressions.analyzeAll(literal.elements(), place), "ARRAY");
        return new Expr.ArrayOf(
                elements, DataType.of(Types.arrayOf(elements.getFirst().baseType())));
    }

    /// `ARRAY[…]::type[]`: elements are cast one by one.
    Expr array(Expression.ArrayLiteral literal, Type target, Place place) {
        if (!(TypeRules.withoutDomain(target) instanceof ArrayType array)) {
            return array(literal, place);
        }
        List<Expr> elements = new ArrayList<>();
        for (Expression element : literal.elements()) {
            Expr analyzed = element instanceof Expression.ArrayLiteral inner
                    ? array(inner, target, place)
                    : expressions.analyze(element, place);
            boolean nested = analyzed.baseType() instanceof ArrayType;
            elements.add(analysis.coercion().explicit(analyzed, DataType.of(nested ? array : array.elementType())));
        }
        return analysis.traced(literal, new Expr.ArrayOf(elements, DataType.of(array)));
    }

    Expr row(Expression.RowLiteral row, Place place) {
        List<Expr> fields = new ArrayList<>();
        for (Expression field : row.fields()) {
            switch (field) {
                case Expression.Star star ->
                    fields.addAll(analysis.queries().targets().starred(star, place));
                case Expression.FieldStar star -> fields.addAll(fields(expressions.analyze(star.row(), place)));
                default -> fields.add(expressions.analyze(field, place));
            }
        }
        List<Type> types = fields.stream().map(Expr::baseType).toList();
        return new Expr.RowOf(fields, DataType.of(RowType.anonymous(types)));
    }

    Expr subscript(Expression.Subscript s, Place place) {
        List<Expression.Subscript> chain = new ArrayList<>();
        Expression base = s;
        while (base instanceof Expression.Subscript next) {
            chain.addFirst(next);
            base = next.array();
        }
        Expr array = expressions.analyze(base, place);
        Type type = TypeRules.withoutDomain(array.baseType());
        if (type.equals(Types.JSONB)) {
            return jsonPath(array, chain, place);
        }
        if (type.equals(Types.NAME) && chain.size() == 1 && !chain.getFirst().slice()) {
            return expressions.analyze(letter(chain.getFirst()), place);
        }
        if (!(type instanceof ArrayType arrayType)) {
            throw AnalysisErrors.mismatch(
                    "cannot subscript type " + type.displayName(-1) + " because it does not support subscripting");
        }
        boolean slice = chain.stream().anyMatch(Expression.Subscript::slice);
        List<@Nullable Expr> lower = new ArrayList<>();
        List<@Nullable Expr> upper = new ArrayList<>();
        for (Expression.Subscript part : chain) {
            lower.add(bound(part.lower(), place));
            if (slice) {
                upper.add(part.slice() ? bound(part.upper(), place) : bound(part.lower(), place));
                if (!part.slice()) {
                    lower.set(lower.size() - 1, new Expr.Constant(1, DataType.of(Types.INT4)));
                }
            }
        }
        Type result = slice ? arrayType : arrayType.elementType();
        return new Expr.Subscript(
                array, lower, upper, slice, new DataType(result, array.type().typmod()));
    }

    /// A `name` is an array of letters that begins at 0.
    private static Expression letter(Expression.Subscript s) {
        int at = s.position();
        Expression number = Objects.requireNonNull(s.lower(), "no slice");
        Expression from = new Expression.Operator("", "+", number, new Expression.NumberLiteral("1", true, at), at);
        Expression name = new Expression.Cast(s.array(), SqlParser.parseTypeName("text"), at);
        Expression.Call call = new Expression.Call(
                new QualifiedName(List.of("pg_catalog", "substr"), at),
                List.of(
                        new Expression.Call.Argument("", name),
                        new Expression.Call.Argument("", from),
                        new Expression.Call.Argument("", new Expression.NumberLiteral("1", true, at))),
                Expression.Call.Modifiers.NONE,
                null,
                at);
        return new Expression.Cast(call, SqlParser.parseTypeName("\"char\""), at);
    }

    private @Nullable Expr bound(@Nullable Expression bound, Place place) {
        if (bound == null) {
            return null;
        }
        Expr value = expressions.analyze(bound, place);
        Expr converted = analysis.coercion().convert(value, DataType.of(Types.INT4), CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            throw AnalysisErrors.mismatch("array subscript must have type integer");
        }
        return converted;
    }

    private Expr jsonPath(Expr value, List<Expression.Subscript> chain, Place place) {
        Expr result = value;
        for (Expression.Subscript part : chain) {
            Expression key = part.lower();
            if (part.slice() || key == null) {
                throw AnalysisErrors.mismatch("jsonb subscript does not support slices");
            }
            result = analysis.operators().binary("->", result, expressions.analyze(key, place));
        }
        return result;
    }

    Expr field(Expression.Field f, Place place) {
        return field(expressions.analyze(f.row(), place), f.name());
    }

    /// A field of a row value.
    Expr field(Expr row, String name) {
        if (!(TypeRules.withoutDomain(row.baseType()) instanceof RowType type)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "column notation ." + name + " applied to type "
                            + row.baseType().displayName(-1) + ", which is not a composite type");
        }
        for (int i = 0; i < type.fields().size(); i++) {
            if (type.fields().get(i).name().equals(name)) {
                return new Expr.Field(row, i, name, type.fields().get(i).type());
            }
        }
        boolean anonymous = type.equals(Types.RECORD);
        throw new SqlException(
                SqlState.UNDEFINED_COLUMN,
                anonymous
                        ? "could not identify column \"" + name + "\" in record data type"
                        : "column \"" + name + "\" not found in data type " + type.displayName(-1));
    }

    /// All fields of a row value, for `(row).*`.
    List<Expr> fields(Expr row) {
        if (!(TypeRules.withoutDomain(row.baseType()) instanceof RowType type)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "type " + row.baseType().displayName(-1) + " is not composite");
        }
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            fields.add(new Expr.Field(
                    row, i, type.fields().get(i).name(), type.fields().get(i).type()));
        }
        return fields;
    }
}
