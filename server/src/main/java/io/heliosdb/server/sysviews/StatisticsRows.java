package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics.ColumnStatistics;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `pg_stats` and `pg_statistic`: what ANALYZE found. Values are shown as text.
final class StatisticsRows {

    // Kinds of statistics in pg_statistic (PostgreSQL 18 manual, 52.51).
    private static final int MOST_COMMON = 1;
    private static final int HISTOGRAM = 2;
    private static final int CORRELATION = 3;

    private StatisticsRows() {}

    static Map<String, SystemRows> all() {
        return Map.of("pg_stats", StatisticsRows::stats, "pg_statistic", StatisticsRows::statistic);
    }

    @FunctionalInterface
    private interface Reader {
        void read(RelationDef.Table table, ColumnDef column, ColumnStatistics found);
    }

    private static void each(Scan scan, Reader reader) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                scan.catalog().statistics(table.oid()).ifPresent(statistics -> {
                    for (ColumnStatistics found : statistics.columns()) {
                        column(table, found).ifPresent(column -> reader.read(table, column, found));
                    }
                });
            }
        }
    }

    private static Optional<ColumnDef> column(RelationDef.Table table, ColumnStatistics found) {
        return table.columns().stream()
                .filter(c -> c.number() == found.column() && !c.dropped())
                .findFirst();
    }

    private static void stats(Scan scan, RowSink rows) {
        each(scan, (table, column, found) -> rows.row()
                .set("schemaname", table.schema())
                .set("tablename", table.name())
                .set("attname", column.name())
                .flag("inherited", false)
                .set("null_frac", (float) found.nullFraction())
                .set("avg_width", (int) Math.round(found.averageWidth()))
                .set("n_distinct", (float) found.distinct())
                .set("most_common_vals", texts(found.commonValues()))
                .set("most_common_freqs", shares(found.commonShares()))
                .set("histogram_bounds", texts(found.histogram()))
                .set("correlation", isOrdered(found) ? (float) found.correlation() : null));
    }

    private static void statistic(Scan scan, RowSink rows) {
        each(scan, (table, column, found) -> {
            RowSink.Row row = rows.row()
                    .oid("starelid", table.oid())
                    .set("staattnum", column.number())
                    .flag("stainherit", false)
                    .set("stanullfrac", (float) found.nullFraction())
                    .set("stawidth", (int) Math.round(found.averageWidth()))
                    .set("stadistinct", (float) found.distinct());
            for (int slot = 1; slot <= 5; slot++) {
                row.set("stakind" + slot, 0).oid("staop" + slot, 0).oid("stacoll" + slot, 0);
            }
            int slot = 1;
            if (!found.commonValues().isEmpty()) {
                row.set("stakind" + slot, MOST_COMMON)
                        .set("stanumbers" + slot, shares(found.commonShares()))
                        .set("stavalues" + slot, texts(found.commonValues()));
                slot++;
            }
            if (!found.histogram().isEmpty()) {
                row.set("stakind" + slot, HISTOGRAM).set("stavalues" + slot, texts(found.histogram()));
                slot++;
            }
            if (isOrdered(found)) {
                row.set("stakind" + slot, CORRELATION).set("stanumbers" + slot, shares(List.of(found.correlation())));
            }
        });
    }

    private static boolean isOrdered(ColumnStatistics found) {
        return !found.commonValues().isEmpty() || !found.histogram().isEmpty();
    }

    private static @Nullable ArrayValue texts(List<String> values) {
        return values.isEmpty() ? null : ArrayValue.ofList(Types.TEXT, List.copyOf(values));
    }

    private static @Nullable ArrayValue shares(List<Double> values) {
        return values.isEmpty()
                ? null
                : ArrayValue.ofList(
                        Types.FLOAT4,
                        values.stream().map(v -> (Object) v.floatValue()).toList());
    }
}
