package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Type;

/// What a path expression works with: JSON values, and the dates and times that `.datetime()` makes, which JSON
/// does not have.
sealed interface JsonPathItem {

    record Json(JsonValue value) implements JsonPathItem {}

    /// @param value as the type describes it
    /// @param offset seconds east of Greenwich that the text gave, with which a moment is shown
    record Moment(Type type, Object value, int offset) implements JsonPathItem {}

    static JsonPathItem of(JsonValue value) {
        return new Json(value);
    }
}
