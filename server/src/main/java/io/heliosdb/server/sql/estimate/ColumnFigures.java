package io.heliosdb.server.sql.estimate;

import io.heliosdb.server.sql.catalog.TableStatistics.ColumnStatistics;
import io.heliosdb.server.sql.type.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// A column's statistics as values. Immutable.
final class ColumnFigures {

    private final Type type;
    private final double nullFraction;
    private final double width;
    private final double distinct;
    private final List<Object> common;
    private final List<Double> shares;
    private final List<Object> histogram;

    private ColumnFigures(Type type, ColumnStatistics statistics) {
        this.type = type;
        this.nullFraction = statistics.nullFraction();
        this.width = statistics.averageWidth();
        this.distinct = statistics.distinct();
        this.common = parsed(statistics.commonValues());
        this.shares = statistics.commonShares();
        this.histogram = parsed(statistics.histogram());
    }

    static ColumnFigures of(Type type, ColumnStatistics statistics) {
        return new ColumnFigures(type, statistics);
    }

    private List<Object> parsed(List<String> texts) {
        List<Object> values = new ArrayList<>(texts.size());
        for (String text : texts) {
            values.add(type.parse(text, PlainContext.INSTANCE));
        }
        return values;
    }

    double nullFraction() {
        return nullFraction;
    }

    double width() {
        return width;
    }

    /// How many different values there are among that many rows; 0 when unknown.
    double distinct(double rows) {
        return distinct < 0 ? Math.max(1, -distinct * rows) : distinct;
    }

    private double commonShare() {
        return shares.stream().mapToDouble(Double::doubleValue).sum();
    }

    /// Which share of rows has a value; one that is not known when it is null-like is asked for by {@link
    /// #equal(double)}.
    double equal(Object value, double rows) {
        Object fitting = fit(value);
        for (int i = 0; i < common.size(); i++) {
            if (type.compare(common.get(i), fitting) == 0) {
                return shares.get(i);
            }
        }
        double others = distinct(rows) - common.size();
        double rest = Math.max(0, 1 - nullFraction - commonShare());
        return others < 1 ? Math.min(rest, 1 / Math.max(1, rows)) : rest / others;
    }

    /// Which share of rows has one value, whichever.
    double equal(double rows) {
        double values = distinct(rows);
        return values < 1 ? 0 : (1 - nullFraction) / values;
    }

    /// Which share of rows is below a value.
    double below(Object value) {
        Object fitting = fit(value);
        double share = 0;
        for (int i = 0; i < common.size(); i++) {
            if (type.compare(common.get(i), fitting) < 0) {
                share += shares.get(i);
            }
        }
        return share + histogramBelow(fitting) * Math.max(0, 1 - nullFraction - commonShare());
    }

    boolean hasOrder() {
        return !common.isEmpty() || !histogram.isEmpty();
    }

    // A share of the values that are not common.
    private double histogramBelow(Object value) {
        int bounds = histogram.size();
        if (bounds < 2) {
            return 0.5;
        }
        if (type.compare(value, histogram.getFirst()) <= 0) {
            return 0;
        }
        if (type.compare(value, histogram.getLast()) > 0) {
            return 1;
        }
        int low = 0;
        int high = bounds - 1;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (type.compare(value, histogram.get(middle)) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + within(histogram.get(low), histogram.get(high), value)) / (bounds - 1);
    }

    private static double within(Object low, Object high, Object value) {
        if (low instanceof Number a && high instanceof Number b && value instanceof Number v) {
            double width = b.doubleValue() - a.doubleValue();
            return width <= 0 ? 0.5 : Math.clamp((v.doubleValue() - a.doubleValue()) / width, 0, 1);
        }
        return 0.5;
    }

    // A whole number or fraction as the column's own kind of number.
    private Object fit(Object value) {
        if (type.valueClass().isInstance(value)) {
            return value;
        }
        if (value instanceof Number number) {
            if (type.valueClass() == Integer.class) {
                return Math.clamp(number.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
            if (type.valueClass() == Long.class) {
                return number.longValue();
            }
            if (type.valueClass() == Double.class) {
                return number.doubleValue();
            }
            if (type.valueClass() == Float.class) {
                return number.floatValue();
            }
            if (type.valueClass() == BigDecimal.class) {
                return new BigDecimal(number.toString());
            }
        }
        throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " is no " + type.name());
    }

    /// Whether a value can be compared with the column's.
    boolean accepts(Object value) {
        Class<?> kind = type.valueClass();
        return kind.isInstance(value)
                || (value instanceof Number
                        && (kind == Integer.class
                                || kind == Long.class
                                || kind == Double.class
                                || kind == Float.class));
    }
}
