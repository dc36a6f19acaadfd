package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.builtin.PartAssignments;
import io.heliosdb.server.sql.parse.ast.ChangeNode.TargetColumn.Step;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Assignments to an element, a slice or a field of a column: each becomes an assignment of the whole column.
final class PartTargets {

    private final Analysis analysis;
    private final Place place;

    PartTargets(Analysis analysis, Place place) {
        this.analysis = analysis;
        this.place = place;
    }

    /// The value of `base` with the part at the end of the path replaced.
    ///
    /// @param value gives the new value of the part, in the part's type
    Expr assign(Expr base, List<Step> path, Function<DataType, Expr> value) {
        if (path.isEmpty()) {
            return value.apply(base.type());
        }
        Type type = TypeRules.withoutDomain(base.baseType());
        if (path.getFirst() instanceof Step.Field field) {
            return field(base, type, field, path, value);
        }
        int count = 0;
        while (count < path.size() && path.get(count) instanceof Step.Element) {
            count++;
        }
        List<Step.Element> elements =
                path.subList(0, count).stream().map(s -> (Step.Element) s).toList();
        List<Step> rest = path.subList(count, path.size());
        if (type.equals(Types.JSONB)) {
            return json(base, elements, value);
        }
        if (!(type instanceof ArrayType array)) {
            throw AnalysisErrors.mismatch(
                    "cannot subscript type " + type.displayName(-1) + " because it does not support subscripting");
        }
        return array(base, array, elements, rest, value);
    }

    private Expr field(Expr base, Type type, Step.Field field, List<Step> path, Function<DataType, Expr> value) {
        if (!(type instanceof RowType row) || row.fields().isEmpty()) {
            throw AnalysisErrors.mismatch("cannot assign to field \"" + field.name() + "\" of column because its type "
                    + type.displayName(-1) + " is not a composite type");
        }
        for (int i = 0; i < row.fields().size(); i++) {
            RowType.Field found = row.fields().get(i);
            if (found.name().equals(field.name())) {
                Expr old = new Expr.Field(base, i, found.name(), found.type());
                Expr now = assign(old, path.subList(1, path.size()), value);
                return call(PartAssignments.field(row, i), List.of(base, now), base.type());
            }
        }
        throw new SqlException(
                SqlState.UNDEFINED_COLUMN,
                "cannot assign to field \"" + field.name()
                        + "\" of column because there is no such column in data type " + type.displayName(-1));
    }

    private static Expr call(FunctionDef function, List<Expr> arguments, DataType type) {
        return new Expr.Call(function, null, arguments, type);
    }

    private Expr array(
            Expr base, ArrayType type, List<Step.Element> elements, List<Step> rest, Function<DataType, Expr> value) {
        boolean slice = elements.stream().anyMatch(Step.Element::slice);
        DataType elementType = new DataType(type.elementType(), base.type().typmod());
        List<Expr> arguments = new ArrayList<>();
        arguments.add(base);
        if (slice) {
            if (elements.size() > 1) {
                throw AnalysisErrors.unsupported("assignment to a slice of several dimensions is not supported");
            }
            Step.Element only = elements.getFirst();
            arguments.add(value.apply(new DataType(type, base.type().typmod())));
            arguments.add(bound(only.lower()));
            arguments.add(bound(only.upper()));
            return call(
                    PartAssignments.slice(type, only.lower() != null, only.upper() != null), arguments, base.type());
        }
        List<Expr> subscripts = new ArrayList<>();
        elements.forEach(e -> subscripts.add(bound(e.lower())));
        Expr old = new Expr.Subscript(base, new ArrayList<>(subscripts), List.of(), false, elementType);
        arguments.add(rest.isEmpty() ? value.apply(elementType) : assign(old, rest, value));
        arguments.addAll(subscripts);
        return call(PartAssignments.element(type), arguments, base.type());
    }

    private Expr bound(@Nullable Expression bound) {
        if (bound == null) {
            return new Expr.Constant(null, DataType.of(Types.INT4));
        }
        Expr converted = analysis.coercion()
                .convert(
                        analysis.expressions().analyze(bound, place),
                        DataType.of(Types.INT4),
                        CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            throw AnalysisErrors.at(
                    AnalysisErrors.mismatch("array subscript must have type integer"), bound.position());
        }
        return converted;
    }

    private Expr json(Expr base, List<Step.Element> elements, Function<DataType, Expr> value) {
        List<Expr> arguments = new ArrayList<>();
        arguments.add(base);
        arguments.add(value.apply(DataType.of(Types.JSONB)));
        boolean firstIsIndex = false;
        for (Step.Element element : elements) {
            Expression key = element.lower();
            if (element.slice() || key == null) {
                throw AnalysisErrors.mismatch("jsonb subscript does not support slices");
            }
            Expr analyzed = analysis.expressions().analyze(key, place);
            firstIsIndex |= arguments.size() == 2 && analyzed.baseType().equals(Types.INT4);
            arguments.add(analysis.coercion().explicit(analyzed, DataType.of(Types.TEXT)));
        }
        return call(PartAssignments.json(firstIsIndex), arguments, base.type());
    }
}
