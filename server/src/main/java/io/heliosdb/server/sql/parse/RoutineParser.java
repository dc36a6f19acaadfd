package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RoutineParameter;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `CREATE FUNCTION`, `CREATE PROCEDURE` and what changes and drops them.
final class RoutineParser {

    private static final Set<String> KINDS = Set.of("function", "procedure", "routine");

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final TypeNameParser types;

    RoutineParser(TokenCursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.types = expressions.types();
    }

    /// Whether what stands behind CREATE, ALTER or DROP is a routine.
    boolean isNext() {
        return cursor.token().kind() == Token.Kind.WORD
                && KINDS.contains(cursor.token().text());
    }

    private String textFrom(int start) {
        return cursor.text().substring(start, cursor.lastEnd());
    }

    Statement create(boolean replace) {
        boolean procedure = cursor.advance().text().equals("procedure");
        QualifiedName name = cursor.qualifiedName();
        List<RoutineParameter> parameters = parameters();
        TypeName returns = null;
        List<FromNode.ColumnDefinition> table = new ArrayList<>();
        if (!procedure && cursor.accept("returns")) {
            if (cursor.accept("table")) {
                tableColumns(table);
            } else {
                returns = types.parse();
            }
        }
        Attributes attributes = new Attributes();
        while (attribute(attributes)) {
            // Each call reads one.
        }
        if (attributes.body == null) {
            throw new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, "no function body specified");
        }
        if (attributes.language.isEmpty()) {
            if (!attributes.standardBody) {
                throw new SqlException(SqlState.INVALID_FUNCTION_DEFINITION, "no language specified");
            }
            attributes.language = "sql";
        }
        return new DefinitionStatement.CreateRoutine(
                procedure, replace, name, parameters, returns, table, attributes.done());
    }

    /// What follows the result type, in any order.
    private static final class Attributes {
        String language = "";

        @Nullable
        String body;

        boolean standardBody;
        char volatility = 'v';
        boolean strict;
        boolean definer;
        String notOffered = "";

        DefinitionStatement.RoutineAttributes done() {
            return new DefinitionStatement.RoutineAttributes(
                    language, String.valueOf(body), volatility, strict, definer, notOffered);
        }
    }

    private void tableColumns(List<FromNode.ColumnDefinition> columns) {
        cursor.expectSign("(");
        do {
            columns.add(new FromNode.ColumnDefinition(cursor.columnName(), types.parse()));
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
    }

    private List<RoutineParameter> parameters() {
        List<RoutineParameter> parameters = new ArrayList<>();
        cursor.expectSign("(");
        if (!cursor.acceptSign(")")) {
            do {
                parameters.add(parameter());
            } while (cursor.acceptSign(","));
            cursor.expectSign(")");
        }
        return parameters;
    }

    private @Nullable String mode() {
        for (String mode : List.of("in", "out", "inout", "variadic")) {
            if (cursor.isWord(mode)) {
                cursor.advance();
                return mode.equals("in") && cursor.accept("out") ? "inout" : mode;
            }
        }
        return null;
    }

    // The mode may stand before or after the name; a name is followed by a type.
    private RoutineParameter parameter() {
        String mode = mode();
        String name = "";
        if (hasName()) {
            name = cursor.label();
            mode = mode == null ? mode() : mode;
        }
        TypeName type = types.parse();
        String defaultSql = null;
        if (cursor.accept("default") || cursor.acceptSign("=")) {
            int start = cursor.position();
            expressions.expression();
            defaultSql = textFrom(start);
        }
        return new RoutineParameter(mode == null ? "in" : mode, name, type, defaultSql);
    }

    private boolean hasName() {
        Token next = cursor.peek(1);
        if (next.isSign(",") || next.isSign(")") || next.isSign("(") || next.isSign("[") || next.isSign(".")) {
            return false;
        }
        if (next.isSign("=") || next.isWord("default")) {
            return false;
        }
        int mark = cursor.mark();
        try {
            types.parse();
            boolean whole = cursor.isSign(",") || cursor.isSign(")") || cursor.isSign("=") || cursor.isWord("default");
            return !whole;
        } catch (SqlException noType) {
            return true;
        } finally {
            cursor.reset(mark);
        }
    }

    private boolean attribute(Attributes attributes) {
        if (cursor.accept("language")) {
            attributes.language = cursor.token().kind() == Token.Kind.STRING ? cursor.string() : cursor.label();
            return true;
        }
        if (cursor.accept("as")) {
            attributes.body = cursor.string();
            return true;
        }
        if (cursor.isWord("return")) {
            cursor.advance();
            int start = cursor.position();
            expressions.expression();
            attributes.body = "SELECT " + textFrom(start);
            attributes.standardBody = true;
            return true;
        }
        if (cursor.isWords("begin", "atomic")) {
            attributes.body = atomic();
            attributes.standardBody = true;
            return true;
        }
        return volatility(attributes) || nullHandling(attributes) || security(attributes) || other(attributes);
    }

    private String atomic() {
        cursor.advance();
        cursor.advance();
        int start = cursor.position();
        int end = start;
        int depth = 0;
        while (!(depth == 0 && cursor.isWord("end"))) {
            if (cursor.isEnd()) {
                throw cursor.syntaxError();
            }
            depth += cursor.isWord("case") ? 1 : cursor.isWord("end") ? -1 : 0;
            cursor.advance();
            end = cursor.lastEnd();
        }
        cursor.advance();
        return cursor.text().substring(start, Math.max(start, end));
    }

    private boolean volatility(Attributes attributes) {
        for (String word : List.of("immutable", "stable", "volatile")) {
            if (cursor.accept(word)) {
                attributes.volatility = word.charAt(0);
                return true;
            }
        }
        return false;
    }

    private boolean nullHandling(Attributes attributes) {
        if (cursor.accept("strict") || cursor.acceptWords("returns", "null", "on", "null", "input")) {
            attributes.strict = true;
            return true;
        }
        if (cursor.acceptWords("called", "on", "null", "input")) {
            attributes.strict = false;
            return true;
        }
        return false;
    }

    private boolean security(Attributes attributes) {
        if (cursor.isWord("external") && cursor.peek(1).isWord("security")) {
            cursor.advance();
        }
        if (!cursor.accept("security")) {
            return false;
        }
        attributes.definer = cursor.expectOneOf("invoker", "definer").equals("definer");
        return true;
    }

    // Estimates and promises that change no result.
    private boolean other(Attributes attributes) {
        if (cursor.accept("not")) {
            cursor.expect("leakproof");
            return true;
        }
        if (cursor.accept("leakproof")) {
            return true;
        }
        if (cursor.accept("cost") || cursor.accept("rows")) {
            cursor.advance();
            return true;
        }
        if (cursor.accept("parallel")) {
            cursor.label();
            return true;
        }
        if (cursor.isWord("set") || cursor.isWord("window") || cursor.isWord("transform") || cursor.isWord("support")) {
            attributes.notOffered = SqlLexer.upper(cursor.token().text()) + " of a function";
            cursor.skipStatement();
        }
        return false;
    }

    Statement drop() {
        String kind = cursor.advance().text();
        boolean ifExists = cursor.acceptWords("if", "exists");
        List<DefinitionStatement.RoutineName> names = new ArrayList<>();
        do {
            names.add(name());
        } while (cursor.acceptSign(","));
        boolean cascade = cursor.accept("cascade");
        if (!cascade) {
            cursor.accept("restrict");
        }
        return new DefinitionStatement.DropRoutines(kind, names, ifExists, cascade);
    }

    /// A name with its arguments' types, as DROP and COMMENT have it.
    DefinitionStatement.RoutineName name() {
        QualifiedName name = cursor.qualifiedName();
        return new DefinitionStatement.RoutineName(name, cursor.isSign("(") ? inputs() : null);
    }

    private List<TypeName> inputs() {
        return parameters().stream()
                .filter(p -> !p.mode().equals("out"))
                .map(RoutineParameter::type)
                .toList();
    }

    Statement alter() {
        String kind = cursor.advance().text();
        DefinitionStatement.RoutineName name = name();
        if (cursor.acceptWords("rename", "to")) {
            return new DefinitionStatement.AlterRoutine(kind, name, "rename", cursor.columnName());
        }
        if (cursor.acceptWords("owner", "to")) {
            return new DefinitionStatement.AlterRoutine(kind, name, "owner", cursor.roleName());
        }
        if (cursor.acceptWords("set", "schema")) {
            return new DefinitionStatement.AlterRoutine(kind, name, "schema", cursor.columnName());
        }
        Attributes attributes = new Attributes();
        String action = "";
        String value = "";
        while (!cursor.isEnd() && !cursor.isSign(";")) {
            if (volatility(attributes)) {
                action = "volatility";
                value = String.valueOf(attributes.volatility);
            } else if (nullHandling(attributes)) {
                action = "strict";
                value = attributes.strict ? "t" : "f";
            } else if (security(attributes)) {
                action = "definer";
                value = attributes.definer ? "t" : "f";
            } else if (!other(attributes)) {
                break;
            }
        }
        if (!attributes.notOffered.isEmpty()) {
            return new DefinitionStatement.Unsupported(
                    attributes.notOffered, name.name().position());
        }
        return new DefinitionStatement.AlterRoutine(kind, name, action, value);
    }
}
