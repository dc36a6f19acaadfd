package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// The errors that many types share, in PostgreSQL's words.
public final class TypeErrors {

    private TypeErrors() {}

    /// 22P02: the text is no value of the type.
    public static SqlException invalidInput(String type, String text) {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type " + type + ": \"" + text + "\"");
    }

    /// 22003: the text is a number, but too large for the type.
    public static SqlException valueOutOfRange(String type, String text) {
        return new SqlException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value \"" + text + "\" is out of range for type " + type);
    }

    /// 22003: a computed value does not fit, such as `integer out of range`.
    public static SqlException outOfRange(String what) {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, what + " out of range");
    }

    /// 22003: the result of floating-point arithmetic is too large.
    public static SqlException overflow() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }

    /// 22003: the result of floating-point arithmetic is too small to be told from zero.
    public static SqlException underflow() {
        return new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }

    /// 22012.
    public static SqlException divisionByZero() {
        return new SqlException(SqlState.DIVISION_BY_ZERO, "division by zero");
    }

    /// 22023.
    public static SqlException invalidParameter(String message) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, message);
    }

    /// 0A000.
    public static SqlException unsupported(String message) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, message);
    }

    /// 22P03: the binary form is broken.
    public static SqlException invalidBinary(String message) {
        return new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, message);
    }

    /// 08P01: the binary form is too short, as PostgreSQL's message reader says.
    public static SqlException insufficientData() {
        return new SqlException(SqlState.PROTOCOL_VIOLATION, "insufficient data left in message");
    }
}
