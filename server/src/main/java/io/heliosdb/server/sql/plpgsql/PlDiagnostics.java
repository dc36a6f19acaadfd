package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What GET DIAGNOSTICS tells (PostgreSQL 15 manual, 43.5.5 and 43.6.8.1).
final class PlDiagnostics {

    private static final Set<String> CURRENT = Set.of("row_count", "pg_context");
    private static final Set<String> STACKED = Set.of(
            "returned_sqlstate",
            "column_name",
            "constraint_name",
            "pg_datatype_name",
            "message_text",
            "table_name",
            "schema_name",
            "pg_exception_detail",
            "pg_exception_hint",
            "pg_exception_context");

    private PlDiagnostics() {}

    static boolean isItem(String name, boolean stacked) {
        return (stacked ? STACKED : CURRENT).contains(name);
    }

    static String stacked(SqlException error, String item) {
        ErrorFields fields = error.fields();
        return switch (item) {
            case "returned_sqlstate" -> error.code();
            case "message_text" -> error.message();
            case "column_name" -> text(fields.column());
            case "constraint_name" -> text(fields.constraint());
            case "pg_datatype_name" -> text(fields.dataType());
            case "table_name" -> text(fields.table());
            case "schema_name" -> text(fields.schema());
            case "pg_exception_detail" -> text(fields.detail());
            case "pg_exception_hint" -> text(fields.hint());
            case "pg_exception_context" -> text(fields.where());
            default -> throw new IllegalArgumentException(item);
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
