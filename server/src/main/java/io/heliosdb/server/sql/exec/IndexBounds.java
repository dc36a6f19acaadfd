package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.KeyWriter;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of an index a scan reads: values for leading parts, and a range of the part after them.
///
/// @param equal one match for each leading part
/// @param low lower bound of the next part's values, null without
/// @param high upper bound, null without
/// @param conditions what EXPLAIN shows
public record IndexBounds(
        IndexKeyCodec codec,
        List<Match> equal,
        @Nullable Bound low,
        @Nullable Bound high,
        List<Expr> conditions) {

    /// What a leading part must be.
    public sealed interface Match {
        /// A value; never found when it is NULL.
        record Value(Eval value, Type type) implements Match {}

        /// One of the elements of an array.
        record AnyOf(Eval array, Type type) implements Match {}

        /// One of some values.
        record AnyValue(List<Eval> values, Type type) implements Match {}

        record Null() implements Match {}
    }

    public record Bound(Eval value, Type type, boolean inclusive) {}

    /// Keys from `from` to before `to`; to the end when `to` is null.
    record Range(byte[] from, byte @Nullable [] to) {}

    /// Whether several ranges are read, so that rows come in the index's order only within one.
    public boolean isScattered() {
        return equal.stream().anyMatch(m -> m instanceof Match.AnyOf || m instanceof Match.AnyValue);
    }

    /// The ranges, ascending and apart from each other.
    List<Range> ranges(Frame frame) {
        List<byte[]> prefixes = List.of(new byte[0]);
        for (int part = 0; part < equal.size(); part++) {
            prefixes = extend(prefixes, part, frame);
            if (prefixes.isEmpty()) {
                return List.of();
            }
        }
        List<Range> ranges = new ArrayList<>(prefixes.size());
        for (byte[] prefix : prefixes) {
            Range range = low == null && high == null
                    ? new Range(prefix, IndexKeyCodec.after(prefix))
                    : bounded(prefix, frame);
            if (range != null) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private List<byte[]> extend(List<byte[]> prefixes, int part, Frame frame) {
        List<byte[]> parts = new ArrayList<>();
        switch (equal.get(part)) {
            case Match.Null n -> parts.add(encode(part, null));
            case Match.Value(Eval value, Type type) -> addPart(parts, part, value.eval(frame), type);
            case Match.AnyOf(Eval array, Type type) -> {
                if (array.eval(frame) instanceof ArrayValue values) {
                    for (Object value : values.elements()) {
                        addPart(parts, part, value, type);
                    }
                }
            }
            case Match.AnyValue(List<Eval> values, Type type) -> {
                for (Eval value : values) {
                    addPart(parts, part, value.eval(frame), type);
                }
            }
        }
        if (parts.size() > 1) {
            parts.sort(Arrays::compareUnsigned);
            for (int i = parts.size() - 1; i > 0; i--) {
                if (Arrays.equals(parts.get(i), parts.get(i - 1))) {
                    parts.remove(i);
                }
            }
        }
        if (part == 0) {
            return parts;
        }
        List<byte[]> extended = new ArrayList<>(prefixes.size() * parts.size());
        for (byte[] prefix : prefixes) {
            for (byte[] more : parts) {
                extended.add(concat(prefix, more));
            }
        }
        return extended;
    }

    private void addPart(List<byte[]> parts, int part, @Nullable Object value, Type type) {
        if (value == null) {
            return;
        }
        Object fitting = fit(value, type);
        if (fitting != null) {
            parts.add(encode(part, fitting));
        }
    }

    private byte[] encode(int part, @Nullable Object value) {
        KeyWriter out = new KeyWriter();
        codec.writePart(out, part, value);
        return out.toBytes();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /// A whole number as the index's type; null when no value of that type equals it.
    private static @Nullable Object fit(Object value, Type type) {
        if (type.valueClass() == Integer.class && value instanceof Long number) {
            return number == number.intValue() ? (Object) number.intValue() : null;
        }
        if (type.valueClass() == Long.class && value instanceof Integer number) {
            return (long) number;
        }
        return value;
    }

    private @Nullable Range bounded(byte[] prefix, Frame frame) {
        int part = equal.size();
        boolean turned = codec.descending(part);
        byte[] values = concat(prefix, new byte[] {IndexKeyCodec.VALUE});
        byte[] from = values;
        byte[] to = IndexKeyCodec.after(values);
        if (low != null) {
            byte[] edge = edge(prefix, low, true, frame);
            if (edge == null) {
                return null;
            }
            if (turned) {
                to = low.inclusive ? IndexKeyCodec.after(edge) : edge;
            } else {
                from = low.inclusive ? edge : afterOrEnd(edge);
            }
        }
        if (high != null) {
            byte[] edge = edge(prefix, high, false, frame);
            if (edge == null) {
                return null;
            }
            if (turned) {
                from = high.inclusive ? edge : afterOrEnd(edge);
            } else {
                to = high.inclusive ? IndexKeyCodec.after(edge) : edge;
            }
        }
        return to != null && Arrays.compareUnsigned(from, to) >= 0 ? null : new Range(from, to);
    }

    private static byte[] afterOrEnd(byte[] edge) {
        byte[] after = IndexKeyCodec.after(edge);
        return after == null ? concat(edge, new byte[] {(byte) 0xFF}) : after;
    }

    // Null when nothing can match. A bound outside an int's range becomes the type's own limit or no match.
    private byte @Nullable [] edge(byte[] prefix, Bound bound, boolean lower, Frame frame) {
        Object value = bound.value.eval(frame);
        if (value == null) {
            return null;
        }
        if (value instanceof Long number && bound.type.valueClass() == Integer.class) {
            boolean small = bound.type.oid() == 21;
            long min = small ? Short.MIN_VALUE : Integer.MIN_VALUE;
            long max = small ? Short.MAX_VALUE : Integer.MAX_VALUE;
            if (lower ? number > max : number < min) {
                return null;
            }
            if (lower ? number < min : number > max) {
                byte[] all = concat(prefix, new byte[] {IndexKeyCodec.VALUE});
                byte[] end = IndexKeyCodec.after(all);
                return lower != codec.descending(equal.size()) || end == null ? all : end;
            }
            value = number.intValue();
        } else if (value instanceof Integer number && bound.type.valueClass() == Long.class) {
            value = (long) number;
        }
        return concat(prefix, encode(equal.size(), value));
    }
}
