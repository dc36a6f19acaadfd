package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.parse.ast.SessionStatement.Direction;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor of DECLARE: a query's rows and a place among them (PostgreSQL 18 manual, FETCH).
///
/// Position 0 is before the first row, n is on the nth, one past their number is after the last. Rows passed are kept
/// only for a cursor that may go back. Used by the session's thread.
final class SqlCursor {

    final String name;
    final List<OutputColumn> columns;
    final boolean binary;
    final boolean hold;
    private final boolean scroll;
    private final List<@Nullable Object[]> kept = new ArrayList<>();
    private @Nullable Execution source;
    private @Nullable Object @Nullable [] current;
    private long position;
    private long read;
    private boolean wholeKept;

    SqlCursor(String name, List<OutputColumn> columns, Execution source, Options options) {
        this.name = name;
        this.columns = columns;
        this.source = source;
        this.binary = options.binary();
        this.hold = options.hold();
        this.scroll = options.scroll();
    }

    record Options(boolean binary, boolean hold, boolean scroll) {}

    /// Whether it no longer needs its transaction.
    boolean isKept() {
        return wholeKept;
    }

    /// Reads all remaining rows, so that the cursor outlives its transaction.
    void keepAll() {
        while (readNext() != null) {
            // The row is kept by reading it.
        }
        wholeKept = true;
        close();
    }

    void close() {
        Execution open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    /// Moves and returns the rows passed, as FETCH would.
    List<@Nullable Object[]> fetch(Direction direction, long count) {
        return switch (direction) {
            case FORWARD -> count >= 0 ? forward(count) : backward(-count);
            case FORWARD_ALL -> forward(Long.MAX_VALUE);
            case BACKWARD -> count >= 0 ? backward(count) : forward(-count);
            case BACKWARD_ALL -> backward(Long.MAX_VALUE);
            case ABSOLUTE -> absolute(count);
            case RELATIVE -> count == 0 ? forward(0) : absolute(Math.max(0, position + count));
        };
    }

    private List<@Nullable Object[]> forward(long count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (count == 0) {
            @Nullable Object[] here = current;
            return here == null ? rows : List.<@Nullable Object[]>of(here);
        }
        for (long i = 0; i < count; i++) {
            @Nullable Object[] row = step();
            if (row == null) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }

    private List<@Nullable Object[]> backward(long count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (count == 0) {
            return forward(0);
        }
        checkBackward();
        for (long i = 0; i < count && position > 0; i++) {
            position--;
            current = position == 0 ? null : kept.get((int) position - 1);
            @Nullable Object[] row = current;
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<@Nullable Object[]> absolute(long target) {
        long wanted = target;
        if (target < 0) {
            forward(Long.MAX_VALUE);
            wanted = Math.max(0, position + target);
        }
        if (wanted < position || wanted == position && current == null && position > 0) {
            checkBackward();
            position = wanted;
            current = wanted == 0 || wanted > kept.size() ? null : kept.get((int) wanted - 1);
        }
        while (position < wanted) {
            if (step() == null) {
                return List.of();
            }
        }
        @Nullable Object[] here = current;
        return here == null ? List.of() : List.<@Nullable Object[]>of(here);
    }

    private void checkBackward() {
        if (!scroll) {
            throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                    .withHint("Declare it with SCROLL option to enable backward scan.");
        }
    }

    private @Nullable Object @Nullable [] step() {
        boolean again = keeps() && position < kept.size();
        @Nullable Object[] row = again ? kept.get((int) position) : readNext();
        long last = keeps() ? kept.size() : read;
        position = row == null ? last + 1 : position + 1;
        current = row;
        return row;
    }

    private boolean keeps() {
        return scroll || hold;
    }

    private @Nullable Object @Nullable [] readNext() {
        Execution open = source;
        if (open == null) {
            return null;
        }
        @Nullable Object[] row = open.next();
        if (row == null) {
            return null;
        }
        @Nullable Object[] copy = row.clone();
        read++;
        if (keeps()) {
            kept.add(copy);
        }
        return copy;
    }
}
