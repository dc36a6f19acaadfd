package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.type.DataType;
import org.jspecify.annotations.Nullable;

/// A column of a table.
///
/// @param number `pg_attribute.attnum`, from 1, never used again after a drop
/// @param position where the value stands in a stored row, from 0; equal to `number - 1`
/// @param defaultSql the default (or generation) expression as SQL text; null when there is none
public record ColumnDef(
        int number,
        String name,
        DataType type,
        boolean notNull,
        @Nullable String defaultSql,
        Identity identity,
        boolean generated,
        boolean dropped) {

    /// `GENERATED … AS IDENTITY`.
    public enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }

    public int position() {
        return number - 1;
    }
}
