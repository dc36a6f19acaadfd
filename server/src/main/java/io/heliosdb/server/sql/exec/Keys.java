package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.RowSet;
import io.heliosdb.server.sql.exec.spill.ValueCodec;
import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes keys for hash tables out of values: two keys are equal when all values are, in their types' sense.
///
/// Immutable. A null equals a null here; callers who want joins' sense ask {@link #hasNull} first.
public final class Keys {

    private static final Object NULL = new Object();

    private final Type[] types;
    private final boolean natural;

    public Keys(List<Type> types) {
        this.types = types.toArray(Type[]::new);
        this.natural = this.types.length == 1 && isNatural(this.types[0]);
    }

    int width() {
        return types.length;
    }

    /// Whether `equals` of the Java value is the type's equality.
    static boolean isNatural(Type type) {
        return switch (type.oid()) {
            case 16, 20, 21, 23, 25, 26, 1043, 1082, 1083, 1114, 1184, 2950 -> true;
            default -> false;
        };
    }

    public static boolean isInteger(Type type) {
        return type.oid() == 20 || type.oid() == 21 || type.oid() == 23;
    }

    static boolean hasNull(@Nullable Object[] values) {
        for (Object value : values) {
            if (value == null) {
                return true;
            }
        }
        return false;
    }

    /// The values are kept, so the array must not change afterwards.
    Object of(@Nullable Object[] values) {
        if (natural) {
            return nullable(values[0]);
        }
        return new Key(types, values);
    }

    int hash(@Nullable Object[] values) {
        if (natural) {
            Object value = values[0];
            return value == null ? 0 : value.hashCode();
        }
        int h = 1;
        for (int i = 0; i < types.length; i++) {
            Object value = values[i];
            h = h * 31 + (value == null ? 0 : types[i].hash(value));
        }
        return h;
    }

    boolean same(@Nullable Object[] a, @Nullable Object[] b) {
        if (natural) {
            Object first = a[0];
            return first == null ? b[0] == null : first.equals(b[0]);
        }
        for (int i = 0; i < types.length; i++) {
            Object left = a[i];
            Object right = b[i];
            if (left == null || right == null ? left != right : types[i].compare(left, right) != 0) {
                return false;
            }
        }
        return true;
    }

    /// An order in which the same keys are side by side: their types' own, nulls last.
    int compare(@Nullable Object[] a, @Nullable Object[] b) {
        for (int i = 0; i < types.length; i++) {
            Object left = a[i];
            Object right = b[i];
            int order = left == null || right == null
                    ? Boolean.compare(left == null, right == null)
                    : types[i].compare(left, right);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// An empty set of what {@link #of} makes, which moves to disk when it is large; closed with the statement if
    /// not before.
    RowSet<Object> set(Frame frame) {
        ExecutionContext execution = frame.execution();
        return new RowSet<>(
                execution.memory(), format(execution.memory().values()), execution.context()::checkCancelled);
    }

    /// How what {@link #of} makes is written to a temporary file.
    private RowFormat<Object> format(ValueCodec codec) {
        return new RowFormat<>() {
            @Override
            public void write(Object key, RowWriter out) {
                if (natural) {
                    codec.write(key == NULL ? null : key, out);
                } else {
                    codec.writeRow(((Key) key).values, out);
                }
            }

            @Override
            public Object read(RowReader in) {
                return natural ? nullable(codec.read(in)) : new Key(types, codec.readRow(in));
            }

            @Override
            public long size(Object key) {
                return key instanceof Key several ? 24 + ValueSizes.ofRow(several.values) : ValueSizes.of(key);
            }
        };
    }

    private static Object nullable(@Nullable Object value) {
        return value == null ? NULL : value;
    }

    private static final class Key {
        private final Type[] types;
        private final @Nullable Object[] values;
        private final int hash;

        Key(Type[] types, @Nullable Object[] values) {
            this.types = types;
            this.values = values;
            int h = 1;
            for (int i = 0; i < types.length; i++) {
                Object value = values[i];
                h = h * 31 + (value == null ? 0 : types[i].hash(value));
            }
            this.hash = h;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (!(other instanceof Key key) || key.hash != hash) {
                return false;
            }
            for (int i = 0; i < types.length; i++) {
                Object a = values[i];
                Object b = key.values[i];
                if (a == null || b == null ? a != b : types[i].compare(a, b) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
