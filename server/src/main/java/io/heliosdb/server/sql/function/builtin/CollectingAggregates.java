package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.ValueSizes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Aggregates that collect what they are given: string_agg and array_agg (PostgreSQL 18 manual, 9.21).
final class CollectingAggregates implements FunctionModule {

    // PostgreSQL's limit of one value.
    private static final int MAX_LENGTH = 1_073_741_823;

    private static final class Joined implements Implementation.GrowingState {
        final StringBuilder text = new StringBuilder();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean any;

        // Twice what a growing buffer may hold, and the result.
        @Override
        public long bytes() {
            return 64 + 4L * text.length() + 4L * bytes.size();
        }

        void append(String more) {
            checkLength(text.length(), more.length());
            text.append(more);
        }

        void append(byte[] more) {
            checkLength(bytes.size(), more.length);
            bytes.writeBytes(more);
        }

        private static void checkLength(int length, int more) {
            if ((long) length + more > MAX_LENGTH) {
                throw new SqlException(
                                SqlState.PROGRAM_LIMIT_EXCEEDED,
                                "string buffer exceeds maximum allowed length (" + MAX_LENGTH + " bytes)")
                        .withDetail("Cannot enlarge string buffer containing " + length + " bytes by " + more
                                + " more bytes.");
            }
        }
    }

    private static final class Collected implements Implementation.GrowingState {
        final List<@Nullable Object> items = new ArrayList<>();
        private long bytes = 64;

        // Three references to each: in the list, in one that is growing, in the result.
        void add(@Nullable Object item) {
            ArrayValue.checkedSize(items.size() + 1);
            items.add(item);
            bytes += 24 + ValueSizes.of(item);
        }

        @Override
        public long bytes() {
            return bytes;
        }
    }

    @Override
    public void register(Bindings b) {
        b.aggregate(
                "string_agg(text,text)",
                false,
                Aggregates.of(
                        Joined::new,
                        (c, s, a) -> {
                            if (a[0] != null) {
                                if (s.any && a[1] != null) {
                                    s.append((String) a[1]);
                                }
                                s.append((String) a[0]);
                                s.any = true;
                            }
                        },
                        (c, s) -> s.any ? s.text.toString() : null));
        b.aggregate(
                "string_agg(bytea,bytea)",
                false,
                Aggregates.of(
                        Joined::new,
                        (c, s, a) -> {
                            if (a[0] != null) {
                                if (s.any && a[1] != null) {
                                    s.append((byte[]) a[1]);
                                }
                                s.append((byte[]) a[0]);
                                s.any = true;
                            }
                        },
                        (c, s) -> s.any ? s.bytes.toByteArray() : null));
        b.aggregateByTypes("array_agg(anynonarray)", false, (types, result) -> collect(types.getFirst()));
        b.aggregateByTypes(
                "array_agg(anyarray)",
                false,
                (types, result) -> new Implementation.Aggregate(Aggregates.of(
                        Collected::new,
                        (c, s, a) -> {
                            if (a[0] == null) {
                                throw new SqlException(
                                        SqlState.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
                            }
                            s.add(a[0]);
                        },
                        (c, s) -> s.items.isEmpty() ? null : stack(s.items))));
    }

    private static Implementation collect(Type type) {
        return new Implementation.Aggregate(Aggregates.of(
                Collected::new,
                (c, s, a) -> s.add(a[0]),
                (c, s) -> s.items.isEmpty() ? null : ArrayValue.ofList(type, s.items)));
    }

    /// Arrays of one shape as the rows of an array with one more dimension.
    ///
    /// @throws SqlException 2202E when their shapes differ
    static ArrayValue stack(List<@Nullable Object> arrays) {
        ArrayValue first = (ArrayValue) arrays.getFirst();
        if (first.isEmpty()) {
            throw new SqlException(SqlState.ARRAY_ELEMENT_ERROR, "cannot accumulate empty arrays");
        }
        int[] lengths = new int[first.dimensions() + 1];
        int[] bounds = new int[lengths.length];
        lengths[0] = arrays.size();
        bounds[0] = 1;
        System.arraycopy(first.lengths(), 0, lengths, 1, first.dimensions());
        System.arraycopy(first.lowerBounds(), 0, bounds, 1, first.dimensions());
        Object[] elements = new Object[ArrayValue.checkedSize(lengths)];
        int at = 0;
        for (Object item : arrays) {
            ArrayValue array = (ArrayValue) item;
            if (!Arrays.equals(array.lengths(), first.lengths())) {
                throw new SqlException(
                        SqlState.ARRAY_ELEMENT_ERROR, "cannot accumulate arrays of different dimensionality");
            }
            System.arraycopy(array.elements(), 0, elements, at, array.size());
            at += array.size();
        }
        return new ArrayValue(first.elementType(), lengths, bounds, elements);
    }
}
