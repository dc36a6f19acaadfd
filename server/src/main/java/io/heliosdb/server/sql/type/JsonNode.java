package io.heliosdb.server.sql.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a JSON text, where it stands in that text: what the functions on `json` work with, which keep white
/// space, the order of keys and keys given twice.
public sealed interface JsonNode {

    String source();

    int start();

    int end();

    /// The part as it was written.
    default String text() {
        return source().substring(start(), end());
    }

    /// @param string the decoded text; null unless it is a string
    record Scalar(
            String source, int start, int end, @Nullable String string) implements JsonNode {
        public boolean isNull() {
            return string == null && source.charAt(start) == 'n';
        }
    }

    record Array(String source, int start, int end, List<JsonNode> elements) implements JsonNode {}

    record Members(String source, int start, int end, List<Member> members) implements JsonNode {}

    record Member(String key, JsonNode value) {}

    /// The value as `->>` shows it: strings decoded, all else as written; null for JSON's null.
    default @Nullable String asText() {
        if (this instanceof Scalar scalar) {
            return scalar.string() != null ? scalar.string() : scalar.isNull() ? null : text();
        }
        return text();
    }

    /// The same as a value of `jsonb`.
    default JsonValue toValue() {
        return switch (this) {
            case Scalar scalar -> JsonValue.ofScalar(scalar);
            case Array array ->
                new JsonValue.Array(
                        array.elements().stream().map(JsonNode::toValue).toList());
            case Members members -> JsonValue.ofMembers(members);
        };
    }
}
