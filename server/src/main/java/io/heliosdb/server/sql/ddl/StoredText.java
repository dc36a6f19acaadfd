package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expressions as the catalog keeps them: every name with its schema, so that a later search path changes
/// nothing.
final class StoredText {

    private StoredText() {}

    /// @param row whose columns the expression names; null for none
    /// @param target the type that its value is assigned to; null for its own
    static String of(CommandRun run, String sql, @Nullable RelationDef row, @Nullable DataType target) {
        return run.deparser().stored(SqlParser.parseExpression(sql), row, target, run.analysis());
    }

    /// The table with its defaults and generation expressions in the kept form.
    static RelationDef.Table columns(CommandRun run, RelationDef.Table table) {
        List<ColumnDef> columns = table.columns().stream()
                .map(c -> {
                    String sql = c.defaultSql();
                    return sql == null || c.dropped()
                            ? c
                            : TableChanges.withDefault(c, of(run, sql, c.generated() ? table : null, c.type()));
                })
                .toList();
        return table.withColumns(columns);
    }
}
