package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.BitString;
import io.heliosdb.server.sql.type.InetAddressValue;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Numeric;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.Tid;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes values that say themselves what they are: no column types are needed. Used by one thread.
///
/// ```
/// +---------+------------------------------------------------------------------+
/// | tag (1) | the value, in its type's stored form where its class has but one |
/// +---------+------------------------------------------------------------------+
/// ```
/// Types that an array or a row value carries are kept in memory and written as their number: what is written can be
/// read by this object only. A value of a class without a tag stays in memory, too, and is written as its number.
public final class ValueCodec {

    private static final int NULL = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int INT = 3;
    private static final int LONG = 4;
    private static final int FLOAT = 5;
    private static final int DOUBLE = 6;
    private static final int STRING = 7;
    private static final int BYTES = 8;
    private static final int ARRAY = 9;
    private static final int ROW = 10;
    private static final int KEPT = 11;
    private static final int TYPED = 12;

    private static final Type[] BY_TAG = {
        Types.NUMERIC, Types.UUID, Types.INTERVAL, Types.TIMETZ, Types.JSONB, Types.VARBIT, Types.INET, Types.TID
    };

    private final MemoryBudget budget;
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Type> types = new ArrayList<>();
    private final List<Object> kept = new ArrayList<>();

    ValueCodec(MemoryBudget budget) {
        this.budget = budget;
    }

    public void write(@Nullable Object value, RowWriter out) {
        switch (value) {
            case null -> out.writeByte(NULL);
            case Boolean truth -> out.writeByte(truth ? TRUE : FALSE);
            case Integer number -> {
                out.writeByte(INT);
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte(LONG);
                out.writeLong(number);
            }
            case Float number -> {
                out.writeByte(FLOAT);
                out.writeInt(Float.floatToRawIntBits(number));
            }
            case Double number -> {
                out.writeByte(DOUBLE);
                out.writeLong(Double.doubleToRawLongBits(number));
            }
            case String text -> {
                out.writeByte(STRING);
                out.writeString(text);
            }
            case byte[] bytes -> {
                out.writeByte(BYTES);
                out.writeBytes(bytes);
            }
            case ArrayValue array -> writeArray(array, out);
            case RowValue row -> {
                out.writeByte(ROW);
                out.writeVarint(number(row.type()));
                out.writeVarint(row.size());
                row.fields().forEach(field -> write(field, out));
            }
            default -> writeOther(value, out);
        }
    }

    private void writeOther(Object value, RowWriter out) {
        int tag =
                switch (value) {
                    case Numeric n -> 0;
                    case UUID u -> 1;
                    case Interval i -> 2;
                    case TimeTz t -> 3;
                    case JsonValue j -> 4;
                    case BitString b -> 5;
                    case InetAddressValue i -> 6;
                    case Tid t -> 7;
                    default -> -1;
                };
        if (tag >= 0) {
            out.writeByte(TYPED + tag);
            BY_TAG[tag].write(value, out);
            return;
        }
        budget.take(ValueSizes.of(value));
        out.writeByte(KEPT);
        out.writeVarint(kept.size());
        kept.add(value);
    }

    private void writeArray(ArrayValue array, RowWriter out) {
        out.writeByte(ARRAY);
        out.writeVarint(number(array.elementType()));
        out.writeByte(array.dimensions());
        for (int i = 0; i < array.dimensions(); i++) {
            out.writeInt(array.length(i));
            out.writeInt(array.lowerBound(i));
        }
        out.writeInt(array.size());
        for (Object element : array.elements()) {
            write(element, out);
        }
    }

    // Each evaluation of ROW(…) may have made a type of its own, equal in its fields.
    private int number(Type type) {
        Object key = type instanceof RowType row && row.oid() == Types.RECORD.oid() ? row.fields() : type;
        return numbers.computeIfAbsent(key, k -> {
            types.add(type);
            return types.size() - 1;
        });
    }

    public @Nullable Object read(RowReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> Float.intBitsToFloat(in.readInt());
            case DOUBLE -> Double.longBitsToDouble(in.readLong());
            case STRING -> in.readString();
            case BYTES -> in.readBytes();
            case ARRAY -> readArray(in);
            case ROW -> {
                RowType type = (RowType) types.get(in.readVarint());
                yield new RowValue(type, readAll(in, in.readVarint()));
            }
            case KEPT -> kept.get(in.readVarint());
            default -> BY_TAG[tag - TYPED].read(in);
        };
    }

    private ArrayValue readArray(RowReader in) {
        Type element = types.get(in.readVarint());
        int[] lengths = new int[in.readByte()];
        int[] lowerBounds = new int[lengths.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = in.readInt();
            lowerBounds[i] = in.readInt();
        }
        return new ArrayValue(element, lengths, lowerBounds, readAll(in, in.readInt()));
    }

    private @Nullable Object[] readAll(RowReader in, int count) {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = read(in);
        }
        return values;
    }

    /// Writes a row of values with their number.
    public void writeRow(@Nullable Object[] values, RowWriter out) {
        out.writeVarint(values.length);
        for (Object value : values) {
            write(value, out);
        }
    }

    /// Reads what {@link #writeRow} wrote.
    public @Nullable Object[] readRow(RowReader in) {
        return readAll(in, in.readVarint());
    }

    /// Rows of values.
    public RowFormat<@Nullable Object[]> rows() {
        return new RowFormat<>() {
            @Override
            public void write(@Nullable Object[] row, RowWriter out) {
                writeRow(row, out);
            }

            @Override
            public @Nullable Object[] read(RowReader in) {
                return readRow(in);
            }

            @Override
            public long size(@Nullable Object[] row) {
                return ValueSizes.ofRow(row);
            }
        };
    }
}
