package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.plpgsql.PlRun.Outcome;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Loops of one run.
final class PlLoops {

    private final PlRun run;
    private final PlHost host;
    private final PlFrame frame;

    PlLoops(PlRun run, PlHost host, PlFrame frame) {
        this.run = run;
        this.host = host;
        this.frame = frame;
    }

    /// What a body's outcome means for the loop around it: null to go on.
    private @Nullable Outcome after(Outcome outcome, String label) {
        return switch (outcome) {
            case NEXT -> null;
            case RETURN -> outcome;
            case EXIT -> run.isMeant(label, true) ? Outcome.NEXT : outcome;
            case CONTINUE -> run.isMeant(label, true) ? null : outcome;
        };
    }

    Outcome loop(PlNode.Loop node) {
        PlSql condition = node.condition();
        while (condition == null || run.isTrue(condition)) {
            // An empty body would not be asked otherwise.
            host.checkCancelled();
            Outcome done = after(run.statements(node.body()), node.label());
            if (done != null) {
                return done;
            }
        }
        return Outcome.NEXT;
    }

    private int bound(PlSql expression, String what) {
        Object value = host.value(expression, DataType.of(Types.INT4), frame).value();
        if (!(value instanceof Integer bound)) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, what + " of FOR loop cannot be null");
        }
        return bound;
    }

    Outcome range(PlNode.ForRange node) {
        PlNode.Range range = node.range();
        long at = bound(range.from(), "lower bound");
        long end = bound(range.to(), "upper bound");
        PlSql given = range.step();
        long step = given == null ? 1 : bound(given, "BY value");
        if (step <= 0) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "BY value of FOR loop must be greater than zero");
        }
        boolean found = false;
        Outcome outcome = Outcome.NEXT;
        while (range.reverse() ? at >= end : at <= end) {
            found = true;
            frame.set(node.variable().slot(), DataType.of(Types.INT4), (int) at);
            host.checkCancelled();
            Outcome done = after(run.statements(node.body()), node.label());
            if (done != null) {
                outcome = done;
                break;
            }
            at += range.reverse() ? -step : step;
        }
        run.setFound(found);
        return outcome;
    }

    /// The rows are those of the moment when the loop began, whatever its body does.
    Outcome query(PlNode.ForQuery node) {
        boolean found = false;
        Outcome outcome = Outcome.NEXT;
        PlRows rows = run.rows();
        try (PlRows.KeptRows kept = rows.kept(rows.open(node.source()))) {
            for (long i = 0; i < kept.rows().size(); i++) {
                found = true;
                rows.assign(node.into(), kept.columns(), kept.rows().get(i));
                host.checkCancelled();
                Outcome done = after(run.statements(node.body()), node.label());
                if (done != null) {
                    outcome = done;
                    break;
                }
            }
            if (!found) {
                rows.assign(node.into(), kept.columns(), null);
            }
        }
        run.setFound(found);
        return outcome;
    }

    Outcome forEach(PlNode.ForEach node) {
        PlHost.Typed given = host.value(node.array(), null, frame);
        if (given.value() == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "FOREACH expression must not be null");
        }
        if (!(given.value() instanceof ArrayValue array)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "FOREACH expression must yield an array, not type "
                            + given.type().type().displayName(-1));
        }
        if (node.slice() < 0 || node.slice() > array.dimensions()) {
            throw new SqlException(
                    SqlState.ARRAY_ELEMENT_ERROR,
                    "slice dimension (" + node.slice() + ") is out of the valid range 0.." + array.dimensions());
        }
        int part = 1;
        int[] lengths = array.lengths();
        for (int i = lengths.length - node.slice(); i < lengths.length; i++) {
            part *= lengths[i];
        }
        boolean found = false;
        Outcome outcome = Outcome.NEXT;
        for (int at = 0; at < array.size(); at += part) {
            found = true;
            assign(node, given.type(), array, at, part);
            host.checkCancelled();
            Outcome done = after(run.statements(node.body()), node.label());
            if (done != null) {
                outcome = done;
                break;
            }
        }
        run.setFound(found);
        return outcome;
    }

    private void assign(PlNode.ForEach node, DataType type, ArrayValue array, int at, int size) {
        PlHost.Typed value;
        if (node.slice() == 0) {
            value = new PlHost.Typed(DataType.of(array.elementType()), array.element(at));
        } else {
            int from = array.dimensions() - node.slice();
            int[] lengths = Arrays.copyOfRange(array.lengths(), from, array.dimensions());
            int[] lower = Arrays.copyOfRange(array.lowerBounds(), from, array.dimensions());
            @Nullable Object[] elements = Arrays.copyOfRange(array.elements(), at, at + size);
            value = new PlHost.Typed(
                    DataType.of(type.type()), new ArrayValue(array.elementType(), lengths, lower, elements));
        }
        List<PlNode.Target> into = node.into();
        run.rows().set(into.getFirst(), value);
    }
}
