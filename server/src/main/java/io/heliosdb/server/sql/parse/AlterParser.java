package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads ALTER TABLE and its kin for views, indexes and sequences (PostgreSQL 15 manual, ALTER TABLE).
final class AlterParser {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final TableParser tables;
    private final SequenceParser sequences;

    AlterParser(TokenCursor cursor, ExpressionParser expressions, TableParser tables, SequenceParser sequences) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.tables = tables;
        this.sequences = sequences;
    }

    /// What stands behind `ALTER TABLE`, `ALTER INDEX` and so on.
    Statement relation(String kind) {
        boolean ifExists = cursor.acceptWords("if", "exists");
        if (kind.equals("table")) {
            cursor.accept("only");
        }
        QualifiedName name = cursor.qualifiedName();
        cursor.acceptSign("*");
        if (cursor.accept("rename")) {
            return rename(kind, name, ifExists);
        }
        if (cursor.acceptWords("set", "schema")) {
            return new DefinitionStatement.SetSchema(kind, name, ifExists, cursor.columnName());
        }
        if (cursor.isWords("owner", "to") && !kind.equals("table")) {
            cursor.acceptWords("owner", "to");
            return new DefinitionStatement.SetOwner(kind, name, ifExists, cursor.roleName());
        }
        if (kind.equals("sequence")) {
            if (cursor.acceptWords("set", "logged") || cursor.acceptWords("set", "unlogged")) {
                return new DefinitionStatement.AlterTable(
                        name, kind, ifExists, List.of(new AlterAction.Ignored("storage")));
            }
            return new DefinitionStatement.AlterSequence(name, ifExists, sequences.options());
        }
        List<AlterAction> actions = new ArrayList<>();
        do {
            actions.add(action());
        } while (cursor.acceptSign(","));
        return new DefinitionStatement.AlterTable(name, kind, ifExists, actions);
    }

    private Statement rename(String kind, QualifiedName name, boolean ifExists) {
        if (cursor.accept("to")) {
            return new DefinitionStatement.Rename(kind, name, ifExists, cursor.columnName());
        }
        if (cursor.accept("constraint")) {
            String constraint = cursor.columnName();
            cursor.expect("to");
            return new DefinitionStatement.RenameConstraint(name, ifExists, constraint, cursor.columnName());
        }
        cursor.accept("column");
        String column = cursor.columnName();
        cursor.expect("to");
        return new DefinitionStatement.RenameColumn(kind, name, ifExists, column, cursor.columnName());
    }

    private AlterAction action() {
        int position = cursor.position();
        if (cursor.accept("add")) {
            return add();
        }
        if (cursor.accept("drop")) {
            return drop();
        }
        if (cursor.accept("alter")) {
            if (cursor.accept("constraint")) {
                return new AlterAction.AlterConstraint(cursor.columnName(), tables.timing());
            }
            cursor.accept("column");
            boolean numbered = cursor.token().kind() == Token.Kind.INTEGER;
            return column(numbered ? cursor.advance().text() : cursor.columnName());
        }
        if (cursor.acceptWords("validate", "constraint")) {
            return new AlterAction.ValidateConstraint(cursor.columnName());
        }
        if (cursor.acceptWords("owner", "to")) {
            return new AlterAction.Owner(cursor.roleName());
        }
        if (cursor.isWord("set") && cursor.peek(1).isSign("(") || cursor.isWord("reset")) {
            return options();
        }
        return other(position);
    }

    // Of all options only that of views is more than a tuning.
    private AlterAction options() {
        String what = cursor.advance().text();
        List<UtilityStatement.Option> options = tables.storage();
        if (options.stream().noneMatch(o -> o.name().equals("check_option"))) {
            return new AlterAction.Ignored(what);
        }
        return new AlterAction.SetCheckOption(what.equals("reset") ? "" : ViewOptions.checkOption(options, ""));
    }

    /// Tunings that change nothing here, and what is not offered.
    private AlterAction other(int position) {
        if (cursor.acceptWords("replica", "identity")) {
            if (cursor.acceptWords("using", "index")) {
                cursor.columnName();
            } else {
                cursor.expectOneOf("default", "full", "nothing");
            }
            return new AlterAction.Ignored("replica identity");
        }
        if (cursor.acceptWords("cluster", "on") || cursor.acceptWords("set", "tablespace")) {
            cursor.columnName();
            return new AlterAction.Ignored("storage");
        }
        if (cursor.acceptWords("set", "access", "method")) {
            cursor.columnName();
            return new AlterAction.Ignored("storage");
        }
        if (cursor.acceptWords("set", "without", "cluster")
                || cursor.acceptWords("set", "without", "oids")
                || cursor.acceptWords("set", "logged")
                || cursor.acceptWords("set", "unlogged")) {
            return new AlterAction.Ignored("storage");
        }
        AlterAction trigger = trigger();
        if (trigger != null) {
            return trigger;
        }
        boolean known = List.of(
                        "enable", "disable", "force", "no", "inherit", "attach", "detach", "of", "not", "depends")
                .contains(cursor.token().text());
        if (!known) {
            throw cursor.syntaxError();
        }
        Token second = cursor.peek(1);
        boolean fits =
                switch (cursor.token().text()) {
                    case "enable", "disable" ->
                        second.isWord("trigger")
                                || second.isWord("rule")
                                || second.isWord("row")
                                || second.isWord("always")
                                || second.isWord("replica");
                    case "force" -> second.isWord("row");
                    case "no" -> second.isWord("force") || second.isWord("inherit");
                    case "attach", "detach" -> second.isWord("partition");
                    case "not" -> second.isWord("of");
                    default -> true;
                };
        if (!fits) {
            throw cursor.syntaxErrorAt(second);
        }
        StringBuilder what = new StringBuilder();
        int nested = 0;
        while (!cursor.isEnd() && !cursor.isSign(";") && (nested > 0 || !cursor.isSign(","))) {
            nested += cursor.isSign("(") ? 1 : cursor.isSign(")") ? -1 : 0;
            what.append(what.isEmpty() ? "" : " ").append(cursor.advance().text());
        }
        return new AlterAction.NotOffered(what.toString(), position);
    }

    private @Nullable AlterAction trigger() {
        for (String mode : List.of("enable", "disable", "replica", "always")) {
            boolean plain = mode.equals("enable") || mode.equals("disable");
            if (plain ? cursor.isWords(mode, "trigger") : cursor.isWords("enable", mode, "trigger")) {
                cursor.expectWords(plain ? new String[] {mode, "trigger"} : new String[] {"enable", mode, "trigger"});
                boolean all = plain && cursor.isWord("all");
                boolean several = all || plain && cursor.isWord("user");
                String name = several ? "" : cursor.columnName();
                if (several) {
                    cursor.advance();
                }
                return new AlterAction.SetTrigger(name, all, mode);
            }
        }
        return null;
    }

    private AlterAction add() {
        boolean constraint = List.of("constraint", "check", "unique", "primary", "foreign", "exclude")
                        .contains(cursor.token().text())
                && cursor.token().kind() == Token.Kind.WORD;
        if (constraint) {
            return new AlterAction.AddConstraint(tables.tableConstraint());
        }
        cursor.accept("column");
        boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
        return new AlterAction.AddColumn(tables.column(), ifNotExists);
    }

    private AlterAction drop() {
        boolean constraint = cursor.accept("constraint");
        if (!constraint) {
            cursor.accept("column");
        }
        boolean ifExists = cursor.acceptWords("if", "exists");
        String name = cursor.columnName();
        boolean cascade = cursor.accept("cascade");
        if (!cascade) {
            cursor.accept("restrict");
        }
        return constraint
                ? new AlterAction.DropConstraint(name, ifExists, cascade)
                : new AlterAction.DropColumn(name, ifExists, cascade);
    }

    private AlterAction column(String column) {
        if (cursor.acceptWords("set", "data", "type") || cursor.accept("type")) {
            TypeName type = expressions.types().parse();
            if (cursor.accept("collate")) {
                cursor.qualifiedName();
            }
            return new AlterAction.SetType(column, type, cursor.accept("using") ? expressions.expression() : null);
        }
        if (cursor.acceptWords("set", "default")) {
            int start = cursor.position();
            Expression value = expressions.expression();
            return new AlterAction.SetDefault(column, value, tables.textFrom(start));
        }
        if (cursor.acceptWords("drop", "default")) {
            return new AlterAction.SetDefault(column, null, "");
        }
        if (cursor.acceptWords("set", "not", "null")) {
            return new AlterAction.SetNotNull(column, true);
        }
        if (cursor.acceptWords("drop", "not", "null")) {
            return new AlterAction.SetNotNull(column, false);
        }
        if (cursor.acceptWords("drop", "identity")) {
            return new AlterAction.DropIdentity(column, cursor.acceptWords("if", "exists"));
        }
        if (cursor.acceptWords("drop", "expression")) {
            return new AlterAction.DropExpression(column, cursor.acceptWords("if", "exists"));
        }
        if (cursor.acceptWords("add", "generated")) {
            return addIdentity(column);
        }
        if (cursor.acceptWords("set", "statistics")) {
            cursor.signedInteger();
            return new AlterAction.Ignored("statistics");
        }
        if (cursor.acceptWords("set", "storage") || cursor.acceptWords("set", "compression")) {
            cursor.label();
            return new AlterAction.Ignored("storage");
        }
        boolean options = cursor.isWord("set") || cursor.isWord("reset");
        if (options && cursor.peek(1).isSign("(")) {
            cursor.advance();
            tables.storage();
            return new AlterAction.Ignored("options");
        }
        return setIdentity(column);
    }

    private AlterAction addIdentity(String column) {
        boolean always = cursor.accept("always");
        if (!always) {
            cursor.expectWords("by", "default");
        }
        cursor.expectWords("as", "identity");
        DefinitionStatement.SequenceOptions options = DefinitionStatement.SequenceOptions.NONE;
        if (cursor.acceptSign("(")) {
            options = sequences.options();
            cursor.expectSign(")");
        }
        return new AlterAction.AddIdentity(column, always, options);
    }

    private AlterAction setIdentity(String column) {
        Boolean always = null;
        if (cursor.acceptWords("set", "generated")) {
            always = cursor.accept("always");
            if (!always) {
                cursor.expectWords("by", "default");
            }
        } else if (!cursor.isWord("restart") && !cursor.isWord("set")) {
            throw cursor.syntaxError();
        }
        return new AlterAction.SetIdentity(column, always, sequences.prefixedOptions());
    }
}
