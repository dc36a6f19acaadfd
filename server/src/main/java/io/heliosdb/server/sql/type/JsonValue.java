package io.heliosdb.server.sql.type;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A value of `jsonb`: keys in order and once only, numbers as numeric. Never changed once made.
public sealed interface JsonValue extends Comparable<JsonValue> {

    /// The order in which keys are kept and shown: shorter ones (in bytes) first.
    Comparator<String> KEY_ORDER = JsonValue::compareKeys;

    record Null() implements JsonValue {}

    record Bool(boolean value) implements JsonValue {}

    record Num(Numeric value) implements JsonValue {}

    record Str(String value) implements JsonValue {}

    record Array(List<JsonValue> elements) implements JsonValue {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /// @param members in {@link #KEY_ORDER}
    record Members(NavigableMap<String, JsonValue> members) implements JsonValue {}

    /// An object with these members.
    static Members object(Map<String, JsonValue> members) {
        NavigableMap<String, JsonValue> sorted = new TreeMap<>(KEY_ORDER);
        sorted.putAll(members);
        return new Members(sorted);
    }

    /// Reads JSON text.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22P02, 22P05
    static JsonValue parse(String text) {
        return JsonParser.parse(text).toValue();
    }

    static JsonValue of(boolean value) {
        return new Bool(value);
    }

    static JsonValue ofNull() {
        return new Null();
    }

    static JsonValue ofScalar(JsonNode.Scalar scalar) {
        String string = scalar.string();
        if (string != null) {
            return new Str(string);
        }
        return switch (scalar.source().charAt(scalar.start())) {
            case 't' -> of(true);
            case 'f' -> of(false);
            case 'n' -> ofNull();
            default -> new Num(Numeric.parse(scalar.text()));
        };
    }

    static Members ofMembers(JsonNode.Members node) {
        NavigableMap<String, JsonValue> sorted = new TreeMap<>(KEY_ORDER);
        for (JsonNode.Member member : node.members()) {
            sorted.put(member.key(), member.value().toValue());
        }
        return new Members(sorted);
    }

    default boolean isScalar() {
        return !(this instanceof Array) && !(this instanceof Members);
    }

    /// What `jsonb_typeof` says.
    default String typeName() {
        return switch (this) {
            case Null n -> "null";
            case Bool b -> "boolean";
            case Num n -> "number";
            case Str s -> "string";
            case Array a -> "array";
            case Members m -> "object";
        };
    }

    /// The text form, with one space after commas and colons.
    default String text() {
        StringBuilder out = new StringBuilder();
        append(this, out);
        return out.toString();
    }

    private static void append(JsonValue value, StringBuilder out) {
        switch (value) {
            case Null n -> out.append("null");
            case Bool b -> out.append(b.value());
            case Num n -> out.append(n.value());
            case Str s -> quote(s.value(), out);
            case Array a -> {
                out.append('[');
                String separator = "";
                for (JsonValue element : a.elements()) {
                    out.append(separator);
                    append(element, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case Members m -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<String, JsonValue> member : m.members().entrySet()) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    append(member.getValue(), out.append(": "));
                    separator = ", ";
                }
                out.append('}');
            }
        }
    }

    /// Appends a string in quotes, escaped.
    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' ') {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static int compareKeys(String a, String b) {
        int lengthA = a.getBytes(StandardCharsets.UTF_8).length;
        int lengthB = b.getBytes(StandardCharsets.UTF_8).length;
        return lengthA != lengthB ? Integer.compare(lengthA, lengthB) : Text.compare(a, b);
    }

    /// Object > Array > Boolean > Number > String > Null (PostgreSQL 18 manual, 8.14.4).
    private static int rank(JsonValue value) {
        return switch (value) {
            case Null n -> 1;
            case Str s -> 2;
            case Num n -> 3;
            case Bool b -> 4;
            case Array a -> 5;
            case Members m -> 6;
        };
    }

    @Override
    default int compareTo(JsonValue other) {
        int byRank = Integer.compare(rank(this), rank(other));
        if (byRank != 0) {
            return emptyArrayFirst(this, other, byRank);
        }
        return switch (this) {
            case Null n -> 0;
            case Bool b -> Boolean.compare(b.value(), ((Bool) other).value());
            case Num n -> n.value().compareTo(((Num) other).value());
            case Str s -> Text.compare(s.value(), ((Str) other).value());
            case Array a -> compareArrays(a.elements(), ((Array) other).elements());
            case Members m -> compareMembers(m.members(), ((Members) other).members());
        };
    }

    // For historical reasons an empty array sorts below null, but only at the top.
    private static int emptyArrayFirst(JsonValue left, JsonValue right, int byRank) {
        if (left instanceof Array a && a.elements().isEmpty() && right.isScalar()) {
            return -1;
        }
        return right instanceof Array b && b.elements().isEmpty() && left.isScalar() ? 1 : byRank;
    }

    private static int compareArrays(List<JsonValue> a, List<JsonValue> b) {
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        for (int i = 0; i < a.size(); i++) {
            int order = compareInner(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareInner(JsonValue a, JsonValue b) {
        int byRank = Integer.compare(rank(a), rank(b));
        return byRank != 0 ? byRank : a.compareTo(b);
    }

    private static int compareMembers(NavigableMap<String, JsonValue> a, NavigableMap<String, JsonValue> b) {
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        var others = b.entrySet().iterator();
        for (Map.Entry<String, JsonValue> member : a.entrySet()) {
            Map.Entry<String, JsonValue> other = others.next();
            int order = Text.compare(member.getKey(), other.getKey());
            if (order == 0) {
                order = compareInner(member.getValue(), other.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
