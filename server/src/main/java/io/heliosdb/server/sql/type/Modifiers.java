package io.heliosdb.server.sql.type;

/// Reads the modifiers of type names.
final class Modifiers {

    private Modifiers() {}

    /// @throws io.heliosdb.server.common.SqlException 22P02, 22003 as for any integer
    static int integer(String text) {
        return Integers.parse(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
    }
}
