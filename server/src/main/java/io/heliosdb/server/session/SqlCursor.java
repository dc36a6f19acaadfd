package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Spool;
import io.heliosdb.server.sql.parse.ast.SessionStatement.Direction;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor of DECLARE: a query's rows and a place among them (PostgreSQL 18 manual, FETCH).
///
/// Position 0 is before the first row, n is on the nth, one past their number is after the last. Rows passed are
/// kept only for a cursor that may go back. Used by the session's thread.
final class SqlCursor {

    final String name;
    final List<OutputColumn> columns;
    final boolean binary;
    final boolean hold;
    private final boolean scroll;
    private final Spool kept;
    private @Nullable Execution source;
    private @Nullable Object @Nullable [] current;
    private long position;
    private long read;
    private boolean wholeKept;

    /// @param kept where rows stay for a cursor that may go back or outlives its transaction; closed with it
    SqlCursor(String name, List<OutputColumn> columns, Execution source, Spool kept, Options options) {
        this.name = name;
        this.columns = columns;
        this.source = source;
        this.kept = kept;
        this.binary = options.binary();
        this.hold = options.hold();
        this.scroll = options.scroll();
    }

    record Options(boolean binary, boolean hold, boolean scroll) {}

    /// How its rows are sent.
    List<Integer> formats() {
        return binary ? List.of(1) : List.of();
    }

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
        closeSource();
    }

    private void closeSource() {
        Execution open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    void close() {
        closeSource();
        kept.close();
    }

    /// Moves, one row at a time as rows are asked for; when it is closed, all the way.
    Execution fetch(Direction direction, long count, boolean move) {
        Fetch fetch =
                switch (direction) {
                    case FORWARD -> walk(count);
                    case FORWARD_ALL -> new Fetch(true, Long.MAX_VALUE, null);
                    case BACKWARD -> walk(-count);
                    case BACKWARD_ALL -> backward(Long.MAX_VALUE);
                    case ABSOLUTE -> new Fetch(true, 0, absolute(count));
                    case RELATIVE -> count == 0 ? walk(0) : new Fetch(true, 0, absolute(Math.max(0, position + count)));
                };
        if (move) {
            fetch.close();
            return FixedRows.done("MOVE " + fetch.rows);
        }
        return fetch;
    }

    private Fetch walk(long count) {
        if (count == 0) {
            return new Fetch(true, 0, current);
        }
        return count > 0 ? new Fetch(true, count, null) : backward(-count);
    }

    private Fetch backward(long count) {
        checkBackward();
        return new Fetch(false, count, null);
    }

    /// The rows of one FETCH.
    private final class Fetch implements Execution {
        private final boolean forward;
        private long left;
        private @Nullable Object @Nullable [] only;
        private long rows;

        /// @param left how many rows to go
        /// @param only a row that is there already
        Fetch(boolean forward, long left, @Nullable Object @Nullable [] only) {
            this.forward = forward;
            this.left = left;
            this.only = only;
        }

        @Override
        public @Nullable Object @Nullable [] next() {
            @Nullable Object[] row = only;
            only = null;
            if (row == null && left > 0) {
                // Should this fail, there is nothing more to move.
                long before = left;
                left = 0;
                row = forward ? step() : stepBack();
                left = row == null ? 0 : before - 1;
            }
            if (row != null) {
                rows++;
            }
            return row;
        }

        @Override
        public String commandTag() {
            return "FETCH " + rows;
        }

        @Override
        public void close() {
            @Nullable Object[] row = next();
            while (row != null) {
                row = next();
            }
        }
    }

    private @Nullable Object @Nullable [] stepBack() {
        if (position == 0) {
            return null;
        }
        position--;
        current = position == 0 ? null : kept.get(position - 1);
        return current;
    }

    private @Nullable Object @Nullable [] absolute(long target) {
        long wanted = target;
        if (target < 0) {
            while (step() != null) {
                // Only the number of rows matters.
            }
            wanted = Math.max(0, position + target);
        }
        if (wanted < position || wanted == position && current == null && position > 0) {
            checkBackward();
            position = wanted;
            current = wanted == 0 || wanted > kept.size() ? null : kept.get(wanted - 1);
        }
        while (position < wanted) {
            if (step() == null) {
                return null;
            }
        }
        return current;
    }

    private void checkBackward() {
        if (!scroll) {
            throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward")
                    .withHint("Declare it with SCROLL option to enable backward scan.");
        }
    }

    private @Nullable Object @Nullable [] step() {
        boolean again = keeps() && position < kept.size();
        @Nullable Object[] row = again ? kept.get(position) : readNext();
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
