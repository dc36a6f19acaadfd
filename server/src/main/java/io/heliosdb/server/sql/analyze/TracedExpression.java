package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;

/// An expression with what each of its parts means.
///
/// @param value the whole, in the type that it is used as
public record TracedExpression(Expression node, Trace trace, Expr value) {

    /// The name that an index gives to it as a key.
    public String keyName() {
        String name = ColumnNames.of(node);
        return name.equals(ColumnNames.NONE) ? "expr" : name;
    }
}
