package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.tree.Expr;

/// The values of identity columns. Unlike `nextval` in a default they ask no privilege on the sequence: it is a part of
/// the table (PostgreSQL 15 manual, CREATE TABLE).
final class IdentityValues {

    // One object, so that equal expressions stay equal.
    private static final Implementation UNCHECKED = new Implementation.Scalar(
            (context, arguments) -> context.service(Sequences.class).next((Long) arguments[0]));

    private IdentityValues() {}

    /// @param value the stored default, a call of `nextval`
    static Expr of(Expr value) {
        if (!(value instanceof Expr.Call call)) {
            return value;
        }
        FunctionDef nextval = call.function();
        FunctionDef unchecked = new FunctionDef(
                nextval.oid(),
                nextval.schema(),
                nextval.name(),
                nextval.arguments(),
                nextval.defaults(),
                nextval.variadic(),
                nextval.result(),
                nextval.strict(),
                nextval.volatility(),
                nextval.effects(),
                UNCHECKED,
                nextval.parameters());
        return new Expr.Call(unchecked, call.operator(), call.arguments(), call.type());
    }
}
