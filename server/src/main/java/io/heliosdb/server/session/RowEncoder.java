package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.TypeContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes rows as the bodies of DataRow messages: `n(2) { length (4, -1 = NULL) bytes }`.
///
/// Its buffer is used again for every row. Used by one thread.
final class RowEncoder {

    private final Type[] types;
    private final boolean[] binary;
    private final TypeContext context;
    private final ClientEncoding encoding;
    private byte[] buffer = new byte[512];
    private int length;

    RowEncoder(List<OutputColumn> columns, List<Integer> formats, TypeContext context) {
        this.types = columns.stream().map(column -> column.type().type()).toArray(Type[]::new);
        this.binary = new boolean[types.length];
        for (int i = 0; i < types.length; i++) {
            int format = format(formats, i);
            if (format != 0 && format != 1) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + format);
            }
            binary[i] = format == 1;
        }
        this.context = context;
        this.encoding = context.clientEncoding();
    }

    /// The format of one column or parameter: none said means text, one said counts for all.
    static int format(List<Integer> formats, int index) {
        if (formats.isEmpty()) {
            return 0;
        }
        return formats.size() == 1 ? formats.getFirst() : formats.get(index);
    }

    /// Encodes a row into {@link #buffer}.
    ///
    /// @return how many bytes of it count
    int encode(@Nullable Object[] row) {
        length = 0;
        ensure(2);
        buffer[length++] = (byte) (types.length >> 8);
        buffer[length++] = (byte) types.length;
        for (int i = 0; i < types.length; i++) {
            Object value = row[i];
            if (value == null) {
                putInt(-1);
            } else if (binary[i]) {
                put(types[i].encodeBinary(value, context));
            } else if (value instanceof String text) {
                putText(types[i].category() == TypeCategory.STRING ? text : types[i].format(value, context));
            } else {
                putText(types[i].format(value, context));
            }
        }
        return length;
    }

    byte[] buffer() {
        return buffer;
    }

    private void putText(String text) {
        int start = length;
        int characters = text.length();
        ensure(4 + characters);
        length += 4;
        for (int i = 0; i < characters; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = start;
                put(encoding.encode(text));
                return;
            }
            buffer[length++] = (byte) c;
        }
        setInt(start, characters);
    }

    private void put(byte[] bytes) {
        putInt(bytes.length);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void putInt(int value) {
        ensure(4);
        setInt(length, value);
        length += 4;
    }

    private void setInt(int index, int value) {
        buffer[index] = (byte) (value >> 24);
        buffer[index + 1] = (byte) (value >> 16);
        buffer[index + 2] = (byte) (value >> 8);
        buffer[index + 3] = (byte) value;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
