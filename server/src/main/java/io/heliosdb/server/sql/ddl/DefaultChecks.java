package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;

/// Checks default expressions when they are given.
final class DefaultChecks {

    private DefaultChecks() {}

    static void check(CommandRun run, RelationDef.Table table, ColumnDef column) {
        try {
            run.analyzer().columnDefault(column, table, run.analysis());
        } catch (SqlException e) {
            if (e.state() == SqlState.UNDEFINED_COLUMN) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED, "cannot use column reference in DEFAULT expression");
            }
            throw new SqlException(
                    e.state(),
                    e.message().replace("but expression is of type", "but default expression is of type"),
                    e.fields().withPosition(0),
                    null);
        }
    }
}
