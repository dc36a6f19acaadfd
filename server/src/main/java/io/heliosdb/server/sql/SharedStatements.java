package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.SqlEngine.Shared;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.StatementTemplate;
import io.heliosdb.server.sql.parse.StatementTemplate.Literal;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Statements that are sent again and again as text, with other literals each time: analyzed and planned once,
/// for all sessions of a user.
///
/// Only short ones are kept (one row by a unique key, one inserted row): their plan is the best one whatever the
/// literals are. A text is learnt after it has run in the ordinary way, and only if the statement with parameters
/// in place of its literals has the same columns and effects. Safe for any thread.
final class SharedStatements {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStatements.class);

    private final LocalSqlEngine engine;
    private final KeptStatements<String> statements = new KeptStatements<>();

    SharedStatements(LocalSqlEngine engine) {
        this.engine = engine;
    }

    /// The statement for this text, ready to run; null when there is none.
    @Nullable
    Shared find(String text, FunctionContext context) {
        StatementTemplate template = StatementTemplate.of(text);
        if (template == null) {
            return null;
        }
        Prepared statement = statements.find(template.key(), context);
        if (statement == null) {
            return null;
        }
        List<Object> values = values(template.literals(), statement.parameterTypes(), context);
        if (values == null) {
            return null;
        }
        ParsedStatement tree = new ParsedStatement(statement.source().statement(), 0, text.length(), text);
        return new Shared(tree, statement, values);
    }

    // A literal that its type does not accept is left to the ordinary way, which knows its place in the text.
    private static @Nullable List<Object> values(List<Literal> literals, List<Type> types, FunctionContext context) {
        List<Object> values = new ArrayList<>(literals.size());
        try {
            for (int i = 0; i < literals.size(); i++) {
                String text = literals.get(i).text();
                values.add(
                        switch (literals.get(i).kind()) {
                            case INT4 -> Integer.valueOf(text);
                            case INT8 -> Long.valueOf(text);
                            case NUMERIC, STRING -> types.get(i).parse(text, context);
                        });
            }
            return values;
        } catch (SqlException e) {
            return null;
        }
    }

    /// Remembers a statement that has just run in the ordinary way.
    void learn(String text, SqlEngine.Analyzed ran, Scope scope) {
        StatementTemplate template = StatementTemplate.of(text);
        if (template == null) {
            return;
        }
        if (statements.entry(template.key(), scope.context()) != null) {
            return;
        }
        Prepared shared = ran.isShort() ? parameterized(template, ran, scope) : null;
        statements.put(template.key(), scope.context(), shared);
    }

    /// Takes the place of a statement that had become stale.
    void replace(Shared stale, SqlEngine.Analyzed fresh, Scope scope) {
        StatementTemplate template = StatementTemplate.of(stale.parsed().text());
        if (template != null) {
            statements.put(template.key(), scope.context(), (Prepared) fresh);
        }
    }

    private @Nullable Prepared parameterized(StatementTemplate template, SqlEngine.Analyzed ran, Scope scope) {
        List<@Nullable Type> types = new ArrayList<>();
        template.literals().forEach(literal -> types.add(declaredType(literal)));
        try {
            List<ParsedStatement> parsed = engine.parse(template.text());
            if (parsed.size() != 1) {
                return null;
            }
            Prepared shared = (Prepared) engine.analyze(parsed.getFirst(), scope, types);
            boolean same = shared.columns().equals(ran.columns())
                    && shared.effects().equals(ran.effects())
                    && shared.parameterTypes().size() == types.size();
            return same && engine.isShort(shared, scope) ? shared : null;
        } catch (SqlException e) {
            LOG.trace("statement is not shared reason={}", e.message());
            return null;
        }
    }

    private static @Nullable Type declaredType(Literal literal) {
        return switch (literal.kind()) {
            case INT4 -> Types.INT4;
            case INT8 -> Types.INT8;
            case NUMERIC -> Types.NUMERIC;
            case STRING -> null;
        };
    }
}
