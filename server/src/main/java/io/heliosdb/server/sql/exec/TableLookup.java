package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import org.jspecify.annotations.Nullable;

/// Tables and what belongs to them, as the running transaction sees the catalog.
public interface TableLookup {

    RelationDef.Table table(int oid);

    /// Everything that writing a table needs, compiled; the same object while the table's definition stays.
    TableAccess access(RelationDef.Table table);

    /// The values of the columns' defaults, by position.
    @Nullable
    Object[] defaults(RelationDef.Table table, ExecutionContext execution);
}
