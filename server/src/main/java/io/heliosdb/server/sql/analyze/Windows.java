package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.parse.ast.Window;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Window definitions (PostgreSQL 18 manual, 4.2.8) and sort keys.
final class Windows {

    private static final Query.Frame DEFAULT = new Query.Frame(
            Query.Frame.Unit.RANGE,
            Query.Frame.Bound.UNBOUNDED_PRECEDING,
            null,
            Query.Frame.Bound.CURRENT_ROW,
            null,
            Query.Frame.Exclusion.NO_OTHERS,
            null,
            null);

    private final Analysis analysis;

    Windows(Analysis analysis) {
        this.analysis = analysis;
    }

    Query.WindowDef define(Window window, Place place, Place.SelectState select) {
        Place inside = place.insideWindow();
        Window base = null;
        if (!window.reference().isEmpty()) {
            base = select.named(window.reference());
            if (base == null) {
                throw new SqlException(
                        SqlState.UNDEFINED_OBJECT, "window \"" + window.reference() + "\" does not exist");
            }
            if (window.bare()) {
                return define(base, place, select);
            }
        }
        List<Expression> partition = window.partition();
        List<SortItem> sort = window.order();
        if (base != null) {
            Query.WindowDef inherited = define(base, place, select);
            List<Expr.Aggregate.Order> order = inherited.order().isEmpty() ? order(sort, inside) : inherited.order();
            return new Query.WindowDef(inherited.partition(), order, frame(window.frame(), order, inside));
        }
        List<Expr> keys = new ArrayList<>();
        for (Expression key : partition) {
            keys.add(analysis.coercion().known(analysis.expressions().analyze(key, inside)));
        }
        List<Expr.Aggregate.Order> order = order(sort, inside);
        return new Query.WindowDef(keys, order, frame(window.frame(), order, inside));
    }

    List<Expr.Aggregate.Order> order(List<SortItem> items, Place place) {
        List<Expr> keys = new ArrayList<>();
        for (SortItem item : items) {
            keys.add(analysis.coercion().known(analysis.expressions().analyze(item.key(), place)));
        }
        return orderOf(items, keys);
    }

    List<Expr.Aggregate.Order> orderOf(List<SortItem> items, List<Expr> keys) {
        List<Expr.Aggregate.Order> order = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            SortItem item = items.get(i);
            checkOrdered(keys.get(i));
            order.add(new Expr.Aggregate.Order(keys.get(i), isDescending(item), nullsFirst(item)));
        }
        return order;
    }

    void checkOrdered(Expr key) {
        if (!analysis.operators().isOrdered(key.baseType())) {
            throw new SqlException(
                            SqlState.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type "
                                    + key.baseType().displayName(-1))
                    .withHint("Use an explicit ordering operator or modify the query.");
        }
    }

    static boolean isDescending(SortItem item) {
        return item.descending() || item.using().equals(">");
    }

    static boolean nullsFirst(SortItem item) {
        return switch (item.nulls()) {
            case FIRST -> true;
            case LAST -> false;
            case DEFAULT -> isDescending(item);
        };
    }

    private Query.Frame frame(Window.@Nullable Frame frame, List<Expr.Aggregate.Order> order, Place place) {
        if (frame == null) {
            return DEFAULT;
        }
        Query.Frame.Unit unit =
                switch (frame.unit()) {
                    case ROWS -> Query.Frame.Unit.ROWS;
                    case RANGE -> Query.Frame.Unit.RANGE;
                    case GROUPS -> Query.Frame.Unit.GROUPS;
                };
        Expr start = offset(frame.start(), unit, order, place);
        Expr end = offset(frame.end(), unit, order, place);
        OperatorDef minus = null;
        OperatorDef plus = null;
        Expr sample = start == null ? end : start;
        if (unit == Query.Frame.Unit.RANGE && sample != null) {
            if (order.size() != 1) {
                throw AnalysisErrors.windowing(
                        "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
            }
            Type key = order.getFirst().key().baseType();
            minus = rangeOperator("-", key, sample.baseType());
            plus = rangeOperator("+", key, sample.baseType());
        }
        return new Query.Frame(
                unit, bound(frame.start()), start, bound(frame.end()), end, exclusion(frame), minus, plus);
    }

    private @Nullable Expr offset(
            Window.Bound bound, Query.Frame.Unit unit, List<Expr.Aggregate.Order> order, Place place) {
        if (bound.offset() == null) {
            return null;
        }
        Expr value = analysis.expressions().analyze(bound.offset(), Place.plain(place.scope(), "window frame"));
        if (unit != Query.Frame.Unit.RANGE) {
            Expr converted = analysis.coercion().convert(value, DataType.of(Types.INT8), CastDef.Context.ASSIGNMENT);
            if (converted == null) {
                throw AnalysisErrors.mismatch("argument of " + unit + " must be type bigint, not type "
                        + value.baseType().displayName(-1));
            }
            return converted;
        }
        if (order.isEmpty()) {
            return value;
        }
        Type key = TypeRules.withoutDomain(order.getFirst().key().baseType());
        Type wanted = offsetType(key);
        if (isInteger(key) && isInteger(value.baseType())) {
            // The sum of two integers of different sizes has the size of the larger one.
            return analysis.coercion().explicit(value, DataType.of(wanted));
        }
        Expr converted = analysis.coercion().convert(value, DataType.of(wanted), CastDef.Context.IMPLICIT);
        if (converted == null) {
            throw unsuitable(key, value.baseType());
        }
        return converted;
    }

    private static boolean isInteger(Type type) {
        return switch (type.name()) {
            case "int2", "int4", "int8" -> true;
            default -> false;
        };
    }

    // What is added to and taken from the ordering column.
    private static Type offsetType(Type key) {
        return switch (key.name()) {
            case "int2", "int4", "int8", "float4", "float8", "numeric" -> key;
            default -> Types.INTERVAL;
        };
    }

    private static SqlException unsuitable(Type key, Type offset) {
        return AnalysisErrors.unsupported("RANGE with offset PRECEDING/FOLLOWING is not supported for column type "
                        + key.displayName(-1) + " and offset type " + offset.displayName(-1))
                .withHint("Cast the offset value to an appropriate type.");
    }

    private OperatorDef rangeOperator(String symbol, Type key, Type offset) {
        List<OperatorDef> exact = analysis.builtins().binary(symbol).stream()
                .filter(o -> TypeRules.withoutDomain(key).equals(o.left())
                        && o.right().equals(offset))
                .toList();
        if (exact.isEmpty()) {
            throw unsuitable(key, offset);
        }
        return exact.getFirst();
    }

    private static Query.Frame.Bound bound(Window.Bound bound) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> Query.Frame.Bound.UNBOUNDED_PRECEDING;
            case PRECEDING -> Query.Frame.Bound.PRECEDING;
            case CURRENT_ROW -> Query.Frame.Bound.CURRENT_ROW;
            case FOLLOWING -> Query.Frame.Bound.FOLLOWING;
            case UNBOUNDED_FOLLOWING -> Query.Frame.Bound.UNBOUNDED_FOLLOWING;
        };
    }

    private static Query.Frame.Exclusion exclusion(Window.Frame frame) {
        return switch (frame.exclusion()) {
            case NO_OTHERS -> Query.Frame.Exclusion.NO_OTHERS;
            case CURRENT_ROW -> Query.Frame.Exclusion.CURRENT_ROW;
            case GROUP -> Query.Frame.Exclusion.GROUP;
            case TIES -> Query.Frame.Exclusion.TIES;
        };
    }
}
