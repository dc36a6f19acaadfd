package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.SqlEngine.Shared;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The simple query protocol: all statements of one text, in one transaction unless they say otherwise
/// (PostgreSQL 18 manual, 54.2.2.1). Used by the session's thread.
final class SimpleQuery {

    private final SessionState state;
    private final StatementRunner runner;

    SimpleQuery(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
    }

    /// @throws io.heliosdb.server.common.SqlException what ended it; the session has not yet been told
    void run(String text) {
        Shared known = state.shared(text);
        if (known == null || !run(known)) {
            runParsed(text);
        }
    }

    /// Runs a text whose statement is known but for its literals.
    ///
    /// @return false when it is no longer what it was, and nothing has happened
    private boolean run(Shared known) {
        PreparedStatement statement = new PreparedStatement(0, "", known.parsed(), types(known));
        statement.analyzed = known.analyzed();
        state.context.startStatement(state.cancellation());
        runner.checkNotFailed(known.parsed().statement());
        state.block.ensureStarted();
        try {
            runner.analyze(statement);
        } catch (SqlException e) {
            // Its table may be gone or changed: the ordinary way finds the place in the text.
            return false;
        }
        Analyzed analyzed = statement.analyzed;
        if (analyzed != null && analyzed != known.analyzed()) {
            state.environment.sql().replace(known, analyzed, new Scope(state.block.local(), state.context));
        }
        finish(statement, known.literals(), true, true);
        return true;
    }

    private static List<@Nullable Type> types(Shared known) {
        return new ArrayList<>(known.analyzed().parameterTypes());
    }

    private void runParsed(String text) {
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
        if (tree instanceof TransactionStatement) {
            state.client.commandComplete(runner.open(statement, List.of()).commandTag());
            return;
        }
        state.block.ensureStarted();
        BlockRules.check(tree, state.block);
        runner.analyze(statement);
        finish(statement, List.of(), alone, last);
    }

    private void finish(PreparedStatement statement, List<@Nullable Object> parameters, boolean alone, boolean last) {
        ParsedStatement parsed = statement.parsed;
        @Nullable String tag = null;
        Optional<PrimaryLink> link = runner.place(statement);
        if (link.isPresent()) {
            Forwarding.prepare(state, runner, statement, link.get(), alone);
            link.get().run(parsed.sql(), parsed.start(), state.cancellation());
            Forwarding.done(state, parsed.statement());
        } else {
            tag = runHere(statement, parameters);
            learn(statement, alone && parameters.isEmpty());
        }
        if (last && state.block.state() == TransactionBlock.State.IMPLICIT) {
            state.commit();
        }
        if (tag != null) {
            state.client.commandComplete(tag);
        }
    }

    private void learn(PreparedStatement statement, boolean isWholeText) {
        Analyzed analyzed = statement.analyzed;
        if (isWholeText && analyzed != null) {
            Scope scope = new Scope(state.block.local(), state.context);
            state.environment.sql().learn(statement.parsed.text(), analyzed, scope);
        }
    }

    private String runHere(PreparedStatement statement, List<@Nullable Object> parameters) {
        Statement tree = statement.parsed.statement();
        try (Execution execution = runner.open(statement, parameters)) {
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
            return cursor == null ? List.of() : cursor.formats();
        }
        return List.of();
    }
}
