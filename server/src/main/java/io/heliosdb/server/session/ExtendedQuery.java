package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The extended query protocol (PostgreSQL 18 manual, 54.2.3): every message of it as a method, each of which throws
/// what ends the series up to Sync. Used by the session's thread.
final class ExtendedQuery {

    private final SessionState state;
    private final StatementRunner runner;

    ExtendedQuery(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
    }

    void parse(String name, String text, List<Integer> typeOids) {
        List<ParsedStatement> found = state.environment.sql().parse(text).stream()
                .filter(parsed -> !(parsed.statement() instanceof UtilityStatement.Empty))
                .toList();
        if (found.size() > 1) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
        }
        ParsedStatement parsed =
                found.isEmpty() ? new ParsedStatement(new UtilityStatement.Empty(), 0, 0, text) : found.getFirst();
        if (!name.isEmpty() && state.statements.containsKey(name)) {
            throw new SqlException(SqlState.DUPLICATE_PSTATEMENT, "prepared statement \"" + name + "\" already exists");
        }
        if (!found.isEmpty()) {
            runner.checkNotFailed(parsed.statement());
        }
        List<@Nullable Type> types = new ArrayList<>();
        typeOids.forEach(oid -> types.add(declaredType(oid)));
        PreparedStatement statement = new PreparedStatement(state.nextStatementId(), name, parsed, types);
        analyze(statement);
        closeStatement(name);
        state.statements.put(name, statement);
        state.client.parseComplete();
    }

    private static @Nullable Type declaredType(int oid) {
        if (oid == 0 || oid == Types.UNKNOWN.oid()) {
            return null;
        }
        return Types.byOid(oid).orElse(null);
    }

    private void analyze(PreparedStatement statement) {
        if (!(statement.parsed.statement() instanceof TransactionStatement)
                && state.block.state() != TransactionBlock.State.FAILED) {
            state.block.ensureStarted();
            runner.analyze(statement);
        }
    }

    private PreparedStatement statement(String name) {
        PreparedStatement found = state.statements.get(name);
        if (found == null) {
            throw new SqlException(
                    SqlState.INVALID_SQL_STATEMENT_NAME,
                    name.isEmpty()
                            ? "unnamed prepared statement does not exist"
                            : "prepared statement \"" + name + "\" does not exist");
        }
        return found;
    }

    void bind(String statementName, PrimaryLink.RemoteBinding binding) {
        PreparedStatement statement = statement(statementName);
        runner.checkNotFailed(statement.parsed.statement());
        analyze(statement);
        if (!binding.portal().isEmpty() && state.portals.containsKey(binding.portal())) {
            throw new SqlException(SqlState.DUPLICATE_CURSOR, "portal \"" + binding.portal() + "\" already exists");
        }
        List<@Nullable Object> values = List.of();
        if (statement.analyzed != null) {
            values = decode(statement, binding);
        }
        closePortal(binding.portal());
        state.portals.put(binding.portal(), new Portal(binding.portal(), statement, binding, values));
        state.client.bindComplete();
    }

    private List<@Nullable Object> decode(PreparedStatement statement, PrimaryLink.RemoteBinding binding) {
        List<Type> types = statement.parameterTypes();
        List<byte @Nullable []> given = binding.values();
        if (given.size() != types.size()) {
            throw new SqlException(
                    SqlState.PROTOCOL_VIOLATION,
                    String.format(
                            java.util.Locale.ROOT,
                            "bind message supplies %d parameters, but prepared statement \"%s\" requires %d",
                            given.size(),
                            statement.name,
                            types.size()));
        }
        int formats = binding.parameterFormats().size();
        if (formats > 1 && formats != given.size()) {
            throw new SqlException(
                    SqlState.PROTOCOL_VIOLATION,
                    String.format(
                            java.util.Locale.ROOT,
                            "bind message has %d parameter formats but %d parameters",
                            formats,
                            given.size()));
        }
        List<@Nullable Object> values = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            byte[] bytes = given.get(i);
            values.add(
                    bytes == null
                            ? null
                            : decode(types.get(i), RowEncoder.format(binding.parameterFormats(), i), bytes));
        }
        return values;
    }

    private Object decode(Type type, int format, byte[] bytes) {
        return switch (format) {
            case 0 -> type.parse(new String(bytes, StandardCharsets.UTF_8), state.context);
            case 1 -> type.decodeBinary(ByteBuffer.wrap(bytes), state.context);
            default -> throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + format);
        };
    }

    void describeStatement(String name) {
        PreparedStatement statement = statement(name);
        checkDescribable(statement);
        analyze(statement);
        if (runner.isKnownOnPrimaryOnly(statement)) {
            PrimaryLink link = linkFor(statement);
            link.describe(statement.remote(), true, true, state.cancellation());
            return;
        }
        state.client.parameterDescription(
                statement.parameterTypes().stream().map(Type::oid).toList());
        describe(statement, List.of());
    }

    private PrimaryLink linkFor(PreparedStatement statement) {
        PrimaryLink link = runner.place(statement)
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_SQL_STATEMENT_NAME,
                        "prepared statement \"" + statement.name + "\" belongs to a transaction that has ended"));
        Forwarding.prepare(state, runner, statement, link, false);
        return link;
    }

    /// In a failed transaction only what returns no rows may be described.
    private void checkDescribable(PreparedStatement statement) {
        if (state.block.state() == TransactionBlock.State.FAILED
                && !runner.columns(statement).isEmpty()) {
            runner.checkNotFailed(statement.parsed.statement());
        }
    }

    private void describe(PreparedStatement statement, List<Integer> formats) {
        List<OutputColumn> columns = runner.columns(statement);
        if (columns.isEmpty() && !(statement.parsed.statement() instanceof QueryNode)) {
            state.client.noData();
        } else {
            state.client.rowDescription(columns, formats);
        }
    }

    void describePortal(String name) {
        Portal portal = portal(name);
        checkDescribable(portal.statement);
        if (runner.isKnownOnPrimaryOnly(portal.statement) && !portal.finished) {
            PrimaryLink link = linkFor(portal.statement);
            link.describePortal(portal.statement.remote(), portal.binding, state.cancellation());
            return;
        }
        describe(portal.statement, portal.binding.resultFormats());
    }

    private Portal portal(String name) {
        Portal found = state.portals.get(name);
        if (found == null) {
            throw new SqlException(SqlState.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
        }
        return found;
    }

    /// @param syncFollows whether the client's next message is a Sync: the statement can then be committed with it
    void execute(String name, int maxRows, boolean syncFollows) {
        Portal portal = portal(name);
        Statement tree = portal.statement.parsed.statement();
        if (tree instanceof UtilityStatement.Empty) {
            state.client.emptyQuery();
            return;
        }
        runner.checkNotFailed(tree);
        if (tree instanceof TransactionStatement) {
            state.client.commandComplete(
                    runner.open(portal.statement, List.of()).commandTag());
            return;
        }
        if (portal.finished) {
            throw new SqlException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + name + "\" cannot be run");
        }
        PrimaryLink there = portal.link;
        if (there != null) {
            portal.finished = there.resume(name, maxRows, state.cancellation());
            return;
        }
        if (portal.execution == null && start(portal, maxRows, syncFollows)) {
            commitIfDone(portal, syncFollows);
            return;
        }
        pump(portal, maxRows, syncFollows);
    }

    /// Begins to run a portal.
    ///
    /// @return whether it runs on the primary, and its answer has been relayed
    private boolean start(Portal portal, int maxRows, boolean syncFollows) {
        state.block.ensureStarted();
        runner.checkInBlock(portal.statement.parsed.statement());
        runner.analyze(portal.statement);
        Optional<PrimaryLink> place = runner.place(portal.statement);
        if (place.isEmpty()) {
            portal.columns = runner.columns(portal.statement);
            List<@Nullable Object> values = portal.parameters.isEmpty()
                            && !portal.binding.values().isEmpty()
                            && portal.statement.analyzed != null
                    ? decode(portal.statement, portal.binding)
                    : portal.parameters;
            portal.execution = runner.open(portal.statement, values);
            return false;
        }
        PrimaryLink link = place.get();
        Forwarding.prepare(state, runner, portal.statement, link, syncFollows && maxRows == 0);
        portal.link = link;
        portal.finished = link.execute(portal.statement.remote(), portal.binding, maxRows, state.cancellation());
        Forwarding.done(state, portal.statement.parsed.statement());
        return true;
    }

    private void pump(Portal portal, int maxRows, boolean syncFollows) {
        Execution execution = portal.execution;
        List<OutputColumn> columns = portal.columns;
        if (execution == null || columns == null) {
            throw new SqlException(SqlState.INTERNAL_ERROR, "portal was not opened");
        }
        long rows = 0;
        if (!columns.isEmpty() || portal.statement.parsed.statement() instanceof QueryNode) {
            RowEncoder encoder = new RowEncoder(columns, portal.binding.resultFormats(), state.context);
            while (maxRows == 0 || rows < maxRows) {
                @Nullable Object[] row = execution.next();
                if (row == null) {
                    break;
                }
                int length = encoder.encode(row);
                state.client.row(encoder.buffer(), length);
                rows++;
            }
            if (maxRows > 0 && rows == maxRows) {
                state.client.portalSuspended();
                return;
            }
        }
        String tag = execution.commandTag();
        portal.close();
        commitIfDone(portal, syncFollows);
        state.client.commandComplete(columns.isEmpty() ? tag : portal.rowsTag(tag, rows));
    }

    private void commitIfDone(Portal portal, boolean syncFollows) {
        boolean implicit = state.block.state() == TransactionBlock.State.IMPLICIT;
        if (portal.finished && syncFollows && implicit) {
            state.commit();
        }
    }

    void closeStatement(String name) {
        PreparedStatement statement = state.statements.remove(name);
        if (statement != null) {
            state.router.link().ifPresent(link -> link.forgetStatement(statement.id));
        }
    }

    void closePortal(String name) {
        Portal portal = state.portals.remove(name);
        if (portal != null) {
            portal.close();
        }
    }

    void sync() {
        if (state.block.state() == TransactionBlock.State.IMPLICIT) {
            state.commit();
        }
    }
}
