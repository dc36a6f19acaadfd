package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Execution;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// PREPARE, EXECUTE and DEALLOCATE. Used by the session's thread.
final class PreparedCommands {

    private final SessionState state;

    PreparedCommands(SessionState state) {
        this.state = state;
    }

    /// @throws SqlException 26000
    PreparedStatement find(String name) {
        PreparedStatement found = state.statements.get(name);
        if (found == null) {
            throw new SqlException(
                    SqlState.INVALID_SQL_STATEMENT_NAME, "prepared statement \"" + name + "\" does not exist");
        }
        return found;
    }

    Execution prepare(ParsedStatement parsed, SessionStatement.Prepare prepare) {
        if (state.statements.containsKey(prepare.name())) {
            throw new SqlException(
                    SqlState.DUPLICATE_PSTATEMENT, "prepared statement \"" + prepare.name() + "\" already exists");
        }
        ParsedStatement within =
                new ParsedStatement(prepare.statement(), parsed.start(), parsed.length(), parsed.text());
        List<@Nullable Type> types = types(parsed, prepare.types());
        PreparedStatement statement =
                new PreparedStatement(state.nextStatementId(), prepare.name(), within, types, parsed.sql());
        state.statements.put(prepare.name(), statement);
        return FixedRows.done("PREPARE");
    }

    /// Resolves type names by analyzing casts to them.
    private List<@Nullable Type> types(ParsedStatement parsed, List<TypeName> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Expression> casts = new ArrayList<>();
        names.forEach(name ->
                casts.add(new Expression.Cast(new Expression.NullLiteral(name.position()), name, name.position())));
        List<@Nullable Type> types = new ArrayList<>();
        analyze(parsed, casts)
                .columns()
                .forEach(column -> types.add(column.type().type()));
        return types;
    }

    private Analyzed analyze(ParsedStatement parsed, List<Expression> expressions) {
        List<QueryNode.SelectItem> items =
                expressions.stream().map(e -> new QueryNode.SelectItem(e, "")).toList();
        QueryNode select = new QueryNode.Select(
                null, items, List.of(), null, null, null, List.of(), null, QueryNode.Clauses.NONE, parsed.start());
        ParsedStatement statement = new ParsedStatement(select, parsed.start(), parsed.length(), parsed.text());
        state.block.startStatement(state.cancellation());
        return sql().analyze(statement, scope(), List.of());
    }

    private SqlEngine sql() {
        return state.environment.sql();
    }

    private Scope scope() {
        return new Scope(state.block.local(), state.context);
    }

    Execution execute(StatementRunner runner, SessionStatement.Execute execute, ParsedStatement parsed) {
        PreparedStatement statement = find(execute.name());
        int expected = statement.parameterTypes().size();
        if (expected != execute.arguments().size()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "wrong number of parameters for prepared statement \"" + execute.name() + "\"")
                    .withDetail(String.format(
                            Locale.ROOT,
                            "Expected %d parameters but got %d.",
                            expected,
                            execute.arguments().size()));
        }
        List<@Nullable Object> values = evaluate(parsed, execute.arguments(), statement.parameterTypes());
        runner.startStatement();
        return runner.open(statement, values);
    }

    /// The arguments' values as the parameters' types, converted through text where the types differ.
    private List<@Nullable Object> evaluate(ParsedStatement parsed, List<Expression> arguments, List<Type> types) {
        List<@Nullable Object> values = new ArrayList<>();
        if (arguments.isEmpty()) {
            return values;
        }
        Analyzed select = analyze(parsed, arguments);
        try (Execution execution = sql().execute(select, scope(), List.of())) {
            @Nullable Object[] row = execution.next();
            if (row == null) {
                throw new SqlException(SqlState.INTERNAL_ERROR, "arguments of EXECUTE gave no row");
            }
            for (int i = 0; i < types.size(); i++) {
                Type from = select.columns().get(i).type().type();
                Object value = row[i];
                boolean convert = value != null && from.oid() != types.get(i).oid();
                values.add(
                        convert && value != null
                                ? types.get(i).parse(from.format(value, state.context), state.context)
                                : value);
            }
        }
        return values;
    }

    Execution deallocate(SessionStatement.Deallocate deallocate) {
        if (deallocate.name().isEmpty()) {
            deallocateAll();
            return FixedRows.done("DEALLOCATE ALL");
        }
        PreparedStatement statement = find(deallocate.name());
        forget(statement);
        return FixedRows.done("DEALLOCATE");
    }

    private void forget(PreparedStatement statement) {
        state.statements.remove(statement.name);
        state.router.link().ifPresent(link -> link.forgetStatement(statement.id));
    }

    void deallocateAll() {
        List.copyOf(state.statements.values()).forEach(this::forget);
    }
}
