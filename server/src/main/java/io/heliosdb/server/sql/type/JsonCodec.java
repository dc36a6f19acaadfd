package io.heliosdb.server.sql.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The storage and key forms of jsonb: a tag, then the value; containers begin with their size.
final class JsonCodec {

    private static final int NULL = 1;
    private static final int STRING = 2;
    private static final int NUMBER = 3;
    private static final int FALSE = 4;
    private static final int TRUE = 5;
    private static final int ARRAY = 6;
    private static final int OBJECT = 7;

    private JsonCodec() {}

    static void write(JsonValue value, RowWriter out) {
        switch (value) {
            case JsonValue.Null n -> out.writeByte(NULL);
            case JsonValue.Bool b -> out.writeByte(b.value() ? TRUE : FALSE);
            case JsonValue.Num n -> {
                out.writeByte(NUMBER);
                Types.NUMERIC.write(n.value(), out);
            }
            case JsonValue.Str s -> {
                out.writeByte(STRING);
                out.writeString(s.value());
            }
            case JsonValue.Array a -> {
                out.writeByte(ARRAY);
                out.writeVarint(a.elements().size());
                a.elements().forEach(element -> write(element, out));
            }
            case JsonValue.Members m -> {
                out.writeByte(OBJECT);
                out.writeVarint(m.members().size());
                m.members().forEach((key, member) -> {
                    out.writeString(key);
                    write(member, out);
                });
            }
        }
    }

    static JsonValue read(RowReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case NULL -> JsonValue.ofNull();
            case TRUE -> JsonValue.of(true);
            case FALSE -> JsonValue.of(false);
            case NUMBER -> new JsonValue.Num((Numeric) Types.NUMERIC.read(in));
            case STRING -> new JsonValue.Str(in.readString());
            case ARRAY -> {
                int size = in.readVarint();
                List<JsonValue> elements = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    elements.add(read(in));
                }
                yield new JsonValue.Array(elements);
            }
            case OBJECT -> {
                int size = in.readVarint();
                NavigableMap<String, JsonValue> members = new TreeMap<>(JsonValue.KEY_ORDER);
                for (int i = 0; i < size; i++) {
                    String key = in.readString();
                    members.put(key, read(in));
                }
                yield new JsonValue.Members(members);
            }
            default -> throw new IllegalStateException("broken jsonb tag " + tag);
        };
    }

    static void writeKey(JsonValue value, boolean top, KeyWriter out) {
        switch (value) {
            case JsonValue.Null n -> out.writeByte(NULL);
            case JsonValue.Bool b -> out.writeByte(b.value() ? TRUE : FALSE);
            case JsonValue.Num n -> {
                out.writeByte(NUMBER);
                NumericCodec.writeKey(n.value(), out);
            }
            case JsonValue.Str s -> {
                out.writeByte(STRING);
                out.writeString(s.value());
            }
            case JsonValue.Array a -> {
                // An empty array at the top sorts below everything.
                out.writeByte(top && a.elements().isEmpty() ? 0 : ARRAY);
                out.writeInt(a.elements().size());
                a.elements().forEach(element -> writeKey(element, false, out));
            }
            case JsonValue.Members m -> {
                out.writeByte(OBJECT);
                out.writeInt(m.members().size());
                for (Map.Entry<String, JsonValue> member : m.members().entrySet()) {
                    out.writeString(member.getKey());
                    writeKey(member.getValue(), false, out);
                }
            }
        }
    }
}
