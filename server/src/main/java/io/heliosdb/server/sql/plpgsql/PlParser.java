package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a body in PL/pgSQL: blocks and declarations (PostgreSQL 15 manual, 43.2 and 43.3). Used once, by one
/// thread.
public final class PlParser {

    private static final Set<String> TYPE_ENDS = Set.of("not", "default", ":=", "=", ";", "collate");

    private final PlTokens tokens;
    private final List<PlVariable> variables = new ArrayList<>();
    private final PlStatementReader statements;
    private PlScope scope;

    private PlParser(PlTokens tokens, PlScope outermost) {
        this.tokens = tokens;
        this.scope = outermost;
        this.statements = new PlStatementReader(tokens, this);
    }

    /// @param name of the function, by which its arguments may be qualified
    /// @param given names of the variables that the caller fills, in the order of their slots; empty for those
    /// without a name
    /// @throws SqlException 42601 and what else is wrong before anything runs
    public static PlCode parse(String body, String name, List<String> given) {
        PlScope outermost = new PlScope(null, name);
        PlParser parser = new PlParser(new PlTokens(withoutOptions(body)), outermost);
        for (String argument : given) {
            PlVariable variable = parser.variable(argument, new PlVariable.Declared.Given());
            if (!argument.isEmpty()) {
                outermost.add(argument, variable);
            }
        }
        PlVariable found = parser.variable("found", new PlVariable.Declared.Named("boolean", outermost));
        outermost.add("found", found);
        String label = parser.label();
        PlNode.Block block = parser.block(label);
        parser.tokens.acceptSign(";");
        if (!parser.tokens.isEnd()) {
            throw parser.tokens.syntaxError();
        }
        return new PlCode(block, parser.variables, found);
    }

