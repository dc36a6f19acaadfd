package io.heliosdb.server.common;

import org.jspecify.annotations.Nullable;

/// The optional fields of an error or notice (protocol 3.0, 55.8 "Error and Notice Message Fields").
///
/// @param position character of the statement's text, counted from 1; 0 when unknown
public record ErrorFields(
        @Nullable String detail,
        @Nullable String hint,
        int position,
        @Nullable String schema,
        @Nullable String table,
        @Nullable String column,
        @Nullable String dataType,
        @Nullable String constraint,
        @Nullable String where,
        @Nullable String routine) {

    /// No field at all.
    public static final ErrorFields NONE = new ErrorFields(null, null, 0, null, null, null, null, null, null, null);

    public ErrorFields withDetail(String value) {
        return new ErrorFields(value, hint, position, schema, table, column, dataType, constraint, where, routine);
    }

    public ErrorFields withHint(String value) {
        return new ErrorFields(detail, value, position, schema, table, column, dataType, constraint, where, routine);
    }

    public ErrorFields withPosition(int value) {
        return new ErrorFields(detail, hint, value, schema, table, column, dataType, constraint, where, routine);
    }

    public ErrorFields withTable(String schemaName, String tableName) {
        return new ErrorFields(
                detail, hint, position, schemaName, tableName, column, dataType, constraint, where, routine);
    }

    public ErrorFields withColumn(String value) {
        return new ErrorFields(detail, hint, position, schema, table, value, dataType, constraint, where, routine);
    }

    public ErrorFields withDataType(String value) {
        return new ErrorFields(detail, hint, position, schema, table, column, value, constraint, where, routine);
    }

    public ErrorFields withDataType(String schemaName, String value) {
        return new ErrorFields(detail, hint, position, schemaName, table, column, value, constraint, where, routine);
    }

    public ErrorFields withConstraint(String value) {
        return new ErrorFields(detail, hint, position, schema, table, column, dataType, value, where, routine);
    }

    /// @param value PostgreSQL's name for where it was found; drivers go by it where a SQLSTATE says too little
    public ErrorFields withRoutine(String value) {
        return new ErrorFields(detail, hint, position, schema, table, column, dataType, constraint, where, value);
    }

    public ErrorFields withWhere(@Nullable String value) {
        return new ErrorFields(detail, hint, position, schema, table, column, dataType, constraint, value, routine);
    }
}
