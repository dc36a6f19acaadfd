package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Making arrays and rows, and taking them apart.
public final class Composites {

    private Composites() {}

    /// `ARRAY[…]`.
    public static Eval arrayOf(List<Eval> elements, Type type) {
        return new ArrayOf(elements.toArray(Eval[]::new), type);
    }

    public static Eval rowOf(List<Eval> fields, Type type) {
        Eval[] evals = fields.toArray(Eval[]::new);
        RowType rowType = (RowType) type;
        return new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                return new RowValue(rowType, Calls.evaluate(evals, frame));
            }
        };
    }

    public static Eval field(Eval row, int index) {
        return new Eval() {
            @Override
            public @Nullable Object eval(Frame frame) {
                return row.eval(frame) instanceof RowValue value ? value.field(index) : null;
            }
        };
    }

    public static Eval subscript(Eval array, List<@Nullable Eval> lower, List<@Nullable Eval> upper, boolean slice) {
        return slice ? new Slice(array, lower, upper) : new Element(array, lower);
    }

    /// The element type of an array type.
    public static Type elementOf(Type arrayType) {
        if (arrayType instanceof ArrayType array) {
            return array.elementType();
        }
        throw new IllegalArgumentException("not an array type: " + arrayType.name());
    }

    /// Arrays of one shape as the rows of an array with one more dimension.
    static ArrayValue stacked(List<@Nullable Object> arrays, Type elementType) {
        return ArrayOf.join(arrays.toArray(), elementType);
    }

    private static final class ArrayOf extends Eval {
        private final Eval[] elements;
        private final Type elementType;

        ArrayOf(Eval[] elements, Type type) {
            this.elements = elements;
            this.elementType = elementOf(type);
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            @Nullable Object[] values = Calls.evaluate(elements, frame);
            return values.length > 0 && !isVector(elementType) && hasArray(values)
                    ? join(values, elementType)
                    : ArrayValue.of(elementType, values);
        }

        // An element that is an array of its own kind and makes no dimension.
        private static boolean isVector(Type type) {
            return type.equals(Types.INT2VECTOR) || type.equals(Types.OIDVECTOR);
        }

        private static boolean hasArray(@Nullable Object[] values) {
            for (Object value : values) {
                if (value instanceof ArrayValue) {
                    return true;
                }
            }
            return false;
        }

        static ArrayValue join(@Nullable Object[] parts, Type elementType) {
            ArrayValue first = null;
            for (Object part : parts) {
                if (part == null || (first != null && !sameShape(first, (ArrayValue) part))) {
                    throw new SqlException(
                            SqlState.ARRAY_ELEMENT_ERROR,
                            "multidimensional arrays must have array expressions with matching dimensions");
                }
                first = (ArrayValue) part;
            }
            if (first == null || first.isEmpty()) {
                return ArrayValue.empty(elementType);
            }
            int[] lengths = new int[first.dimensions() + 1];
            int[] bounds = new int[lengths.length];
            lengths[0] = parts.length;
            bounds[0] = 1;
            System.arraycopy(first.lengths(), 0, lengths, 1, first.dimensions());
            System.arraycopy(first.lowerBounds(), 0, bounds, 1, first.dimensions());
            @Nullable Object[] all = new @Nullable Object[ArrayValue.checkedSize(lengths)];
            int at = 0;
            for (Object part : parts) {
                if (part instanceof ArrayValue value) {
                    System.arraycopy(value.elements(), 0, all, at, value.size());
                    at += value.size();
                }
            }
            return new ArrayValue(elementType, lengths, bounds, all);
        }

        private static boolean sameShape(ArrayValue a, ArrayValue b) {
            return Arrays.equals(a.lengths(), b.lengths());
        }
    }

    private static final class Element extends Eval {
        private final Eval array;
        private final List<@Nullable Eval> subscripts;

        Element(Eval array, List<@Nullable Eval> subscripts) {
            this.array = array;
            this.subscripts = subscripts;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            if (!(array.eval(frame) instanceof ArrayValue value)) {
                return null;
            }
            int[] at = new int[subscripts.size()];
            for (int i = 0; i < at.length; i++) {
                Eval subscript = subscripts.get(i);
                Object number = subscript == null ? null : subscript.eval(frame);
                if (number == null) {
                    return null;
                }
                at[i] = ((Number) number).intValue();
            }
            return value.at(at);
        }
    }

    private static final class Slice extends Eval {
        private final Eval array;
        private final List<@Nullable Eval> lower;
        private final List<@Nullable Eval> upper;

        Slice(Eval array, List<@Nullable Eval> lower, List<@Nullable Eval> upper) {
            this.array = array;
            this.lower = lower;
            this.upper = upper;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            if (!(array.eval(frame) instanceof ArrayValue value)) {
                return null;
            }
            int dimensions = value.dimensions();
            if (lower.size() > dimensions) {
                return ArrayValue.empty(value.elementType());
            }
            int[] from = new int[dimensions];
            int[] lengths = new int[dimensions];
            for (int i = 0; i < dimensions; i++) {
                int first = value.lowerBound(i);
                int last = first + value.length(i) - 1;
                Integer low = i < lower.size() ? bound(lower.get(i), first, frame) : (Integer) first;
                Integer high = i < lower.size() ? bound(upper.get(i), last, frame) : (Integer) last;
                if (low == null || high == null) {
                    return null;
                }
                from[i] = Math.max(low, first);
                lengths[i] = Math.min(high, last) - from[i] + 1;
                if (lengths[i] <= 0) {
                    return ArrayValue.empty(value.elementType());
                }
            }
            return cut(value, from, lengths);
        }

        private static @Nullable Integer bound(@Nullable Eval eval, int otherwise, Frame frame) {
            if (eval == null) {
                return otherwise;
            }
            Object value = eval.eval(frame);
            return value == null ? null : (Integer) ((Number) value).intValue();
        }

        private static ArrayValue cut(ArrayValue value, int[] from, int[] lengths) {
            @Nullable Object[] elements = new @Nullable Object[ArrayValue.checkedSize(lengths)];
            int[] at = from.clone();
            for (int i = 0; i < elements.length; i++) {
                elements[i] = value.at(at);
                for (int d = at.length - 1; d >= 0 && ++at[d] == from[d] + lengths[d]; d--) {
                    at[d] = from[d];
                }
            }
            int[] ones = new int[lengths.length];
            Arrays.fill(ones, 1);
            return new ArrayValue(value.elementType(), lengths, ones, elements);
        }
    }

    /// Rows compared pair by pair.
    public static Eval rowCompare(Expr.RowCompare expr, List<Eval> left, List<Eval> right) {
        List<Type> lefts = expr.left().stream().map(Expr::baseType).toList();
        List<Type> rights = expr.right().stream().map(Expr::baseType).toList();
        List<Comparison> equals = Comparison.ofAll(expr.equals(), lefts, rights);
        List<Comparison> less = Comparison.ofAll(expr.less(), lefts, rights);
        return new RowCompare(expr.kind(), equals, less, left, right);
    }

    private static final class RowCompare extends Eval.Test {
        private final Expr.RowCompare.Kind kind;
        private final List<Comparison> equals;
        private final List<Comparison> less;
        private final List<Eval> left;
        private final List<Eval> right;

        RowCompare(
                Expr.RowCompare.Kind kind,
                List<Comparison> equals,
                List<Comparison> less,
                List<Eval> left,
                List<Eval> right) {
            this.kind = kind;
            this.equals = equals;
            this.less = less;
            this.left = left;
            this.right = right;
        }

        @Override
        public int test(Frame frame) {
            for (int i = 0; i < left.size(); i++) {
                Object l = left.get(i).eval(frame);
                Object r = right.get(i).eval(frame);
                if (l == null || r == null) {
                    return UNKNOWN;
                }
                if (equals.get(i).test(frame, l, r) != TRUE) {
                    boolean isLess = less.get(i).test(frame, l, r) == TRUE;
                    return truth(
                            switch (kind) {
                                case LESS, LESS_OR_EQUAL -> isLess;
                                case GREATER, GREATER_OR_EQUAL -> !isLess;
                            });
                }
            }
            return truth(kind == Expr.RowCompare.Kind.LESS_OR_EQUAL || kind == Expr.RowCompare.Kind.GREATER_OR_EQUAL);
        }
    }

    /// `left op ANY (array)`, `left op ALL (array)`.
    public static Eval overArray(Expr.OverArray expr, Eval left, Eval array) {
        Type element = expr.array().baseType() instanceof ArrayType type
                ? type.elementType()
                : expr.operator().right();
        Comparison comparison = Comparison.of(expr.operator(), expr.left().baseType(), element);
        boolean strict = expr.operator().function().strict();
        return new Eval.Test() {
            @Override
            public int test(Frame frame) {
                Object l = left.eval(frame);
                if (!(array.eval(frame) instanceof ArrayValue value)) {
                    return UNKNOWN;
                }
                if (l == null && strict && !value.isEmpty()) {
                    return UNKNOWN;
                }
                int result = truth(expr.all());
                for (Object element : value.elements()) {
                    int truth = element == null && strict ? UNKNOWN : comparison.test(frame, l, element);
                    if (truth == truth(!expr.all())) {
                        return truth;
                    }
                    if (truth == UNKNOWN) {
                        result = UNKNOWN;
                    }
                }
                return result;
            }
        };
    }
}
