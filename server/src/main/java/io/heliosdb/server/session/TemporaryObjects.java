package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.txn.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session's temporary tables, views and sequences. They live in a schema of the session's own, and on the
/// primary: a session on a standby that has made any runs everything there, where they hide other objects of
/// their names. Used by the session's thread.
final class TemporaryObjects {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryObjects.class);

    private final SessionState state;
    private boolean made;
    private boolean elsewhere;
    private final List<OnCommit> onCommit = new ArrayList<>();
    private int settled;

    /// What happens to a table whenever a transaction commits: it goes, or its rows do. The first `settled` ones
    /// are of transactions that have committed.
    ///
    /// @param table as SQL names it
    private record OnCommit(String table, boolean drop) {}

    TemporaryObjects(SessionState state) {
        this.state = state;
    }

    /// Whether the primary holds temporary objects of this session, which runs here on a standby.
    boolean areOnPrimary() {
        elsewhere = elsewhere && state.router.link().filter(PrimaryLink::isOpen).isPresent();
        return elsewhere;
    }

    /// A statement has run; `forwarded` to the primary or here.
    void ran(Statement statement, boolean forwarded) {
        if (makes(statement)) {
            made = made || !forwarded;
            elsewhere = elsewhere || forwarded;
            if (!forwarded) {
                note(statement);
            }
        }
    }

    private void note(Statement statement) {
        switch (statement) {
            case DefinitionStatement.CreateTable create ->
                note(create.name(), create.options().onCommit());
            case DefinitionStatement.CreateTableAs create -> note(create.name(), create.onCommit());
            default -> {
                // Only tables have rows that may go.
            }
        }
    }

    private void note(QualifiedName name, String action) {
        if (action.equals("drop") || action.equals("delete")) {
            onCommit.add(new OnCommit("pg_temp." + Identifiers.quote(name.last()), action.equals("drop")));
        }
    }

    /// Whether a commit has something to do with tables here.
    boolean hasOnCommit() {
        return !onCommit.isEmpty();
    }

    /// Drops and empties the tables that were made so, in the transaction that is about to commit.
    void beforeCommit() {
        for (OnCommit action : List.copyOf(onCommit)) {
            if (!action.drop()) {
                runUnlessGone("TRUNCATE " + action.table(), action);
            }
        }
        for (OnCommit action : List.copyOf(onCommit)) {
            if (action.drop()) {
                run("DROP TABLE IF EXISTS " + action.table() + " CASCADE");
            }
        }
    }

    /// A transaction is over.
    void ended(boolean committed) {
        if (committed) {
            onCommit.removeIf(OnCommit::drop);
        } else {
            onCommit.subList(settled, onCommit.size()).clear();
        }
        settled = onCommit.size();
    }

    // The user may have dropped the table, or gone back to before it was made.
    private void runUnlessGone(String text, OnCommit action) {
        try {
            run(text);
        } catch (SqlException e) {
            boolean gone = e.state() == SqlState.UNDEFINED_TABLE || e.state() == SqlState.INVALID_SCHEMA_NAME;
            if (!gone) {
                throw e;
            }
            onCommit.remove(action);
        }
    }

    private static boolean makes(Statement statement) {
        return switch (statement) {
            case DefinitionStatement.CreateTable create ->
                create.temporary() || create.name().parts().getFirst().equals("pg_temp");
            case DefinitionStatement.CreateTableAs create ->
                create.temporary() || create.name().parts().getFirst().equals("pg_temp");
            case DefinitionStatement.CreateView create -> create.temporary();
            case DefinitionStatement.CreateSequence create -> create.temporary();
            case QueryNode.Select select ->
                select.into() != null && select.into().temporary();
            default -> false;
        };
    }

    /// Removes them all, in the transaction that runs.
    void drop() {
        if (elsewhere) {
            elsewhere = false;
            state.router.link().ifPresent(link -> link.runHidden("DISCARD TEMP", state.cancellation()));
        }
        if (!made) {
            return;
        }
        made = false;
        onCommit.clear();
        settled = 0;
        run("DROP SCHEMA IF EXISTS pg_temp_" + state.identity.pid() + " CASCADE");
    }

    private void run(String text) {
        SqlEngine sql = state.environment.sql();
        state.block.startStatement(state.cancellation());
        SqlEngine.Scope scope = new SqlEngine.Scope(state.block.local(), state.context);
        state.context.provide(Transaction.class, state.block.local());
        state.silent = true;
        try {
            SqlEngine.Analyzed drop = sql.analyze(sql.parse(text).getFirst(), scope, List.of());
            sql.execute(drop, scope, List.of()).close();
        } finally {
            state.silent = false;
        }
    }

    /// The session ends: nobody will see them again.
    void dropAtEnd() {
        if (!made) {
            return;
        }
        try {
            state.block.ensureStarted();
            drop();
            state.commit();
        } catch (SqlException e) {
            state.rollback();
            LOG.warn("temporary objects could not be removed pid={} error={}", state.identity.pid(), e.message());
        }
    }
}
