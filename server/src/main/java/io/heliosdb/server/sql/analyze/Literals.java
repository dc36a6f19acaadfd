package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;

/// Constants (PostgreSQL 18 manual, 4.1.2).
final class Literals {

    private static final int LONG_DIGITS = 19;

    private final Analysis analysis;

    Literals(Analysis analysis) {
        this.analysis = analysis;
    }

    /// An integer that fits is `integer`, else `bigint`, else `numeric`.
    Expr number(String text, boolean integer) {
        if (integer && text.length() <= LONG_DIGITS + 1 && isDecimal(text)) {
            try {
                long value = Long.parseLong(text);
                return value == (int) value ? constant((int) value, Types.INT4) : constant(value, Types.INT8);
            } catch (NumberFormatException e) {
                // Nineteen digits can be too many for a bigint; then it is numeric like any longer number.
                return numeric(text);
            }
        }
        return numeric(text);
    }

    private static boolean isDecimal(String text) {
        for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private Expr numeric(String text) {
        return constant(Types.NUMERIC.parse(text, analysis.context().session()), Types.NUMERIC);
    }

    Expr bits(String bits) {
        return constant(Types.BIT.parse(bits, analysis.context().session()), Types.BIT);
    }

    private static Expr constant(Object value, Type type) {
        return new Expr.Constant(value, DataType.of(type));
    }
}
