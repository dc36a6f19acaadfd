package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;

/// An expression with what each of its parts means.
///
/// @param value the whole, in the type that it is used as
public record TracedExpression(Expression node, Trace trace, Expr value) {}
