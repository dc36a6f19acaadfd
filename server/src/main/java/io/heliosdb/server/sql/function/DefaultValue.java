package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.JsonValue;
import io.heliosdb.server.sql.type.Type;

/// Reads the few kinds of constants that stand as defaults in `pg_proc`.
final class DefaultValue {

    private DefaultValue() {}

    static Object parse(String expression, Type type) {
        int cast = expression.indexOf("'::");
        String text = expression.startsWith("'") ? expression.substring(1, cast) : expression;
        if (type instanceof ArrayType array) {
            return ArrayValue.empty(array.elementType());
        }
        return switch (type.name()) {
            case "bool" -> text.equals("true");
            case "int4" -> Integer.valueOf(text);
            case "int8" -> Long.valueOf(text);
            case "float8" -> Double.valueOf(text);
            case "jsonb" -> JsonValue.parse(text);
            default -> text;
        };
    }
}
