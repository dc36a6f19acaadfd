package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;

/// An expression in both forms: to show and to run.
public record Compiled(Expr expr, Eval eval) {}
