package io.heliosdb.server.sql.estimate;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.TableStatistics.ColumnStatistics;
import io.heliosdb.server.sql.type.RowWriter;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One column's values in a sample, and its statistics: how many are NULL, how wide, how many different ones the
/// whole table is thought to have, which are common, how the others are spread (PostgreSQL 18 manual, 53.27).
///
/// The number of different values is estimated as Haas and Stokes do ("Sampling-Based Estimation of the Number of
/// Distinct Values of an Attribute", estimator Duj1). Used by one thread.
final class ColumnSample {

    // PostgreSQL's default statistics target: most common values and buckets.
    private static final int TARGET = 100;

    // Wider values are counted, but not kept as common ones or bounds.
    private static final int WIDEST = 1024;

    // A value is common when it is that much more frequent than the average one.
    private static final double COMMON = 1.25;

    // From this share of the rows on, a number of different values is thought to grow with the table.
    private static final double GROWING = 0.1;

    private record Held(Object value, int order) {}

    /// Equal values: `count` of them in the sorted sample, from `first` on.
    private record Group(Object value, int first, int count) {}

    private final ColumnDef column;
    private final Type type;
    private final long tableRows;
    private final List<Held> values = new ArrayList<>();
    private final RowWriter writer = new RowWriter(64);
    private int rows;
    private int nulls;
    private int wide;

    ColumnSample(ColumnDef column, long tableRows) {
        this.column = column;
        this.type = column.type().type();
        this.tableRows = tableRows;
    }

    /// @param row all values of the next row
    void add(@Nullable Object[] row) {
        rows++;
        Object value = column.position() < row.length ? row[column.position()] : null;
        if (value == null) {
            nulls++;
            return;
        }
        int before = writer.size();
        type.write(value, writer);
        if (writer.size() - before > WIDEST) {
            wide++;
        } else {
            values.add(new Held(value, values.size()));
        }
    }

    ColumnStatistics statistics() {
        int present = rows - nulls;
        double nullFraction = (double) nulls / rows;
        double width = present == 0 ? 0 : (double) writer.size() / present;
        if (values.isEmpty() || !isOrdered()) {
            return new ColumnStatistics(
                    column.number(), nullFraction, width, wide > 0 ? -1 : 0, List.of(), List.of(), List.of(), 0);
        }
        values.sort(Comparator.comparing(Held::value, type::compare));
        List<Group> groups = groups();
        double distinct = distinct(groups, present, nullFraction);
        List<Group> common = common(groups, distinct);
        List<String> commonValues = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (Group group : common) {
            commonValues.add(text(group.value));
            shares.add((double) group.count / rows);
        }
        return new ColumnStatistics(
                column.number(),
                nullFraction,
                width,
                distinct,
                commonValues,
                shares,
                histogram(groups, common),
                correlation());
    }

    // A type without an order, such as json, has no statistics of values.
    private boolean isOrdered() {
        Object value = values.getFirst().value;
        try {
            return type.compare(value, value) == 0;
        } catch (SqlException e) {
            return false;
        }
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= values.size(); i++) {
            if (i == values.size() || type.compare(values.get(first).value, values.get(i).value) != 0) {
                groups.add(new Group(values.get(first).value, first, i - first));
                first = i;
            }
        }
        return groups;
    }

    // As `n_distinct`: negative for a share of the rows.
    private double distinct(List<Group> groups, int present, double nullFraction) {
        long repeated = groups.stream().filter(g -> g.count > 1).count();
        if (repeated == 0) {
            return -(1 - nullFraction);
        }
        double found = groups.size() + (double) wide;
        double estimate;
        if (wide == 0 && repeated == groups.size()) {
            estimate = found;
        } else {
            double once = found - repeated;
            double all = tableRows * (1 - nullFraction);
            estimate = present * found / (present - once + once * present / all);
            estimate = Math.clamp(estimate, found, Math.max(found, all));
        }
        double rounded = Math.floor(estimate + 0.5);
        return rounded > GROWING * tableRows ? -rounded / tableRows : rounded;
    }

    private List<Group> common(List<Group> groups, double distinct) {
        boolean complete = wide == 0
                && distinct > 0
                && groups.size() <= TARGET
                && groups.stream().allMatch(g -> g.count > 1);
        double different = distinct < 0 ? -distinct * tableRows : distinct;
        double average = values.size() / Math.max(1, Math.min(different, values.size()));
        double least = complete ? 1 : Math.max(2, Math.min(average * COMMON, (double) values.size() / TARGET));
        return groups.stream()
                .filter(g -> g.count >= least && (complete || g.count > average))
                .sorted(Comparator.comparingInt(Group::count).reversed().thenComparingInt(Group::first))
                .limit(TARGET)
                .toList();
    }

    private List<String> histogram(List<Group> groups, List<Group> common) {
        List<Group> rest = new ArrayList<>(groups);
        rest.removeAll(common);
        if (rest.size() < 2) {
            return List.of();
        }
        List<Object> left = new ArrayList<>();
        for (Group group : rest) {
            for (int i = 0; i < group.count; i++) {
                left.add(group.value);
            }
        }
        int bounds = Math.min(rest.size(), TARGET + 1);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < bounds; i++) {
            long at = (long) i * (left.size() - 1) / (bounds - 1);
            found.add(text(left.get((int) at)));
        }
        return found;
    }

    // Between a value's place in the table and its place in the order.
    private double correlation() {
        double n = values.size();
        if (n < 2) {
            return 0;
        }
        double products = 0;
        for (int i = 0; i < values.size(); i++) {
            products += (double) i * values.get(i).order;
        }
        double sum = n * (n - 1) / 2;
        double squares = n * (n - 1) * (2 * n - 1) / 6;
        return (n * products - sum * sum) / (n * squares - sum * sum);
    }

    private String text(Object value) {
        return type.format(value, PlainContext.INSTANCE);
    }
}
