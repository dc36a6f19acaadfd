package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.estimate.RowSample;

/// Counts and samples a table's rows, for ANALYZE.
public final class TableSample {

    private final RelationDef.Table table;
    private final Runnable checkCancelled;

    /// @param checkCancelled called now and then
    public TableSample(RelationDef.Table table, Runnable checkCancelled) {
        this.table = table;
        this.checkCancelled = checkCancelled;
    }

    /// @param rows all rows of the table
    public TableStatistics read(Cursor rows) {
        RowSample sample = new RowSample(table);
        int count = 0;
        while (rows.next()) {
            if ((++count & 0xFF) == 0) {
                checkCancelled.run();
            }
            sample.add(rows.value());
        }
        return sample.statistics(new RowCodec(table)::decode);
    }
}
