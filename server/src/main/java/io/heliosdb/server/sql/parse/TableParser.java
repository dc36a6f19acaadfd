package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Column;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ColumnConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Reference;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableElement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableOptions;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Timing;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads CREATE TABLE with its columns and constraints (PostgreSQL 15 manual, CREATE TABLE).
final class TableParser {

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final ExpressionParser expressions;
    private final SequenceParser sequences;

    TableParser(TokenCursor cursor, QueryParser queries, SequenceParser sequences) {
        this.cursor = cursor;
        this.queries = queries;
        this.expressions = queries.expressions();
        this.sequences = sequences;
    }

    /// What stands behind `CREATE [TEMP | UNLOGGED] TABLE`.
    Statement create(boolean temporary, boolean unlogged) {
        boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
        QualifiedName name = cursor.qualifiedName();
        if (cursor.isWords("partition", "of") || cursor.isWord("of")) {
            String what = cursor.isWord("of") ? "CREATE TABLE OF" : "CREATE TABLE PARTITION OF";
            int position = cursor.position();
            cursor.skipStatement();
            return new DefinitionStatement.Unsupported(what, position);
        }
        boolean as = cursor.isWord("as") || cursor.isSign("(") && namesOnly();
        if (as) {
            List<String> columns = cursor.isSign("(") ? cursor.columnList() : List.of();
            return createAs(name, columns, temporary, ifNotExists, options().onCommit());
        }
        if (!cursor.isSign("(")) {
            return createAs(name, List.of(), temporary, ifNotExists, options().onCommit());
        }
        List<TableElement> elements = elements();
        return new DefinitionStatement.CreateTable(name, temporary, unlogged, ifNotExists, elements, options());
    }

    /// Whether the parentheses hold only names, as in `CREATE TABLE t (a, b) AS`.
    private boolean namesOnly() {
        for (int ahead = 1; ; ahead += 2) {
            Token separator = cursor.peek(ahead + 1);
            if (separator.isSign(")")) {
                return cursor.peek(ahead).kind() == Token.Kind.WORD
                        || cursor.peek(ahead).kind() == Token.Kind.QUOTED;
            }
            if (!separator.isSign(",")) {
                return false;
            }
        }
    }

    private Statement createAs(
            QualifiedName name, List<String> columns, boolean temporary, boolean ifNotExists, String onCommit) {
        return createAs(name, columns, ifNotExists, new Made(temporary, false, onCommit));
    }

    /// `CREATE MATERIALIZED VIEW`, from AS on.
    Statement createMaterializedView(QualifiedName name, List<String> columns, boolean ifNotExists) {
        return createAs(name, columns, ifNotExists, new Made(false, true, ""));
    }

    /// What a query's rows go into.
    private record Made(boolean temporary, boolean materializedView, String onCommit) {}

    private Statement createAs(QualifiedName name, List<String> columns, boolean ifNotExists, Made made) {
        cursor.expect("as");
        Statement query = cursor.isWord("execute") ? execute() : queries.query();
        boolean withData = true;
        if (cursor.acceptWords("with", "no", "data")) {
            withData = false;
        } else {
            cursor.acceptWords("with", "data");
        }
        return new DefinitionStatement.CreateTableAs(
                name,
                columns,
                query,
                made.temporary(),
                ifNotExists,
                withData,
                made.materializedView(),
                made.onCommit());
    }

    private Statement execute() {
        cursor.advance();
        String name = cursor.columnName();
        List<Expression> arguments = List.of();
        if (cursor.acceptSign("(")) {
            arguments = expressions.list();
            cursor.expectSign(")");
        }
        return new SessionStatement.Execute(name, arguments);
    }

    private List<TableElement> elements() {
        cursor.expectSign("(");
        List<TableElement> elements = new ArrayList<>();
        if (!cursor.isSign(")")) {
            do {
                elements.add(element());
            } while (cursor.acceptSign(","));
        }
        cursor.expectSign(")");
        return elements;
    }

    private TableElement element() {
        if (cursor.isWord("like")) {
            cursor.advance();
            return like();
        }
        return isTableConstraint() ? tableConstraint() : column();
    }

    private boolean isTableConstraint() {
        Token token = cursor.token();
        return token.kind() == Token.Kind.WORD
                && switch (token.text()) {
                    case "constraint", "check", "unique", "primary", "foreign" -> true;
                    case "exclude" ->
                        cursor.peek(1).isWord("using") || cursor.peek(1).isSign("(");
                    default -> false;
                };
    }

    private TableElement like() {
        QualifiedName table = cursor.qualifiedName();
        List<String> including = new ArrayList<>();
        List<String> excluding = new ArrayList<>();
        while (cursor.isWord("including") || cursor.isWord("excluding")) {
            boolean include = cursor.advance().isWord("including");
            (include ? including : excluding).add(cursor.label());
        }
        return new DefinitionStatement.Like(table, including, excluding);
    }

