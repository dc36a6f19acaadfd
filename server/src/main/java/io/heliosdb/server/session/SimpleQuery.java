package io.heliosdb.server.session;

import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The simple query protocol: all statements of one text, in one transaction unless they say otherwise (PostgreSQL 18
/// manual, 54.2.2.1). Used by the session's thread.
final class SimpleQuery {

    private final SessionState state;
    private final StatementRunner runner;

    SimpleQuery(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
    }

    /// @throws io.heliosdb.server.common.SqlException what ended it; the session has not yet been told
    void run(String text) {
        List<ParsedStatement> statements = state.environment.sql().parse(text).stream()
                .filter(parsed -> !(parsed.statement() instanceof UtilityStatement.Empty))
                .toList();
        if (statements.isEmpty()) {
            state.client.emptyQuery();
            return;
        }
        state.block.several(statements.size() > 1);
        try {
            for (int i = 0; i < statements.size(); i++) {
                runOne(statements.get(i), statements.size() == 1, i == statements.size() - 1);
            }
        } finally {
            state.block.several(false);
        }
    }

    private void runOne(ParsedStatement parsed, boolean alone, boolean last) {
        Statement tree = parsed.statement();
        runner.checkNotFailed(tree);
        state.context.startStatement(state.cancellation());
        PreparedStatement statement = new PreparedStatement(0, "", parsed, List.of());
        @Nullable String tag = null;
        if (tree instanceof TransactionStatement) {
            tag = runner.open(statement, List.of()).commandTag();
        } else {
            state.block.ensureStarted();
            BlockRules.check(tree, state.block);
            runner.analyze(statement);
            Optional<PrimaryLink> link = runner.place(statement);
            if (link.isPresent()) {
                Forwarding.prepare(state, runner, statement, link.get(), alone);
                link.get().run(parsed.sql(), parsed.start(), state.cancellation());
                Forwarding.done(state, tree);
            } else {
                tag = runHere(statement, tree);
            }
        }
        if (last && state.block.state() == TransactionBlock.State.IMPLICIT) {
            state.commit();
        }
        if (tag != null) {
            state.client.commandComplete(tag);
        }
    }

    private String runHere(PreparedStatement statement, Statement tree) {
        try (Execution execution = runner.open(statement, List.of())) {
            List<OutputColumn> columns = runner.columns(statement);
            if (StatementKinds.returnsRows(tree, columns)) {
                List<Integer> formats = formats(tree);
                state.client.rowDescription(columns, formats);
                RowEncoder encoder = new RowEncoder(columns, formats, state.context);
                @Nullable Object[] row = execution.next();
                while (row != null) {
                    int length = encoder.encode(row);
                    state.client.row(encoder.buffer(), length);
                    row = execution.next();
                }
            }
            return execution.commandTag();
        }
    }

    /// Text, but for a FETCH from a binary cursor.
    private List<Integer> formats(Statement tree) {
        if (tree instanceof SessionStatement.Fetch fetch) {
            SqlCursor cursor = state.cursors.get(fetch.cursor());
            return cursor != null && cursor.binary ? List.of(1) : List.of();
        }
        return List.of();
    }
}
