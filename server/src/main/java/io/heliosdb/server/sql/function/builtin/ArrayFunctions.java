package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions and operators on arrays (PostgreSQL 18 manual, 9.19).
final class ArrayFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f1("array_ndims", (ArrayValue x) -> x.dimensions() == 0 ? null : x.dimensions());
        b.f1("array_cardinality", (ArrayValue x) -> x.size());
        b.f1("array_dims", (ArrayValue x) -> dims(x));
        b.f2("array_length", (ArrayValue x, Integer d) -> has(x, d) ? x.length(d - 1) : null);
        b.f2("array_lower", (ArrayValue x, Integer d) -> has(x, d) ? x.lowerBound(d - 1) : null);
        b.f2("array_upper", (ArrayValue x, Integer d) -> has(x, d) ? x.lowerBound(d - 1) + x.length(d - 1) - 1 : null);
        b.set("array_unnest", (c, a) -> unnest((ArrayValue) a[0]));
        joining(b);
        searching(b);
        b.byTypes("array_fill", (types, result) -> (c, a) -> fill(types.getFirst(), a[0], (ArrayValue) a[1], null));
        b.byTypes(
                "array_fill_with_lower_bounds",
                (types, result) -> (c, a) -> fill(types.getFirst(), a[0], (ArrayValue) a[1], (ArrayValue) a[2]));
        b.f2("trim_array", (ArrayValue x, Integer n) -> trim(x, n));
        b.byTypes("width_bucket_array", (types, result) -> (c, a) -> bucket(types.getFirst(), a[0], (ArrayValue) a[1]));
    }

    private static boolean has(ArrayValue array, int dimension) {
        return dimension >= 1 && dimension <= array.dimensions();
    }

    private static @Nullable String dims(ArrayValue array) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < array.dimensions(); i++) {
            int low = array.lowerBound(i);
            out.append('[')
                    .append(low)
                    .append(':')
                    .append(low + array.length(i) - 1)
                    .append(']');
        }
        return out.isEmpty() ? null : out.toString();
    }

    private static Iterator<@Nullable Object[]> unnest(@Nullable ArrayValue array) {
        if (array == null) {
            return Collections.emptyIterator();
        }
        Iterator<@Nullable Object> items = Arrays.asList(array.elements()).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return new Object[] {items.next()};
            }
        };
    }

    private static void joining(Bindings b) {
        b.byTypes("array_append", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> insert(element, (ArrayValue) a[0], a[1], false);
        });
        b.byTypes("array_prepend", (types, result) -> {
            Type element = element(types.get(1));
            return (c, a) -> insert(element, (ArrayValue) a[1], a[0], true);
        });
        b.scalar("array_cat", (c, a) -> {
            if (a[0] == null || a[1] == null) {
                return a[0] == null ? a[1] : a[0];
            }
            return concatenate((ArrayValue) a[0], (ArrayValue) a[1]);
        });
    }

    private static Type element(Type array) {
        return Types.elementOf(Types.baseOf(array)).orElse(Types.TEXT);
    }

    private static ArrayValue insert(Type element, @Nullable ArrayValue array, @Nullable Object item, boolean first) {
        if (array == null || array.isEmpty()) {
            return ArrayValue.of(element, item);
        }
        if (array.dimensions() != 1) {
            throw new SqlException(SqlState.DATA_EXCEPTION, "argument must be empty or one-dimensional array");
        }
        Object[] items = new Object[array.size() + 1];
        System.arraycopy(array.elements(), 0, items, first ? 1 : 0, array.size());
        items[first ? 0 : array.size()] = item;
        return new ArrayValue(element, new int[] {items.length}, array.lowerBounds(), items);
    }

    // Of the same number of dimensions, or with one less on either side.
    private static ArrayValue concatenate(ArrayValue x, ArrayValue y) {
        if (x.isEmpty() || y.isEmpty()) {
            return x.isEmpty() ? y : x;
        }
        int difference = x.dimensions() - y.dimensions();
        if (Math.abs(difference) > 1) {
            throw incompatible("Arrays of " + x.dimensions() + " and " + y.dimensions()
                    + " dimensions are not compatible for concatenation.");
        }
        ArrayValue larger = difference >= 0 ? x : y;
        int[] lengths = larger.lengths().clone();
        lengths[0] = (difference < 0 ? 1 : x.length(0)) + (difference > 0 ? 1 : y.length(0));
        int[] inner = Arrays.copyOfRange(lengths, 1, lengths.length);
        if (!Arrays.equals(inner, inner(x, difference < 0)) || !Arrays.equals(inner, inner(y, difference > 0))) {
            throw incompatible(
                    difference == 0
                            ? "Arrays with differing element dimensions are not compatible for concatenation."
                            : "Arrays with differing dimensions are not compatible for concatenation.");
        }
        Object[] items = Arrays.copyOf(x.elements(), x.size() + y.size());
        System.arraycopy(y.elements(), 0, items, x.size(), y.size());
        return new ArrayValue(x.elementType(), lengths, larger.lowerBounds(), items);
    }

    private static int[] inner(ArrayValue array, boolean whole) {
        return whole ? array.lengths() : Arrays.copyOfRange(array.lengths(), 1, array.dimensions());
    }

    private static SqlException incompatible(String detail) {
        return new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "cannot concatenate incompatible arrays")
                .withDetail(detail);
    }

    private static void searching(Bindings b) {
        b.byTypes("arraycontains", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> containsAll(element, (ArrayValue) a[0], (ArrayValue) a[1]);
        });
        b.byTypes("arraycontained", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> containsAll(element, (ArrayValue) a[1], (ArrayValue) a[0]);
        });
        b.byTypes("arrayoverlap", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> overlaps(element, (ArrayValue) a[0], (ArrayValue) a[1]);
        });
        for (String start : new String[] {"", "_start"}) {
            b.byTypes("array_position" + start, (types, result) -> {
                Type element = element(types.getFirst());
                return (c, a) -> position(element, a);
            });
        }
        b.byTypes("array_positions", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> a[0] == null ? null : positions(element, (ArrayValue) a[0], a[1]);
        });
        b.byTypes("array_remove", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> a[0] == null ? null : remove(element, (ArrayValue) a[0], a[1]);
        });
        b.byTypes("array_replace", (types, result) -> {
            Type element = element(types.getFirst());
            return (c, a) -> a[0] == null ? null : replace(element, (ArrayValue) a[0], a[1], a[2]);
        });
    }

    // NULL equals NULL here.
    private static boolean same(Type type, @Nullable Object x, @Nullable Object y) {
        return x == null || y == null ? x == null && y == null : type.compare(x, y) == 0;
    }

    // For containment, NULL equals nothing.
    private static boolean has(Type type, ArrayValue array, @Nullable Object item) {
        if (item != null) {
            for (Object other : array.elements()) {
                if (other != null && type.compare(other, item) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean containsAll(Type type, ArrayValue whole, ArrayValue part) {
        for (Object item : part.elements()) {
            if (!has(type, whole, item)) {
                return false;
            }
        }
        return true;
    }

    private static boolean overlaps(Type type, ArrayValue x, ArrayValue y) {
        for (Object item : x.elements()) {
            if (has(type, y, item)) {
                return true;
            }
        }
        return false;
    }

    private static void checkOneDimension(ArrayValue array, String message) {
        if (array.dimensions() > 1) {
            throw TypeErrors.unsupported(message);
        }
    }

    private static @Nullable Object position(Type type, @Nullable Object[] a) {
        if (a[0] == null) {
            return null;
        }
        ArrayValue array = (ArrayValue) a[0];
        checkOneDimension(array, "searching for elements in multidimensional arrays is not supported");
        int low = array.isEmpty() ? 1 : array.lowerBound(0);
        int from = 0;
        if (a.length > 2) {
            if (a[2] == null) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "initial position must not be null");
            }
            from = Math.max(0, (Integer) a[2] - low);
        }
        for (int i = from; i < array.size(); i++) {
            if (same(type, array.element(i), a[1])) {
                return low + i;
            }
        }
        return null;
    }

    private static ArrayValue positions(Type type, ArrayValue array, @Nullable Object item) {
        checkOneDimension(array, "searching for elements in multidimensional arrays is not supported");
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (same(type, array.element(i), item)) {
                found.add(array.lowerBound(0) + i);
            }
        }
        return ArrayValue.ofList(Types.INT4, found);
    }

    private static ArrayValue remove(Type type, ArrayValue array, @Nullable Object item) {
        checkOneDimension(array, "removing elements from multidimensional arrays is not supported");
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object other : array.elements()) {
            if (!same(type, other, item)) {
                kept.add(other);
            }
        }
        return kept.isEmpty()
                ? ArrayValue.empty(array.elementType())
                : new ArrayValue(array.elementType(), new int[] {kept.size()}, array.lowerBounds(), kept.toArray());
    }

    private static ArrayValue replace(Type type, ArrayValue array, @Nullable Object from, @Nullable Object to) {
        Object[] items = array.elements().clone();
        for (int i = 0; i < items.length; i++) {
            items[i] = same(type, items[i], from) ? to : items[i];
        }
        return array.withElements(array.elementType(), items);
    }

    private static ArrayValue fill(
            Type type, @Nullable Object item, @Nullable ArrayValue lengths, @Nullable ArrayValue bounds) {
        if (lengths == null || lengths.hasNull() || (bounds != null && bounds.hasNull())) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
        }
        if (lengths.dimensions() > 1 || lengths.size() > ArrayValue.MAX_DIMENSIONS) {
            throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "wrong number of array subscripts")
                    .withDetail("Dimension array must be one dimensional.");
        }
        int[] sizes =
                Arrays.stream(lengths.elements()).mapToInt(x -> (Integer) x).toArray();
        int[] lows = new int[sizes.length];
        Arrays.fill(lows, 1);
        if (bounds != null) {
            if (bounds.size() != sizes.length) {
                throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "wrong number of array subscripts")
                        .withDetail("Low bound array has different size than dimensions array.");
            }
            lows = Arrays.stream(bounds.elements()).mapToInt(x -> (Integer) x).toArray();
        }
        Object[] items = new Object[ArrayValue.checkedSize(sizes)];
        Arrays.fill(items, item);
        return items.length == 0 ? ArrayValue.empty(type) : new ArrayValue(type, sizes, lows, items);
    }

    private static ArrayValue trim(ArrayValue array, int n) {
        int length = array.dimensions() == 0 ? 0 : array.length(0);
        if (n < 0 || n > length) {
            throw new SqlException(
                    SqlState.ARRAY_ELEMENT_ERROR, "number of elements to trim must be between 0 and " + length);
        }
        if (n == length) {
            return ArrayValue.empty(array.elementType());
        }
        int[] lengths = array.lengths().clone();
        lengths[0] -= n;
        Object[] items = Arrays.copyOf(array.elements(), ArrayValue.checkedSize(lengths));
        int[] lows = new int[lengths.length];
        Arrays.fill(lows, 1);
        return new ArrayValue(array.elementType(), lengths, lows, items);
    }

    private static int bucket(Type type, Object value, ArrayValue thresholds) {
        for (int i = 0; i < thresholds.size(); i++) {
            Object threshold = thresholds.element(i);
            if (threshold == null) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
            }
            if (type.compare(threshold, value) > 0) {
                return i;
            }
        }
        return thresholds.size();
    }
}
