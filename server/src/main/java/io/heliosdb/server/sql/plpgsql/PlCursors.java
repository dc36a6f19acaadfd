package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cursors that one run has opened (PostgreSQL 15 manual, 43.7). They end with it.
final class PlCursors {

    private final PlHost host;
    private final PlFrame frame;
    private final PlRows rows;
    private final Map<String, Opened> opened = new HashMap<>();

    /// A cursor and the row it is on: 0 before the first.
    private static final class Opened {
        final PlRows.KeptRows rows;
        long at;

        Opened(PlRows.KeptRows rows) {
            this.rows = rows;
        }
    }

    PlCursors(PlHost host, PlFrame frame, PlRows rows) {
        this.host = host;
        this.frame = frame;
        this.rows = rows;
    }

    /// The rows of a bound cursor's query.
    PlHost.Rows bound(PlVariable cursor, List<PlSql> arguments) {
        if (!(cursor.type() instanceof PlVariable.Declared.BoundCursor bound)) {
            throw PlErrors.syntax("cursor variable is not bound");
        }
        List<PlVariable> wanted = bound.arguments();
        if (arguments.size() != wanted.size()) {
            throw PlErrors.syntax((arguments.size() < wanted.size() ? "not enough" : "too many")
                    + " arguments for cursor \"" + cursor.name() + "\"");
        }
        for (int i = 0; i < wanted.size(); i++) {
            PlVariable argument = wanted.get(i);
            DataType type = host.type(argument.type(), frame);
            Object value = host.value(arguments.get(i), type, frame).value();
            frame.set(argument.slot(), type, value);
        }
        return host.run(bound.query(), frame);
    }

    void open(PlNode.Open node) {
        PlVariable cursor = node.cursor();
        Object given = frame.value(cursor.slot());
        boolean isBound = cursor.type() instanceof PlVariable.Declared.BoundCursor;
        String name = given != null
                ? given.toString()
                : isBound ? cursor.name() : "<unnamed portal " + (opened.size() + 1) + ">";
        if (opened.containsKey(name)) {
            throw new SqlException(SqlState.DUPLICATE_CURSOR, "cursor \"" + name + "\" already in use");
        }
        PlNode.Source source = node.source();
        PlHost.Rows found = source == null ? bound(cursor, node.arguments()) : rows.open(source);
        opened.put(name, new Opened(rows.kept(found)));
        frame.set(cursor.slot(), DataType.of(Types.REFCURSOR), name);
    }

    private Opened find(PlVariable cursor) {
        Object name = frame.value(cursor.slot());
        if (name == null) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "cursor variable \"" + cursor.name() + "\" is null");
        }
        Opened found = opened.get(name.toString());
        if (found == null) {
            throw new SqlException(SqlState.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist");
        }
        return found;
    }

    void fetch(PlNode.Fetch node) {
        Opened cursor = find(node.cursor());
        PlSql counted = node.count();
        long count = 1;
        if (counted != null) {
            Object value = host.value(counted, DataType.of(Types.INT8), frame).value();
            if (!(value instanceof Long number)) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "relative or absolute cursor position is null");
            }
            count = number;
        }
        long size = cursor.rows.rows().size();
        long to =
                switch (node.direction()) {
                    case "prior" -> cursor.at - 1;
                    case "backward" -> cursor.at - count;
                    case "first" -> 1;
                    case "last" -> Math.max(size, 1);
                    case "absolute" -> count < 0 ? size + 1 + count : count;
                    default -> cursor.at + count;
                };
        cursor.at = Math.max(0, Math.min(size + 1, to));
        boolean found = cursor.at >= 1 && cursor.at <= size;
        List<PlNode.Target> into = node.into();
        if (into != null) {
            @Nullable Object @Nullable [] row = found ? cursor.rows.rows().get(cursor.at - 1) : null;
            rows.assign(into, cursor.rows.columns(), row);
        }
        frame.set(frame.code().found(), found);
    }

    void close(PlVariable variable) {
        Opened cursor = find(variable);
        opened.values().remove(cursor);
        cursor.rows.close();
    }

    void closeAll() {
        opened.values().forEach(cursor -> cursor.rows.close());
        opened.clear();
    }
}
