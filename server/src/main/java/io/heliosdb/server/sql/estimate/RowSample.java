package io.heliosdb.server.sql.estimate;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A random sample of a table's rows, every row with the same chance, and the statistics made of it.
///
/// The same rows give the same sample. Used by one thread.
public final class RowSample {

    // PostgreSQL's 300 rows for each of the default statistics target of 100: enough for histograms of 100 buckets.
    private static final int MOST_ROWS = 30_000;

    // Wide rows must not fill the memory; a smaller sample is still a sample.
    private static final long MOST_BYTES = 64L << 20;

    // Columns whose values are held decoded at the same time.
    private static final int COLUMNS_AT_ONCE = 8;

    private record Row(long number, byte[] bytes) {}

    private final RelationDef.Table table;
    private final SplittableRandom random;
    private final List<Row> rows = new ArrayList<>();
    private int capacity = MOST_ROWS;
    private long held;
    private long seen;
    private long bytes;

    public RowSample(RelationDef.Table table) {
        this.table = table;
        this.random = new SplittableRandom(table.oid());
    }

    /// Shows it the next row in the table's order.
    public void add(byte[] row) {
        seen++;
        bytes += row.length;
        if (rows.size() < capacity) {
            rows.add(new Row(seen, row));
            held += row.length;
        } else if (random.nextLong(seen) < capacity) {
            int at = random.nextInt(capacity);
            held += row.length - rows.get(at).bytes.length;
            rows.set(at, new Row(seen, row));
        }
        while (held > MOST_BYTES && rows.size() > 1) {
            int at = random.nextInt(rows.size());
            Row last = rows.removeLast();
            Row dropped = at == rows.size() ? last : rows.set(at, last);
            held -= dropped.bytes.length;
            capacity = rows.size();
        }
    }

    /// @param decode the values of a row by position
    public TableStatistics statistics(Function<byte[], @Nullable Object[]> decode) {
        rows.sort(Comparator.comparingLong(Row::number));
        List<TableStatistics.ColumnStatistics> found = new ArrayList<>();
        List<ColumnDef> columns =
                table.columns().stream().filter(c -> !c.dropped()).toList();
        for (int first = 0; first < columns.size() && !rows.isEmpty(); first += COLUMNS_AT_ONCE) {
            List<ColumnDef> some = columns.subList(first, Math.min(columns.size(), first + COLUMNS_AT_ONCE));
            List<ColumnSample> samples =
                    some.stream().map(c -> new ColumnSample(c, seen)).toList();
            for (Row row : rows) {
                @Nullable Object[] values = decode.apply(row.bytes);
                samples.forEach(s -> s.add(values));
            }
            samples.forEach(s -> found.add(s.statistics()));
        }
        return new TableStatistics(table.oid(), seen, bytes, found);
    }
}
