package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of an array type: elements in row-major order, and for each dimension its length and lower bound.
///
/// An empty array has no dimensions. Values are never changed once made; callers must not change the arrays given out.
public final class ArrayValue {

    /// `MAXDIM`.
    public static final int MAX_DIMENSIONS = 6;

    private final Type elementType;
    private final int[] lengths;
    private final int[] lowerBounds;
    private final @Nullable Object[] elements;

    public ArrayValue(Type elementType, int[] lengths, int[] lowerBounds, @Nullable Object[] elements) {
        this.elementType = elementType;
        this.lengths = lengths;
        this.lowerBounds = lowerBounds;
        this.elements = elements;
    }

    /// An array of one dimension that starts at 1.
    public static ArrayValue of(Type elementType, @Nullable Object... elements) {
        return elements.length == 0
                ? empty(elementType)
                : new ArrayValue(elementType, new int[] {elements.length}, new int[] {1}, elements);
    }

    /// An array of one dimension that starts at 1.
    public static ArrayValue ofList(Type elementType, List<? extends @Nullable Object> elements) {
        return of(elementType, elements.toArray());
    }

    public static ArrayValue empty(Type elementType) {
        return new ArrayValue(elementType, new int[0], new int[0], new Object[0]);
    }

    public Type elementType() {
        return elementType;
    }

    public int dimensions() {
        return lengths.length;
    }

    /// The length of a dimension, counted from 0.
    public int length(int dimension) {
        return lengths[dimension];
    }

    public int lowerBound(int dimension) {
        return lowerBounds[dimension];
    }

    public int[] lengths() {
        return lengths;
    }

    public int[] lowerBounds() {
        return lowerBounds;
    }

    /// How many elements there are in all dimensions.
    public int size() {
        return elements.length;
    }

    public @Nullable Object element(int index) {
        return elements[index];
    }

    public @Nullable Object[] elements() {
        return elements;
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    public boolean hasNull() {
        for (Object element : elements) {
            if (element == null) {
                return true;
            }
        }
        return false;
    }

    /// The element at subscripts; null when there is none there, or when it is NULL.
    public @Nullable Object at(int... subscripts) {
        if (subscripts.length != lengths.length) {
            return null;
        }
        int index = 0;
        for (int i = 0; i < lengths.length; i++) {
            long offset = (long) subscripts[i] - lowerBounds[i];
            if (offset < 0 || offset >= lengths[i]) {
                return null;
            }
            index = index * lengths[i] + (int) offset;
        }
        return elements.length == 0 ? null : elements[index];
    }

    /// The same elements with other dimensions.
    ///
    /// @throws SqlException 54000 when there are too many elements
    public static int checkedSize(int... lengths) {
        long size = lengths.length == 0 ? 0 : 1;
        for (int length : lengths) {
            size *= length;
            if (size > 134_217_727) {
                throw new SqlException(
                        SqlState.PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (134217727)");
            }
        }
        return (int) size;
    }

    /// An array with the same shape and other elements.
    public ArrayValue withElements(Type newElementType, @Nullable Object[] newElements) {
        return new ArrayValue(newElementType, lengths, lowerBounds, newElements);
    }

    /// PostgreSQL's order: by elements, then by size, then by dimensions, lengths and lower bounds.
    int compareTo(ArrayValue other, Type type) {
        int shorter = Math.min(elements.length, other.elements.length);
        for (int i = 0; i < shorter; i++) {
            Object a = elements[i];
            Object b = other.elements[i];
            if (a == null || b == null) {
                if (a != b) {
                    return a == null ? 1 : -1;
                }
            } else {
                int order = type.compare(a, b);
                if (order != 0) {
                    return order;
                }
            }
        }
        int bySize = Integer.compare(elements.length, other.elements.length);
        if (bySize != 0) {
            return bySize;
        }
        int byDimensions = Integer.compare(lengths.length, other.lengths.length);
        if (byDimensions != 0) {
            return byDimensions;
        }
        int byLengths = Arrays.compare(lengths, other.lengths);
        return byLengths != 0 ? byLengths : Arrays.compare(lowerBounds, other.lowerBounds);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayValue array
                && array.elementType.equals(elementType)
                && compareTo(array, elementType) == 0;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Object element : elements) {
            hash = hash * 31 + (element == null ? 0 : elementType.hash(element));
        }
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(elements);
    }
}
