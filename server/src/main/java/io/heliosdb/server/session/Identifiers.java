package io.heliosdb.server.session;

/// Names and values as they are written in SQL.
public final class Identifiers {

    private Identifiers() {}

    /// The name in double quotes.
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// The text as a literal, whatever `standard_conforming_strings` is.
    public static String literal(String text) {
        String quoted = text.replace("'", "''");
        return quoted.indexOf('\\') < 0 ? "'" + quoted + "'" : "E'" + quoted.replace("\\", "\\\\") + "'";
    }
}