    /// A column with its constraints.
    Column column() {
        int position = cursor.position();
        String name = cursor.columnName();
        TypeName type = expressions.types().parse();
        QualifiedName collation = null;
        List<ColumnConstraint> constraints = new ArrayList<>();
        while (true) {
            if (cursor.accept("collate")) {
                collation = cursor.qualifiedName();
            } else if (cursor.acceptWords("storage") || cursor.acceptWords("compression")) {
                cursor.label();
            } else {
                ColumnConstraint constraint = columnConstraint();
                if (constraint == null) {
                    break;
                }
                constraints.add(constraint);
            }
        }
        return new Column(name, type, collation, constraints, position);
    }

    @Nullable
    ColumnConstraint columnConstraint() {
        int position = cursor.position();
        String name = cursor.accept("constraint") ? cursor.columnName() : "";
        ColumnConstraint.Kind kind = columnConstraintKind();
        if (kind == null) {
            if (!name.isEmpty()) {
                throw cursor.syntaxError();
            }
            return null;
        }
        return new ColumnConstraint(name, kind, position);
    }

    private ColumnConstraint.@Nullable Kind columnConstraintKind() {
        if (cursor.isWord("not")) {
            Token next = cursor.peek(1);
            if (next.isWord("between")
                    || next.isWord("in")
                    || next.isWord("like")
                    || next.isWord("ilike")
                    || next.isWord("similar")) {
                throw cursor.syntaxError();
            }
            cursor.advance();
            cursor.expect("null");
            return new ColumnConstraint.Kind.NotNull();
        }
        if (cursor.accept("null")) {
            return new ColumnConstraint.Kind.Null();
        }
        if (cursor.accept("default")) {
            int start = cursor.position();
            Expression value = expressions.restricted();
            return new ColumnConstraint.Kind.Default(value, textFrom(start));
        }
        if (cursor.accept("check")) {
            return check();
        }
        if (cursor.acceptWords("primary", "key")) {
            return new ColumnConstraint.Kind.Unique(true, false, indexOptions());
        }
        if (cursor.accept("unique")) {
            return new ColumnConstraint.Kind.Unique(false, nullsNotDistinct(), indexOptions());
        }
        if (cursor.accept("references")) {
            return new ColumnConstraint.Kind.References(reference(), timing());
        }
        return cursor.accept("generated") ? generated() : null;
    }

    private ColumnConstraint.Kind check() {
        cursor.expectSign("(");
        int start = cursor.position();
        Expression condition = expressions.expression();
        String sql = textFrom(start);
        cursor.expectSign(")");
        return new ColumnConstraint.Kind.Check(condition, sql, cursor.acceptWords("no", "inherit"));
    }

