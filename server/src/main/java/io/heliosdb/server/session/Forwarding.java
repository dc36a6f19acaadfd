package io.heliosdb.server.session;

import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;

/// What a session does before and after one of its statements runs on the primary.
final class Forwarding {

    private Forwarding() {}

    /// @param alone whether the statement is a transaction of its own, unless a block is open
    static void prepare(
            SessionState state, StatementRunner runner, PreparedStatement statement, PrimaryLink link, boolean alone) {
        runner.prepareLink(link, alone || BlockRules.isAlone(statement.parsed.statement()));
        PreparedStatement inner = statement.inner;
        if (inner != null && statement.parsed.statement() instanceof SessionStatement.Execute) {
            link.ensurePrepared(inner.remote(), state.cancellation());
        }
        state.forwarded = true;
        state.wentElsewhere = true;
    }

    /// Remembers which cursors are the primary's.
    static void done(SessionState state, Statement tree) {
        state.temporary.ran(tree, true);
        switch (tree) {
            case SessionStatement.DeclareCursor declare -> state.remoteCursors.put(declare.name(), declare.hold());
            case SessionStatement.CloseCursor close -> state.remoteCursors.remove(close.cursor());
            default -> {
                // Nothing else leaves anything behind by name.
            }
        }
    }
}
