package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The extended query protocol (PostgreSQL 18 manual, 54.2.3): every message of it as a method, each of which
/// throws what ends the series up to Sync. Used by the session's thread.
final class ExtendedQuery {

    private static final String MALFORMED = "incorrect binary data format";

    private final SessionState state;
    private final StatementRunner runner;

    ExtendedQuery(SessionState state, StatementRunner runner) {
        this.state = state;
        this.runner = runner;
    }

    void parse(String name, String text, List<Integer> typeOids) {
        Analyzed known = state.mayKnow() ? state.known(text, typeOids) : null;
        ParsedStatement parsed = known != null ? known.source() : parseOne(text);
        if (!name.isEmpty() && state.statements.containsKey(name)) {
            throw new SqlException(SqlState.DUPLICATE_PSTATEMENT, "prepared statement \"" + name + "\" already exists");
        }
        if (!(parsed.statement() instanceof UtilityStatement.Empty)) {
            runner.checkNotFailed(parsed.statement());
        }
        List<@Nullable Type> types = new ArrayList<>();
        typeOids.forEach(oid -> types.add(declaredType(oid)));
        PreparedStatement statement = new PreparedStatement(state.nextStatementId(), name, parsed, types);
        statement.analyzed = known;
        analyze(statement);
        Analyzed analyzed = statement.analyzed;
        if (analyzed != null) {
            statement.columns = analyzed.columns();
            if (analyzed != known && state.mayKnow()) {
                Scope scope = new Scope(state.block.local(), state.context);
                state.environment.sql().learnPrepared(text, typeOids, analyzed, scope);
            }
        }
        closeStatement(name);
        state.statements.put(name, statement);
        state.client.parseComplete();
    }