    private ColumnConstraint.Kind generated() {
        int kindPosition = cursor.position();
        boolean always = cursor.accept("always");
        if (!always) {
            cursor.expectWords("by", "default");
        }
        cursor.expect("as");
        if (cursor.accept("identity")) {
            DefinitionStatement.SequenceOptions options = DefinitionStatement.SequenceOptions.NONE;
            if (cursor.acceptSign("(")) {
                options = sequences.options();
                cursor.expectSign(")");
            }
            return new ColumnConstraint.Kind.Identity(always, options);
        }
        if (!always) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "for a generated column, GENERATED ALWAYS must be specified")
                    .withPosition(kindPosition + 1);
        }
        cursor.expectSign("(");
        int start = cursor.position();
        Expression value = expressions.expression();
        String sql = textFrom(start);
        cursor.expectSign(")");
        cursor.expect("stored");
        return new ColumnConstraint.Kind.Generated(value, sql);
    }

    /// The text from an offset to the end of the token before the current one.
    String textFrom(int start) {
        return cursor.text().substring(start, cursor.lastEnd());
    }

    private boolean nullsNotDistinct() {
        if (cursor.acceptWords("nulls", "not", "distinct")) {
            return true;
        }
        cursor.acceptWords("nulls", "distinct");
        return false;
    }

    private Timing indexOptions() {
        if (cursor.isWord("with") && cursor.peek(1).isSign("(")) {
            cursor.advance();
            storage();
        }
        if (cursor.acceptWords("using", "index", "tablespace")) {
            cursor.columnName();
        }
        return timing();
    }

    Timing timing() {
        boolean deferrable = false;
        boolean never = false;
        boolean deferred = false;
        while (true) {
            Token token = cursor.token();
            if (cursor.acceptWords("not", "deferrable")) {
                never = true;
            } else if (cursor.accept("deferrable")) {
                deferrable = true;
            } else if (cursor.acceptWords("initially", "deferred")) {
                deferred = true;
                deferrable = true;
            } else if (!cursor.acceptWords("initially", "immediate")) {
                return new Timing(deferrable, deferred);
            }
            if (never && deferred) {
                throw new SqlException(
                                SqlState.SYNTAX_ERROR, "constraint declared INITIALLY DEFERRED must be DEFERRABLE")
                        .withPosition(token.start() + 1);
            }
        }
    }

    /// A constraint of a table, with its name.
    TableConstraint tableConstraint() {
        int position = cursor.position();
        String name = cursor.accept("constraint") ? cursor.columnName() : "";
        TableConstraint.Kind kind = tableConstraintKind();
        Timing timing = indexOptions();
        boolean notValid = cursor.acceptWords("not", "valid");
        return new TableConstraint(name, kind, timing, notValid, position);
    }

    private TableConstraint.Kind tableConstraintKind() {
        switch (cursor.expectOneOf("check", "unique", "primary", "foreign", "exclude")) {
            case "check" -> {
                cursor.expectSign("(");
                int start = cursor.position();
                Expression condition = expressions.expression();
                String sql = textFrom(start);
                cursor.expectSign(")");
                return new TableConstraint.Kind.Check(condition, sql, cursor.acceptWords("no", "inherit"));
            }
            case "unique" -> {
                return unique(false);
            }
            case "primary" -> {
                cursor.expect("key");
                return unique(true);
            }
            case "foreign" -> {
                cursor.expect("key");
                List<String> columns = cursor.columnList();
                cursor.expect("references");
                return new TableConstraint.Kind.ForeignKey(columns, reference());
            }
            default -> {
                skipToEndOfElement();
                return new TableConstraint.Kind.Exclude();
            }
        }
    }

    private void skipToEndOfElement() {
        int depth = 0;
        while (!cursor.isEnd()) {
            if (depth == 0 && (cursor.isSign(",") || cursor.isSign(")") || cursor.isSign(";"))) {
                return;
            }
            Token token = cursor.advance();
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")")) {
                depth--;
            }
        }
    }

    private TableConstraint.Kind unique(boolean primary) {
        if (cursor.acceptWords("using", "index")) {
            return new TableConstraint.Kind.UsingIndex(primary, cursor.columnName());
        }
        boolean nullsNotDistinct = nullsNotDistinct();
        List<String> columns = cursor.columnList();
        List<String> include = cursor.accept("include") ? cursor.columnList() : List.of();
        return new TableConstraint.Kind.Unique(primary, columns, include, nullsNotDistinct);
    }

    private Reference reference() {
        QualifiedName table = cursor.qualifiedName();
        List<String> columns = cursor.isSign("(") ? cursor.columnList() : List.of();
        String match = cursor.accept("match") ? cursor.expectOneOf("full", "partial", "simple") : "simple";
        if (match.equals("partial")) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "MATCH PARTIAL not yet implemented");
        }
        String onDelete = "no action";
        List<String> deleteColumns = List.of();
        String onUpdate = "no action";
        while (cursor.isWord("on")) {
            cursor.advance();
            boolean delete = cursor.expectOneOf("delete", "update").equals("delete");
            String action = action();
            List<String> of = action.startsWith("set ") && cursor.isSign("(") ? cursor.columnList() : List.of();
            if (delete) {
                onDelete = action;
                deleteColumns = of;
            } else if (of.isEmpty()) {
                onUpdate = action;
            } else {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "a column list with " + SqlLexer.upper(action) + " is only supported for ON DELETE actions");
            }
        }
        return new Reference(table, columns, match, onDelete, deleteColumns, onUpdate);
    }

    private String action() {
        return switch (cursor.expectOneOf("no", "restrict", "cascade", "set")) {
            case "no" -> {
                cursor.expect("action");
                yield "no action";
            }
            case "restrict" -> "restrict";
            case "cascade" -> "cascade";
            default -> "set " + cursor.expectOneOf("null", "default");
        };
    }

    private TableOptions options() {
        List<Option> storage = List.of();
        List<QualifiedName> inherits = List.of();
        String onCommit = "";
        String tablespace = "";
        String partitionBy = "";
        while (true) {
            if (cursor.isWord("with") && cursor.peek(1).isSign("(")) {
                cursor.advance();
                storage = storage();
            } else if (cursor.accept("inherits")) {
                cursor.expectSign("(");
                inherits = cursor.qualifiedNames();
                cursor.expectSign(")");
            } else if (cursor.acceptWords("partition", "by")) {
                int start = cursor.position();
                skipToEndOfElement();
                partitionBy = textFrom(start);
            } else if (cursor.acceptWords("on", "commit")) {
                onCommit = cursor.expectOneOf("drop", "delete", "preserve");
                if (!onCommit.equals("drop")) {
                    cursor.expect("rows");
                }
            } else if (cursor.accept("using")) {
                cursor.columnName();
            } else if (cursor.accept("tablespace")) {
                tablespace = cursor.columnName();
            } else if (!cursor.acceptWords("without", "oids")) {
                return new TableOptions(storage, inherits, onCommit, tablespace, partitionBy);
            }
        }
    }

    /// `(name = value, …)`.
    List<Option> storage() {
        cursor.expectSign("(");
        List<Option> options = new ArrayList<>();
        do {
            int position = cursor.position();
            StringBuilder name = new StringBuilder(cursor.label());
            while (cursor.acceptSign(".")) {
                name.append('.').append(cursor.label());
            }
            String value = null;
            if (cursor.acceptSign("=")) {
                boolean negative = cursor.acceptSign("-");
                value = (negative ? "-" : "") + cursor.advance().text();
            }
            options.add(new Option(name.toString(), value, position));
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return options;
    }
}