    // Lines such as `#variable_conflict error` stand before the block; they keep their line.
    private static String withoutOptions(String body) {
        String text = body;
        while (text.stripLeading().startsWith("#")) {
            int at = text.indexOf('#');
            int end = text.indexOf('\n', at);
            String option = (end < 0 ? text.substring(at) : text.substring(at, end)).strip();
            if (option.startsWith("#variable_conflict") && !option.endsWith("error")) {
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, option.substring(1) + " is not supported");
            }
            text = text.substring(0, at) + " ".repeat(end < 0 ? 0 : end - at) + (end < 0 ? "" : text.substring(end));
        }
        return text;
    }

    PlScope scope() {
        return scope;
    }

    /// A new variable that no scope knows yet.
    PlVariable variable(String name, PlVariable.Declared type) {
        return variable(new PlVariable(variables.size(), name, type, false, false, null));
    }

    private PlVariable variable(PlVariable variable) {
        variables.add(variable);
        return variable;
    }

    /// Opens a block of names around what comes next.
    void open(String label) {
        scope = new PlScope(scope, label);
    }

    void close() {
        PlScope parent = scope.parent();
        if (parent == null) {
            throw new IllegalStateException("no block is open");
        }
        scope = parent;
    }

    /// `<<label>>`, else empty.
    String label() {
        if (!tokens.acceptSign("<<")) {
            return "";
        }
        String label = tokens.name();
        tokens.expectSign(">>");
        return label;
    }

    void checkEndLabel(String label) {
        if (tokens.isName()) {
            Token token = tokens.token();
            String end = tokens.name();
            if (label.isEmpty()) {
                throw PlErrors.syntax("end label \"" + end + "\" specified for unlabeled block")
                        .withPosition(token.start() + 1);
            }
            if (!label.equals(end)) {
                throw PlErrors.syntax("end label \"" + end + "\" differs from block's label \"" + label + "\"")
                        .withPosition(token.start() + 1);
            }
        }
    }

    PlNode.Block block(String label) {
        int line = tokens.line();
        open(label);
        List<PlVariable> declared = new ArrayList<>();
        while (tokens.accept("declare")) {
            while (!tokens.isWord("begin") && !tokens.isWord("declare")) {
                declare(declared);
            }
        }
        tokens.expect("begin");
        List<PlNode> body = statements.until(Set.of("exception", "end"));
        List<PlNode.Handler> handlers = new ArrayList<>();
        if (tokens.accept("exception")) {
            while (tokens.accept("when")) {
                handlers.add(handler());
            }
            if (handlers.isEmpty()) {
                throw tokens.syntaxError();
            }
        }
        tokens.expect("end");
        checkEndLabel(label);
        close();
        return new PlNode.Block(line, label, declared, body, handlers);
    }

    private PlNode.Handler handler() {
        List<String> conditions = new ArrayList<>();
        do {
            conditions.addAll(condition());
        } while (tokens.accept("or"));
        tokens.expect("then");
        open("");
        PlVariable state = variable("sqlstate", new PlVariable.Declared.Named("text", scope));
        PlVariable message = variable("sqlerrm", new PlVariable.Declared.Named("text", scope));
        scope.add("sqlstate", state);
        scope.add("sqlerrm", message);
        List<PlNode> body = statements.until(Set.of("when", "end"));
        close();
        return new PlNode.Handler(conditions, state.slot(), message.slot(), body);
    }

    private List<String> condition() {
        Token token = tokens.token();
        String name = tokens.name();
        if (name.equals("others")) {
            return List.of("others");
        }
        if (name.equals("sqlstate")) {
            return List.of(statements.sqlState());
        }
        List<String> codes = codes(name);
        if (codes.isEmpty()) {
            throw unknownCondition(name).withPosition(token.start() + 1);
        }
        return codes;
    }

    static SqlException unknownCondition(String name) {
        return new SqlException(SqlState.UNDEFINED_OBJECT, "unrecognized exception condition \"" + name + "\"");
    }

    /// The SQLSTATEs that a condition's name stands for.
    static List<String> codes(String name) {
        List<String> codes = new ArrayList<>();
        for (SqlState state : SqlState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
                codes.add(state.code());
            }
        }
        return codes;
    }

    private void declare(List<PlVariable> declared) {
        Token first = tokens.token();
        String name = tokens.name();
        if (tokens.accept("alias")) {
            tokens.expect("for");
            alias(name);
            return;
        }
        PlVariable variable =
                tokens.isWord("cursor") || tokens.isWord("scroll") || tokens.isWord("no") ? cursor(name) : plain(name);
        if (!scope.add(name, variable)) {
            throw PlErrors.syntax("duplicate declaration").withPosition(first.start() + 1);
        }
        declared.add(variable);
    }

    private void alias(String name) {
        Token token = tokens.advance();
        PlVariable found;
        if (token.kind() == Token.Kind.PARAMETER) {
            found = numbered(Integer.parseInt(token.text()));
        } else {
            found = scope.find(token.text()).orElse(null);
        }
        if (found == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "variable \"" + token.text() + "\" does not exist")
                    .withPosition(token.start() + 1);
        }
        tokens.expectSign(";");
        scope.add(name, found);
    }

    /// The argument that `$n` means; null when there is none.
    @Nullable
    PlVariable numbered(int number) {
        boolean there = number >= 1
                && number <= variables.size()
                && variables.get(number - 1).type() instanceof PlVariable.Declared.Given;
        return there ? variables.get(number - 1) : null;
    }

    private PlVariable plain(String name) {
        boolean constant = tokens.accept("constant");
        PlVariable.Declared type = type(tokens.until(TYPE_ENDS));
        if (tokens.accept("collate")) {
            tokens.advance();
        }
        boolean notNull = tokens.accept("not");
        if (notNull) {
            tokens.expect("null");
        }
        PlSql initial = null;
        if (tokens.accept("default") || tokens.acceptSign(":=") || tokens.acceptSign("=")) {
            initial = expression(Set.of(";"));
        }
        tokens.expectSign(";");
        if (notNull && initial == null) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "variable \"" + name + "\" must have a default value, since it's declared NOT NULL");
        }
        return variable(new PlVariable(variables.size(), name, type, constant, notNull, initial));
    }

    private PlVariable.Declared type(String text) {
        String lower = text.toLowerCase(Locale.ROOT).strip();
        if (lower.equals("record")) {
            return new PlVariable.Declared.AnyRow();
        }
        if (lower.replaceAll("\\s", "").endsWith("%rowtype")) {
            return new PlVariable.Declared.RowOf(
                    text.substring(0, text.lastIndexOf('%')).strip());
        }
        return new PlVariable.Declared.Named(text, scope);
    }

    private PlVariable cursor(String name) {
        if (tokens.accept("no")) {
            tokens.expect("scroll");
        } else {
            tokens.accept("scroll");
        }
        tokens.expect("cursor");
        open(name);
        List<PlVariable> arguments = new ArrayList<>();
        if (tokens.acceptSign("(")) {
            do {
                String argument = tokens.name();
                PlVariable variable =
                        variable(argument, new PlVariable.Declared.Named(tokens.until(Set.of(",", ")")), scope));
                scope.add(argument, variable);
                arguments.add(variable);
            } while (tokens.acceptSign(","));
            tokens.expectSign(")");
        }
        if (!tokens.accept("for")) {
            tokens.expect("is");
        }
        PlSql query = sql(tokens.until(Set.of(";")), PlSql.Kind.STATEMENT);
        close();
        tokens.expectSign(";");
        return variable(name, new PlVariable.Declared.BoundCursor(query, arguments));
    }

    /// An expression up to one of some words or signs.
    PlSql expression(Set<String> ends) {
        return sql(tokens.until(ends), PlSql.Kind.EXPRESSION);
    }

    PlSql sql(String text, PlSql.Kind kind) {
        int line = tokens.line();
        try {
            return PlSql.of(text, kind, scope);
        } catch (SqlException e) {
            throw e.with(e.fields().withPosition(0).withWhere("line " + line));
        }
    }

    @Nullable
    PlVariable find(String name) {
        return scope.find(name).orElse(null);
    }
}
