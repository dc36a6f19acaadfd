package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.ArrayValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Arrays with some elements replaced (PostgreSQL 18 manual, 8.15.4).
final class ArrayParts {

    private ArrayParts() {}

    private static SqlException wrong(String message) {
        return new SqlException(SqlState.ARRAY_ELEMENT_ERROR, message);
    }

    /// The array with one element replaced; an array of one dimension grows to hold it.
    ///
    /// @throws SqlException 2202E
    static ArrayValue withElement(ArrayValue array, int[] at, @Nullable Object value) {
        if (array.isEmpty()) {
            int[] lengths = new int[at.length];
            Arrays.fill(lengths, 1);
            return new ArrayValue(array.elementType(), lengths, at, new Object[] {value});
        }
        if (array.dimensions() != at.length) {
            throw wrong("wrong number of array subscripts");
        }
        if (at.length == 1) {
            ArrayValue grown = grown(array, at[0], at[0]);
            @Nullable Object[] elements = grown.elements().clone();
            elements[at[0] - grown.lowerBound(0)] = value;
            return grown.withElements(array.elementType(), elements);
        }
        int index = 0;
        for (int i = 0; i < at.length; i++) {
            long offset = (long) at[i] - array.lowerBound(i);
            if (offset < 0 || offset >= array.length(i)) {
                throw wrong("array subscript out of range");
            }
            index = index * array.length(i) + (int) offset;
        }
        @Nullable Object[] elements = array.elements().clone();
        elements[index] = value;
        return array.withElements(array.elementType(), elements);
    }

    /// An array of one dimension with NULLs added up to new bounds.
    private static ArrayValue grown(ArrayValue array, int lower, int upper) {
        int low = Math.min(lower, array.lowerBound(0));
        long high = Math.max(upper, (long) array.lowerBound(0) + array.length(0) - 1);
        long length = high - low + 1;
        int size = ArrayValue.checkedSize((int) Math.min(length, Integer.MAX_VALUE));
        @Nullable Object[] elements = new @Nullable Object[size];
        System.arraycopy(array.elements(), 0, elements, array.lowerBound(0) - low, array.size());
        return new ArrayValue(array.elementType(), new int[] {size}, new int[] {low}, elements);
    }

    /// An array of at most one dimension with the elements of a slice replaced.
    ///
    /// @throws SqlException 2202E
    static ArrayValue withSlice(ArrayValue array, int lower, int upper, ArrayValue source) {
        if (array.dimensions() > 1) {
            throw wrong("wrong number of array subscripts");
        }
        if (upper < lower) {
            throw wrong("upper bound cannot be less than lower bound");
        }
        long count = (long) upper - lower + 1;
        if (source.size() < count) {
            throw wrong("source array too small");
        }
        ArrayValue grown = array.isEmpty()
                ? new ArrayValue(
                        array.elementType(),
                        new int[] {(int) count},
                        new int[] {lower},
                        new @Nullable Object[(int) count])
                : grown(array, lower, upper);
        @Nullable Object[] elements = grown.elements().clone();
        System.arraycopy(source.elements(), 0, elements, lower - grown.lowerBound(0), (int) count);
        return grown.withElements(array.elementType(), elements);
    }
}
