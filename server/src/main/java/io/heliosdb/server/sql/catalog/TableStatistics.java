package io.heliosdb.server.sql.catalog;

import java.util.List;

/// What `ANALYZE` found about a table.
///
/// @param oid the table's
/// @param rows how many rows it had
/// @param bytes size of its rows
/// @param columns in the order of the row
public record TableStatistics(int oid, double rows, double bytes, List<ColumnStatistics> columns)
        implements CatalogObject {

    public TableStatistics {
        columns = List.copyOf(columns);
    }

    /// As `pg_stats` shows it; values in the column type's text form.
    ///
    /// @param distinct as `n_distinct`: negative for a share of the rows
    /// @param commonValues with their shares in `commonShares`
    /// @param histogram bounds of buckets of equal size, common values left out
    /// @param correlation between physical and logical order
    public record ColumnStatistics(
            int column,
            double nullFraction,
            double averageWidth,
            double distinct,
            List<String> commonValues,
            List<Double> commonShares,
            List<String> histogram,
            double correlation) {

        public ColumnStatistics {
            commonValues = List.copyOf(commonValues);
            commonShares = List.copyOf(commonShares);
            histogram = List.copyOf(histogram);
        }
    }
}
