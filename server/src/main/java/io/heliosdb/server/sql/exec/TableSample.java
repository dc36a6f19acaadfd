package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.function.FunctionContext;
import java.util.List;

/// Counts a table's rows, for ANALYZE.
public final class TableSample {

    private final TableAccess access;
    private final FunctionContext context;

    public TableSample(TableAccess access, FunctionContext context) {
        this.access = access;
        this.context = context;
    }

    /// @param rows all rows of the table
    public TableStatistics read(Cursor rows) {
        long count = 0;
        long bytes = 0;
        while (rows.next()) {
            if ((++count & 0xFF) == 0) {
                context.checkCancelled();
            }
            bytes += rows.value().length;
        }
        return new TableStatistics(access.table().oid(), count, bytes, List.of());
    }
}
