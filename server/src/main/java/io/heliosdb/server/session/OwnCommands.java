package io.heliosdb.server.session;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Carries out the statements that a session does by itself. Used by the session's thread.
final class OwnCommands {

    private final SessionState state;
    private final StatementRunner runner;
    private final TransactionCommands transactions;
    private final SettingCommands settings;
    private final PreparedCommands prepared;
    private final CursorCommands cursors;
    private final CopyCommands copies;

    OwnCommands(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
        this.transactions = new TransactionCommands(state);
        this.settings = new SettingCommands(state);
        this.prepared = new PreparedCommands(state);
        this.cursors = new CursorCommands(state, runner);
        this.copies = new CopyCommands(state, runner);
    }

    static OutputColumn column(String name, Type type) {
        return new OutputColumn(name, DataType.of(type), 0, 0);
    }

    /// The statement within, which decides where the whole runs; null when there is none.
    @Nullable
    PreparedStatement inner(ParsedStatement parsed) {
        return switch (parsed.statement()) {
            case SessionStatement.Execute execute -> prepared.find(execute.name());
            case SessionStatement.DeclareCursor declare -> within(parsed, declare.query());
            case UtilityStatement.Copy copy -> {
                Statement query = copy.query();
                yield query == null ? null : within(parsed, query);
            }
            default -> null;
        };
    }

    private static PreparedStatement within(ParsedStatement parsed, Statement query) {
        return new PreparedStatement(
                0, "", new ParsedStatement(query, parsed.start(), parsed.length(), parsed.text()), List.of());
    }

    /// Whether it is about something that only the primary holds for this session.
    boolean belongsToPrimary(Statement tree) {
        return switch (tree) {
            case SessionStatement.Fetch fetch -> cursors.isRemote(fetch.cursor());
            case SessionStatement.CloseCursor close -> cursors.isRemote(close.cursor());
            default -> false;
        };
    }

    List<OutputColumn> columns(PreparedStatement statement) {
        PreparedStatement inner = statement.inner;
        return switch (statement.parsed.statement()) {
            case SessionStatement.Show show -> settings.columns(show);
            case SessionStatement.Execute execute -> inner == null ? List.of() : runner.columns(inner);
            case SessionStatement.Fetch fetch -> fetch.move() ? List.of() : cursors.columns(fetch.cursor());
            default -> List.of();
        };
    }

    Execution open(PreparedStatement statement) {
        return switch (statement.parsed.statement()) {
            case TransactionStatement transaction -> transactions.run(transaction);
            case SessionStatement own -> session(statement, own);
            case UtilityStatement.Copy copy -> copies.run(statement, copy);
            case UtilityStatement.Checkpoint checkpoint -> {
                state.environment.engine().checkpoint();
                yield FixedRows.done("CHECKPOINT");
            }
            case UtilityStatement.Empty empty -> FixedRows.done("");
            default -> throw new SqlException(SqlState.INTERNAL_ERROR, "statement was not analyzed");
        };
    }

    private Execution session(PreparedStatement statement, SessionStatement own) {
        return switch (own) {
            case SessionStatement.Set set -> settings.set(set);
            case SessionStatement.SetTransaction set -> settings.setTransaction(set);
            case SessionStatement.SetRole set -> settings.setRole(set);
            case SessionStatement.SetConstraints set -> setConstraints(set);
            case SessionStatement.Reset reset -> settings.reset(reset);
            case SessionStatement.Show show -> settings.show(show);
            case SessionStatement.Prepare prepare -> prepared.prepare(statement.parsed, prepare);
            case SessionStatement.Execute execute -> prepared.execute(runner, execute, statement.parsed);
            case SessionStatement.Deallocate deallocate -> prepared.deallocate(deallocate);
            case SessionStatement.DeclareCursor declare -> cursors.declare(statement, declare);
            case SessionStatement.Fetch fetch -> cursors.fetch(fetch);
            case SessionStatement.CloseCursor close -> cursors.close(close);
            case SessionStatement.Listen(String channel) -> listen(channel);
            case SessionStatement.Unlisten(String channel) -> unlisten(channel);
            case SessionStatement.Notify(String channel, String payload) -> {
                state.pendingNotifies.add(new SessionState.PendingNotify(channel, payload));
                yield FixedRows.done("NOTIFY");
            }
            case SessionStatement.Discard discard -> discard(discard);
            case SessionStatement.WaitForLsn wait -> waitFor(wait);
        };
    }

    private Execution setConstraints(SessionStatement.SetConstraints set) {
        if (state.block.state() == TransactionBlock.State.BLOCK) {
            state.environment.sql().setConstraints(set, runner.startStatement());
        } else {
            state.client.notice(Notice.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "SET CONSTRAINTS can only be used in transaction blocks"));
        }
        return FixedRows.done("SET CONSTRAINTS");
    }

    private Execution listen(String channel) {
        state.environment.notifications().prepare(channel);
        state.pendingListens.add(() -> {
            if (state.channels.add(channel)) {
                state.environment.notifications().listen(channel, state.listener);
            }
        });
        return FixedRows.done("LISTEN");
    }

    private Execution unlisten(String channel) {
        state.pendingListens.add(() -> stopListening(state, channel));
        return FixedRows.done("UNLISTEN");
    }

    /// Stops listening to a channel, or to all when it is empty.
    static void stopListening(SessionState state, String channel) {
        List<String> leaving = channel.isEmpty() ? List.copyOf(state.channels) : List.of(channel);
        for (String name : leaving) {
            if (state.channels.remove(name)) {
                state.environment.notifications().unlisten(name, state.listener);
            }
        }
    }

    private Execution discard(SessionStatement.Discard discard) {
        if (discard.what().equals("all")) {
            cursors.closeAll();
            prepared.deallocateAll();
            stopListening(state, "");
            state.owner.advisoryUnlockAll();
            state.temporary.drop();
            state.router.reset();
            state.settings.resetAll();
            return FixedRows.done("DISCARD ALL");
        }
        if (discard.what().equals("temp")) {
            state.temporary.drop();
        }
        return FixedRows.done("DISCARD " + discard.what().toUpperCase(Locale.ROOT));
    }

    private Execution waitFor(SessionStatement.WaitForLsn wait) {
        Duration limit = Duration.ofMillis(state.settings.integer("heliosdb.read_wait_timeout"));
        for (UtilityStatement.Option option : wait.options()) {
            String value = option.value();
            if (option.name().equalsIgnoreCase("timeout") && value != null) {
                String canonical =
                        SettingValues.canonical(state.settings.definitions().get("heliosdb.read_wait_timeout"), value);
                limit = Duration.ofMillis(Long.parseLong(canonical));
            }
        }
        runner.awaitVisible(Lsn.parse(wait.lsn()), limit);
        return FixedRows.done("WAIT");
    }
}
