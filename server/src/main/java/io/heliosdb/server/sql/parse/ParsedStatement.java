package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.Statement;

/// One statement of a text.
///
/// @param start where it begins in the whole text, in characters; positions in the tree are relative to the whole text
/// @param length its length without the semicolon
/// @param text the whole text
public record ParsedStatement(Statement statement, int start, int length, String text) {

    /// The statement's own text.
    public String sql() {
        return text.substring(start, start + length);
    }
}