    private ParsedStatement parseOne(String text) {
        List<ParsedStatement> found = state.environment.sql().parse(text).stream()
                .filter(parsed -> !(parsed.statement() instanceof UtilityStatement.Empty))
                .toList();
        if (found.size() > 1) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
        }
        return found.isEmpty() ? new ParsedStatement(new UtilityStatement.Empty(), 0, 0, text) : found.getFirst();
    }

    private @Nullable Type declaredType(int oid) {
        if (oid == 0 || oid == Types.UNKNOWN.oid()) {
            return null;
        }
        return Types.byOid(oid).or(() -> userType(oid)).orElse(null);
    }

    private Optional<Type> userType(int oid) {
        if (state.block.state() == TransactionBlock.State.FAILED) {
            return Optional.empty();
        }
        state.block.ensureStarted();
        return state.environment.sql().type(oid, new Scope(state.block.local(), state.context));
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
        if (!binding.portal().isEmpty()
                && (state.portals.containsKey(binding.portal()) || state.cursors.containsKey(binding.portal()))) {
            throw new SqlException(SqlState.DUPLICATE_CURSOR, "cursor \"" + binding.portal() + "\" already exists");
        }
        List<@Nullable Object> values = List.of();
        if (statement.analyzed != null) {
            values = decode(statement, binding);
        }
        if (!runner.isKnownOnPrimaryOnly(statement)) {
            checkResultFormats(statement, binding.resultFormats().size());
        }
        closePortal(binding.portal());
        state.portals.put(binding.portal(), new Portal(binding.portal(), statement, binding, values));
        state.client.bindComplete();
    }

    private void checkResultFormats(PreparedStatement statement, int formats) {
        List<OutputColumn> columns = runner.columns(statement);
        if (formats > 1 && !columns.isEmpty() && formats != columns.size()) {
            throw violation("bind message has %d result formats but query has %d columns", formats, columns.size());
        }
    }

    private List<@Nullable Object> decode(PreparedStatement statement, PrimaryLink.RemoteBinding binding) {
        List<Type> types = statement.parameterTypes();
        List<byte @Nullable []> given = binding.values();
        checkFormats(binding, given.size());
        if (given.size() != types.size()) {
            throw violation(
                    "bind message supplies %d parameters, but prepared statement \"%s\" requires %d",
                    given.size(), statement.name, types.size());
        }
        List<@Nullable Object> values = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            byte[] bytes = given.get(i);
            int format = RowEncoder.format(binding.parameterFormats(), i);
            Place place = new Place(binding.portal(), i + 1);
            values.add(bytes == null ? null : decode(types.get(i), format, bytes, place));
        }
        return values;
    }

    private static void checkFormats(PrimaryLink.RemoteBinding binding, int parameters) {
        int formats = binding.parameterFormats().size();
        if (formats > 1 && formats != parameters) {
            throw violation("bind message has %d parameter formats but %d parameters", formats, parameters);
        }
    }

    private static SqlException violation(String format, Object... arguments) {
        return new SqlException(SqlState.PROTOCOL_VIOLATION, String.format(Locale.ROOT, format, arguments));
    }

    /// Which parameter of which portal, for errors.
    private record Place(String portal, int number) {

        /// @param read whether it could be read as text at all; the text itself is not repeated
        String where(boolean read) {
            String of = portal.isEmpty() ? "unnamed portal" : "portal \"" + portal + "\"";
            return of + " parameter $" + number + (read ? " = '...'" : "");
        }
    }

    private Object decode(Type type, int format, byte[] bytes, Place place) {
        boolean read = false;
        try {
            if (format == 0) {
                String text = state.context.clientEncoding().decode(bytes);
                read = true;
                return type.parse(text, state.context);
            }
            if (format != 1) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + format);
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Object value = type.decodeBinary(in, state.context);
            if (in.hasRemaining()) {
                throw new SqlException(SqlState.INVALID_BINARY_REPRESENTATION, MALFORMED);
            }
            return value;
        } catch (SqlException e) {
            SqlException error = e.state() == SqlState.INVALID_BINARY_REPRESENTATION
                            && e.message().equals(MALFORMED)
                    ? new SqlException(e.state(), MALFORMED + " in bind parameter " + place.number(), e.fields(), null)
                    : e;
            throw error.with(e.fields().withWhere(place.where(read)));
        }
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
        if (StatementKinds.returnsRows(statement.parsed.statement(), columns)) {
            state.client.rowDescription(columns, formats);
        } else {
            state.client.noData();
        }
    }

    void describePortal(String name) {
        SqlCursor cursor = state.cursors.get(name);
        if (cursor != null) {
            state.client.rowDescription(cursor.columns, List.of());
            return;
        }
        if (state.remoteCursors.containsKey(name) && state.router.link().isPresent()) {
            state.router.link().get().describeCursor(name, state.cancellation());
            return;
        }
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

    /// @param syncFollows whether the client's next message is a Sync: the statement can then be committed with
    /// it
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
            if (portal.tag.isEmpty()) {
                throw new SqlException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + name + "\" cannot be run");
            }
            state.client.commandComplete(Portal.rowsTag(portal.tag, 0));
            return;
        }
        PrimaryLink there = portal.link;
        if (there != null) {
            ranThere(portal, there.resume(name, maxRows, state.cancellation()));
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
        state.block.countExecuted();
        BlockRules.check(portal.statement.parsed.statement(), state.block);
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
        ranThere(portal, link.execute(portal.statement.remote(), portal.binding, maxRows, state.cancellation()));
        Forwarding.done(state, portal.statement.parsed.statement());
        return true;
    }

    /// @param tag of the primary; empty while the portal has more rows there
    private void ranThere(Portal portal, String tag) {
        portal.finished = !tag.isEmpty();
        PreparedStatement statement = portal.statement;
        boolean rows = runner.isKnownOnPrimaryOnly(statement)
                ? tag.startsWith("SELECT ") || tag.startsWith("FETCH ")
                : StatementKinds.returnsRows(statement.parsed.statement(), runner.columns(statement));
        portal.tag = rows ? tag : "";
    }

    private void pump(Portal portal, int maxRows, boolean syncFollows) {
        Execution execution = portal.execution;
        List<OutputColumn> columns = portal.columns;
        if (execution == null || columns == null) {
            throw new SqlException(SqlState.INTERNAL_ERROR, "portal was not opened");
        }
        long rows = 0;
        boolean returnsRows = StatementKinds.returnsRows(portal.statement.parsed.statement(), columns);
        if (returnsRows) {
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
        if (returnsRows) {
            tag = Portal.rowsTag(tag, rows);
            portal.tag = tag;
        }
        portal.close();
        commitIfDone(portal, syncFollows);
        state.client.commandComplete(tag);
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
        SqlCursor cursor = state.cursors.remove(name);
        if (cursor != null) {
            cursor.close();
        }
    }

    void sync() {
        if (state.block.state() == TransactionBlock.State.IMPLICIT) {
            state.commit();
        }
    }
}
