package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.FunctionRegistry;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.Volatility;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `SET column[1] = …`, `SET column.field = …` and `SET json['key'] = …` compute: the column's value with
/// one part replaced. These functions have no name that a statement could call.
public final class PartAssignments {

    private PartAssignments() {}

    private static FunctionDef function(String name, Type result, Implementation.ScalarFunction body) {
        return new FunctionDef(
                0,
                FunctionRegistry.SCHEMA,
                name,
                List.of(),
                0,
                false,
                result,
                false,
                Volatility.IMMUTABLE,
                false,
                new Implementation.Scalar(body));
    }

    /// Takes a row and the value of its field.
    public static FunctionDef field(RowType type, int index) {
        return function("assign field", type, (c, a) -> {
            @Nullable Object[] values = new @Nullable Object[type.fields().size()];
            if (a[0] instanceof RowValue row) {
                for (int i = 0; i < Math.min(values.length, row.size()); i++) {
                    values[i] = row.field(i);
                }
            }
            values[index] = a[1];
            return new RowValue(type, values);
        });
    }

    /// Takes an array, the value of an element, and subscripts.
    public static FunctionDef element(Type arrayType) {
        Type element = Types.elementOf(arrayType).orElseThrow();
        return function("assign element", arrayType, (c, a) -> {
            int[] at = new int[a.length - 2];
            for (int i = 0; i < at.length; i++) {
                at[i] = subscript(a[i + 2]);
            }
            ArrayValue array = a[0] instanceof ArrayValue given ? given : ArrayValue.empty(element);
            return ArrayParts.withElement(array, at, a[1]);
        });
    }

    /// Takes an array, an array of new elements, then a lower and an upper bound; null for a bound left out.
    ///
    /// @param lowerGiven whether the lower bound was written
    public static FunctionDef slice(Type arrayType, boolean lowerGiven, boolean upperGiven) {
        Type element = Types.elementOf(arrayType).orElseThrow();
        return function("assign slice", arrayType, (c, a) -> {
            ArrayValue array = a[0] instanceof ArrayValue given ? given : ArrayValue.empty(element);
            if (!(a[1] instanceof ArrayValue source)) {
                return array;
            }
            if (array.isEmpty() && !(lowerGiven && upperGiven)) {
                throw new SqlException(
                                SqlState.ARRAY_ELEMENT_ERROR, "array slice subscript must provide both boundaries")
                        .withDetail("When assigning to a slice of an empty array value, slice boundaries must be"
                                + " fully specified.");
            }
            int lower = lowerGiven ? subscript(a[2]) : array.lowerBound(0);
            int upper = upperGiven ? subscript(a[3]) : array.lowerBound(0) + array.length(0) - 1;
            return ArrayParts.withSlice(array, lower, upper, source);
        });
    }

    private static int subscript(@Nullable Object value) {
        if (!(value instanceof Integer subscript)) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
        }
        return subscript;
    }

    /// Takes a jsonb value, the new part, and keys as text; what the path needs is made where it is missing.
    ///
    /// @param firstIsIndex whether the first key is a number, so that a missing value becomes an array
    public static FunctionDef json(boolean firstIsIndex) {
        return function("assign json", Types.JSONB, (c, a) -> {
            List<String> path = new ArrayList<>();
            for (int i = 2; i < a.length; i++) {
                if (!(a[i] instanceof String key)) {
                    throw new SqlException(
                            SqlState.NULL_VALUE_NOT_ALLOWED, "jsonb subscript in assignment must not be null");
                }
                path.add(key);
            }
            JsonValue empty = firstIsIndex ? new JsonValue.Array(List.of()) : JsonValue.object(Map.of());
            JsonValue target = a[0] instanceof JsonValue given ? given : empty;
            JsonValue value = a[1] instanceof JsonValue given ? given : JsonValue.ofNull();
            return JsonbSubscripts.assign(target, path, 0, value);
        });
    }
}
