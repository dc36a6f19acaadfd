package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Spool;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.List;

/// DECLARE, FETCH, MOVE and CLOSE, which take the named portals of the extended protocol for cursors, too. Used by the
/// session's thread.
final class CursorCommands {

    private final SessionState state;
    private final StatementRunner runner;

    CursorCommands(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
    }

    boolean isRemote(String name) {
        return !state.cursors.containsKey(name) && state.remoteCursors.containsKey(name);
    }

    private SqlCursor find(String name) {
        SqlCursor cursor = state.cursors.get(name);
        Portal portal = state.portals.get(name);
        if (cursor == null && portal != null && portal.link == null) {
            return over(portal);
        }
        if (cursor == null) {
            throw new SqlException(SqlState.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist");
        }
        return cursor;
    }

    /// A portal as a cursor for one command: what that reads of the rows, an Execute will not.
    private SqlCursor over(Portal portal) {
        if (portal.execution == null && !portal.finished) {
            portal.execution = runner.open(portal.statement, portal.parameters);
        }
        Execution rows = portal.execution == null ? FixedRows.done("") : portal.execution;
        Spool kept = state.environment.sql().spool(state.context);
        SqlCursor.Options options = new SqlCursor.Options(false, false, false);
        return new SqlCursor(portal.name, runner.columns(portal.statement), rows, kept, options);
    }

    List<OutputColumn> columns(String name) {
        Portal portal = state.portals.get(name);
        return portal == null || portal.link != null ? find(name).columns : runner.columns(portal.statement);
    }

    Execution declare(PreparedStatement statement, SessionStatement.DeclareCursor declare) {
        if (state.cursors.containsKey(declare.name()) || state.portals.containsKey(declare.name())) {
            throw new SqlException(SqlState.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
        }
        PreparedStatement query = statement.inner;
        if (query == null) {
            throw new SqlException(SqlState.INTERNAL_ERROR, "cursor was not analyzed");
        }
        Execution rows = runner.open(query, List.of());
        boolean scroll = Boolean.TRUE.equals(declare.scroll());
        SqlCursor.Options options = new SqlCursor.Options(declare.binary(), declare.hold(), scroll);
        Spool kept = state.environment.sql().spool(state.context);
        state.cursors.put(declare.name(), new SqlCursor(declare.name(), runner.columns(query), rows, kept, options));
        return FixedRows.done("DECLARE CURSOR");
    }

    Execution fetch(SessionStatement.Fetch fetch) {
        return find(fetch.cursor()).fetch(fetch.direction(), fetch.count(), fetch.move());
    }

    Execution close(SessionStatement.CloseCursor close) {
        if (close.cursor().isEmpty()) {
            closeAll();
            return FixedRows.done("CLOSE CURSOR ALL");
        }
        find(close.cursor()).close();
        state.cursors.remove(close.cursor());
        Portal portal = state.portals.remove(close.cursor());
        if (portal != null) {
            portal.close();
        }
        return FixedRows.done("CLOSE CURSOR");
    }

    void closeAll() {
        state.cursors.values().forEach(SqlCursor::close);
        state.cursors.clear();
    }
}
