package io.heliosdb.server.sql.type;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rough numbers of bytes that values take in the heap: never much too small, as memory is bounded by them.
public final class ValueSizes {

    private static final long OBJECT = 24;

    private ValueSizes() {}

    public static long of(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Boolean truth -> 0;
            case Integer number -> 16;
            case Number number -> OBJECT;
            case String text -> 48 + (isWide(text) ? 2L : 1L) * text.length();
            case byte[] bytes -> OBJECT + bytes.length;
            case Numeric number ->
                64 + (number.isFinite() ? number.value().unscaledValue().bitLength() / 8 : 0);
            case BitString bits -> 48 + bits.bytes().length;
            case ArrayValue array -> 96 + ofRow(array.elements());
            case RowValue row -> {
                long size = 64;
                for (Object field : row.fields()) {
                    size += 8 + of(field);
                }
                yield size;
            }
            case JsonValue json -> ofJson(json);
            default -> 64;
        };
    }

    // The JDK keeps a text in one byte a character when it can; the first characters tell mostly.
    private static boolean isWide(String text) {
        for (int i = 0; i < Math.min(16, text.length()); i++) {
            if (text.charAt(i) > 0xFF) {
                return true;
            }
        }
        return false;
    }

    private static long ofJson(JsonValue json) {
        return switch (json) {
            case JsonValue.Null n -> 16;
            case JsonValue.Bool b -> 16;
            case JsonValue.Num(Numeric value) -> 16 + of(value);
            case JsonValue.Str(String value) -> 16 + of(value);
            case JsonValue.Array array -> {
                long size = 48;
                for (JsonValue element : array.elements()) {
                    size += 8 + ofJson(element);
                }
                yield size;
            }
            case JsonValue.Members members -> {
                long size = 64;
                for (Map.Entry<String, JsonValue> member : members.members().entrySet()) {
                    size += 48 + of(member.getKey()) + ofJson(member.getValue());
                }
                yield size;
            }
        };
    }

    /// A row of values.
    public static long ofRow(@Nullable Object[] values) {
        long size = OBJECT + 8L * values.length;
        for (Object value : values) {
            size += of(value);
        }
        return size;
    }
}
