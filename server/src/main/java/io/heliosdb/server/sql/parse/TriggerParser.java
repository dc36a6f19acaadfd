package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Transition;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TriggerConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TriggerEvents;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/// Reads `CREATE TRIGGER` and what changes and drops triggers (PostgreSQL 15 manual, CREATE TRIGGER).
final class TriggerParser {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final TableParser tables;

    TriggerParser(TokenCursor cursor, ExpressionParser expressions, TableParser tables) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.tables = tables;
    }

    /// Whether what stands behind CREATE, ALTER or DROP is a trigger.
    boolean isNext() {
        return cursor.isWord("trigger") || cursor.isWords("constraint", "trigger");
    }

    Statement create(boolean replace, int position) {
        boolean constraint = cursor.accept("constraint");
        cursor.expect("trigger");
        if (constraint && replace) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "CREATE OR REPLACE CONSTRAINT TRIGGER is not supported")
                    .withPosition(position + 1);
        }
        String name = cursor.columnName();
        String timing = constraint ? cursor.expectOneOf("after") : timing();
        TriggerEvents events = events();
        cursor.expect("on");
        QualifiedName table = cursor.qualifiedName();
        TriggerConstraint about = constraint ? constraint() : null;
        List<Transition> transitions = constraint ? List.of() : transitions();
        boolean row = level(constraint);
        String when = when();
        cursor.expect("execute");
        cursor.expectOneOf("function", "procedure");
        QualifiedName function = cursor.qualifiedName();
        return new DefinitionStatement.CreateTrigger(
                name, table, replace, timing, events, transitions, row, about, when, function, arguments());
    }

    private String timing() {
        if (cursor.acceptWords("instead", "of")) {
            return "instead of";
        }
        return cursor.expectOneOf("before", "after");
    }

    private TriggerEvents events() {
        List<String> names = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        do {
            int position = cursor.position();
            String event = cursor.expectOneOf("insert", "update", "delete", "truncate");
            if (names.contains(event)) {
                throw new SqlException(
                                SqlState.SYNTAX_ERROR,
                                "duplicate trigger events specified at or near \"" + shown(position) + "\"")
                        .withPosition(position + 1);
            }
            names.add(event);
            if (event.equals("update") && cursor.accept("of")) {
                do {
                    columns.add(cursor.columnName());
                } while (cursor.acceptSign(","));
            }
        } while (cursor.accept("or"));
        return new TriggerEvents(names, columns);
    }

    // As it was written.
    private String shown(int position) {
        return cursor.text().substring(position, cursor.lastEnd());
    }

    private TriggerConstraint constraint() {
        QualifiedName from = cursor.accept("from") ? cursor.qualifiedName() : null;
        return new TriggerConstraint(from, tables.timing());
    }

    private List<Transition> transitions() {
        List<Transition> transitions = new ArrayList<>();
        if (cursor.accept("referencing")) {
            do {
                boolean fresh = cursor.expectOneOf("old", "new").equals("new");
                boolean table = cursor.expectOneOf("table", "row").equals("table");
                cursor.accept("as");
                transitions.add(new Transition(fresh, table, cursor.columnName()));
            } while (cursor.isWord("old") || cursor.isWord("new"));
        }
        return transitions;
    }

    private boolean level(boolean mustBeRow) {
        if (mustBeRow) {
            cursor.expectWords("for", "each", "row");
            return true;
        }
        if (!cursor.accept("for")) {
            return false;
        }
        cursor.accept("each");
        return cursor.expectOneOf("row", "statement").equals("row");
    }

    private String when() {
        if (!cursor.accept("when")) {
            return "";
        }
        cursor.expectSign("(");
        int start = cursor.position();
        expressions.expression();
        String sql = tables.textFrom(start);
        cursor.expectSign(")");
        return sql;
    }

    // Whatever is given is passed on as text.
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        cursor.expectSign("(");
        if (!cursor.acceptSign(")")) {
            do {
                boolean literal =
                        switch (cursor.token().kind()) {
                            case STRING, INTEGER, DECIMAL -> true;
                            default -> false;
                        };
                arguments.add(literal ? cursor.advance().text() : cursor.label());
            } while (cursor.acceptSign(","));
            cursor.expectSign(")");
        }
        return arguments;
    }

    Statement drop() {
        cursor.expect("trigger");
        boolean ifExists = cursor.acceptWords("if", "exists");
        String name = cursor.columnName();
        cursor.expect("on");
        QualifiedName table = cursor.qualifiedName();
        if (!cursor.accept("cascade")) {
            cursor.accept("restrict");
        }
        return new DefinitionStatement.DropTrigger(name, table, ifExists);
    }

    Statement alter(int position) {
        cursor.expect("trigger");
        String name = cursor.columnName();
        cursor.expect("on");
        QualifiedName table = cursor.qualifiedName();
        if (cursor.isWord("depends") || cursor.isWord("no")) {
            cursor.skipStatement();
            return new DefinitionStatement.Unsupported("ALTER TRIGGER DEPENDS ON EXTENSION", position);
        }
        cursor.expectWords("rename", "to");
        return new DefinitionStatement.RenameTrigger(name, table, cursor.columnName());
    }
}
