package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.CopyOption;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads EXPLAIN's options, COPY, TRUNCATE, VACUUM, LOCK and their kin. Each method is called behind the first word.
final class UtilityParser {

    private final TokenCursor cursor;
    private final QueryParser queries;

    UtilityParser(TokenCursor cursor, QueryParser queries) {
        this.cursor = cursor;
        this.queries = queries;
    }

    /// `(name [value], …)`.
    List<Option> options() {
        cursor.expectSign("(");
        List<Option> options = new ArrayList<>();
        do {
            int position = cursor.position();
            String name = cursor.label();
            boolean valued = !cursor.isSign(",") && !cursor.isSign(")");
            String value = null;
            if (valued) {
                boolean negative = cursor.acceptSign("-");
                value = (negative ? "-" : "") + cursor.advance().text();
            }
            options.add(new Option(name, value, position));
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return options;
    }

    /// The options of EXPLAIN in either form.
    List<Option> explainOptions() {
        if (cursor.isSign("(") && !cursor.opensQuery()) {
            return options();
        }
        List<Option> options = new ArrayList<>();
        int position = cursor.position();
        if (cursor.accept("analyze") || cursor.accept("analyse")) {
            options.add(new Option("analyze", null, position));
        }
        if (cursor.accept("verbose")) {
            options.add(new Option("verbose", null, position));
        }
        return options;
    }

    Statement copy() {
        int position = cursor.position();
        cursor.accept("binary");
        QualifiedName table = null;
        List<String> columns = List.of();
        Statement query = null;
        if (cursor.acceptSign("(")) {
            query = queries.changes().isChange() ? queries.changes().change() : queries.query();
            cursor.expectSign(")");
        } else {
            table = cursor.qualifiedName();
            columns = cursor.isSign("(") ? cursor.columnList() : List.of();
        }
        boolean from = cursor.expectOneOf("from", "to").equals("from");
        if (query != null && from) {
            throw cursor.syntaxErrorAt(cursor.peek(-1));
        }
        boolean program = cursor.accept("program");
        String file = "";
        if (program || cursor.token().kind() == Token.Kind.STRING) {
            file = cursor.string();
        } else {
            cursor.expectOneOf("stdin", "stdout");
        }
        if (!cursor.acceptWords("using", "delimiters")) {
            cursor.accept("with");
        }
        List<CopyOption> options = cursor.isSign("(") ? copyOptions() : oldCopyOptions();
        if (!from && cursor.isWord("where")) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "WHERE clause not allowed with COPY TO")
                    .withPosition(cursor.position() + 1);
        }
        Expression where = cursor.accept("where") ? queries.expressions().expression() : null;
        return new UtilityStatement.Copy(table, columns, query, from, file, program, options, where, position);
    }

    private List<CopyOption> copyOptions() {
        cursor.expectSign("(");
        List<CopyOption> options = new ArrayList<>();
        do {
            int position = cursor.position();
            String name = cursor.label();
            List<String> values = new ArrayList<>();
            if (cursor.acceptSign("(")) {
                do {
                    values.add(cursor.columnName());
                } while (cursor.acceptSign(","));
                cursor.expectSign(")");
            } else if (!cursor.isSign(",") && !cursor.isSign(")")) {
                values.add(cursor.advance().text());
            }
            options.add(new CopyOption(name, values, position));
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return options;
    }

    private List<CopyOption> oldCopyOptions() {
        List<CopyOption> options = new ArrayList<>();
        while (true) {
            int position = cursor.position();
            if (cursor.accept("binary")) {
                options.add(new CopyOption("format", List.of("binary"), position));
            } else if (cursor.accept("csv")) {
                options.add(new CopyOption("format", List.of("csv"), position));
            } else if (cursor.accept("header")) {
                options.add(new CopyOption("header", List.of(), position));
            } else if (cursor.accept("freeze")) {
                options.add(new CopyOption("freeze", List.of(), position));
            } else if (cursor.isWord("delimiter")
                    || cursor.isWord("null")
                    || cursor.isWord("quote")
                    || cursor.isWord("escape")
                    || cursor.isWord("encoding")) {
                String name = cursor.advance().text();
                cursor.accept("as");
                options.add(new CopyOption(name, List.of(cursor.string()), position));
            } else if (cursor.accept("force")) {
                options.add(force(position));
            } else {
                return options;
            }
        }
    }

    private CopyOption force(int position) {
        boolean not = cursor.accept("not");
        String name = not ? "force_not_null" : cursor.isWord("null") ? "force_null" : "force_quote";
        cursor.expectOneOf("null", "quote");
        List<String> values = new ArrayList<>();
        if (cursor.acceptSign("*")) {
            values.add("*");
        } else {
            do {
                values.add(cursor.columnName());
            } while (cursor.acceptSign(","));
        }
        return new CopyOption(name, values, position);
    }

    Statement truncate() {
        cursor.accept("table");
        List<QualifiedName> tables = new ArrayList<>();
        do {
            cursor.accept("only");
            tables.add(cursor.qualifiedName());
            cursor.acceptSign("*");
        } while (cursor.acceptSign(","));
        boolean restart = cursor.acceptWords("restart", "identity");
        if (!restart) {
            cursor.acceptWords("continue", "identity");
        }
        boolean cascade = cursor.accept("cascade");
        if (!cascade) {
            cursor.accept("restrict");
        }
        return new UtilityStatement.Truncate(tables, restart, cascade);
    }

    Statement vacuum() {
        List<Option> options = cursor.isSign("(") ? options() : vacuumWords();
        return new UtilityStatement.Vacuum(options, tableList());
    }

    private List<Option> vacuumWords() {
        List<Option> options = new ArrayList<>();
        while (cursor.isWord("full")
                || cursor.isWord("freeze")
                || cursor.isWord("verbose")
                || cursor.isWord("analyze")) {
            Token word = cursor.advance();
            options.add(new Option(word.text(), null, word.start()));
        }
        return options;
    }

    Statement analyze() {
        List<Option> options = List.of();
        if (cursor.isSign("(")) {
            options = options();
        } else if (cursor.isWord("verbose")) {
            options = List.of(new Option("verbose", null, cursor.advance().start()));
        }
        return new UtilityStatement.Analyze(options, tableList());
    }

    private List<QualifiedName> tableList() {
        List<QualifiedName> tables = new ArrayList<>();
        if (!cursor.isColumnName()) {
            return tables;
        }
        do {
            tables.add(cursor.qualifiedName());
            if (cursor.isSign("(")) {
                cursor.columnList();
            }
        } while (cursor.acceptSign(","));
        return tables;
    }

    Statement lock() {
        cursor.accept("table");
        List<QualifiedName> tables = new ArrayList<>();
        do {
            cursor.accept("only");
            tables.add(cursor.qualifiedName());
            cursor.acceptSign("*");
        } while (cursor.acceptSign(","));
        String mode = "access exclusive";
        if (cursor.accept("in")) {
            StringBuilder words = new StringBuilder();
            while (!cursor.isWord("mode")) {
                words.append(words.isEmpty() ? "" : " ")
                        .append(cursor.expectOneOf("access", "row", "share", "exclusive", "update"));
            }
            cursor.expect("mode");
            mode = words.toString();
        }
        return new UtilityStatement.LockTable(tables, mode, cursor.accept("nowait"));
    }

    Statement reindex() {
        if (cursor.isSign("(")) {
            options();
        }
        String kind = cursor.expectOneOf("index", "table", "schema", "database", "system");
        cursor.accept("concurrently");
        boolean named = !kind.equals("database") && !kind.equals("system");
        return new UtilityStatement.Reindex(kind, named ? cursor.qualifiedName() : optionalName());
    }

    private @Nullable QualifiedName optionalName() {
        return cursor.isColumnName() ? cursor.qualifiedName() : null;
    }

    Statement cluster() {
        if (cursor.isSign("(")) {
            options();
        } else {
            cursor.accept("verbose");
        }
        QualifiedName table = optionalName();
        if (table != null && cursor.accept("on")) {
            return new UtilityStatement.Cluster(cursor.qualifiedName(), table.last());
        }
        String index = cursor.accept("using") ? cursor.columnName() : "";
        return new UtilityStatement.Cluster(table, index);
    }

    Statement doBlock(int position) {
        String language = cursor.accept("language") ? cursor.label() : "plpgsql";
        String body = cursor.string();
        if (cursor.accept("language")) {
            language = cursor.label();
        }
        return new UtilityStatement.Do(language, body, position);
    }

    Statement call() {
        Expression call = queries.expressions().primaries().operand();
        if (call instanceof Expression.Call procedure) {
            return new UtilityStatement.CallProcedure(procedure);
        }
        throw cursor.syntaxError();
    }

    /// What stands behind REFRESH.
    Statement refresh() {
        cursor.expectWords("materialized", "view");
        boolean concurrently = cursor.accept("concurrently");
        QualifiedName name = cursor.qualifiedName();
        boolean withData = !cursor.acceptWords("with", "no", "data");
        if (withData) {
            cursor.acceptWords("with", "data");
        }
        return new UtilityStatement.RefreshMaterializedView(name, concurrently, withData);
    }
}
