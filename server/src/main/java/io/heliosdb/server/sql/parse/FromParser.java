package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.FromNode.Alias;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads FROM clauses (PostgreSQL 15 manual, 7.2.1).
final class FromParser {

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final ExpressionParser expressions;

    FromParser(TokenCursor cursor, QueryParser queries, ExpressionParser expressions) {
        this.cursor = cursor;
        this.queries = queries;
        this.expressions = expressions;
    }

    List<FromNode> list() {
        List<FromNode> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.acceptSign(","));
        return items;
    }

    /// One item with all joins that follow it.
    FromNode item() {
        cursor.enter();
        try {
            FromNode left = primary();
            while (true) {
                FromNode joined = join(left);
                if (joined == null) {
                    return left;
                }
                left = joined;
            }
        } finally {
            cursor.leave();
        }
    }

    private @Nullable FromNode join(FromNode left) {
        int position = cursor.position();
        if (cursor.acceptWords("cross", "join")) {
            return new FromNode.Join(FromNode.Kind.CROSS, false, left, primary(), null, null, "", null, position);
        }
        boolean natural = cursor.accept("natural");
        FromNode.Kind kind = joinKind();
        if (kind == null) {
            if (natural) {
                throw cursor.syntaxError();
            }
            return null;
        }
        FromNode right = primary();
        if (natural) {
            return new FromNode.Join(kind, true, left, right, null, null, "", null, position);
        }
        // `a JOIN b JOIN c ON … ON …`: the conditions close the joins from the inside.
        while (!cursor.isWord("on") && !cursor.isWord("using")) {
            FromNode nested = join(right);
            if (nested == null) {
                throw cursor.syntaxError();
            }
            right = nested;
        }
        if (cursor.accept("on")) {
            return new FromNode.Join(kind, false, left, right, expressions.expression(), null, "", null, position);
        }
        cursor.expect("using");
        List<String> using = cursor.columnList();
        String usingAlias = cursor.accept("as") ? cursor.columnName() : "";
        return new FromNode.Join(kind, false, left, right, null, using, usingAlias, null, position);
    }

    private FromNode.@Nullable Kind joinKind() {
        if (cursor.accept("join")) {
            return FromNode.Kind.INNER;
        }
        if (cursor.acceptWords("inner", "join")) {
            return FromNode.Kind.INNER;
        }
        FromNode.Kind kind;
        if (cursor.isWord("left")) {
            kind = FromNode.Kind.LEFT;
        } else if (cursor.isWord("right")) {
            kind = FromNode.Kind.RIGHT;
        } else if (cursor.isWord("full")) {
            kind = FromNode.Kind.FULL;
        } else {
            return null;
        }
        cursor.advance();
        cursor.accept("outer");
        cursor.expect("join");
        return kind;
    }

    private FromNode primary() {
        int position = cursor.position();
        boolean lateral = cursor.accept("lateral");
        if (cursor.isSign("(")) {
            return parenthesized(lateral, position);
        }
        if (cursor.isWords("rows", "from") && cursor.peek(2).isSign("(")) {
            return rowsFrom(lateral, position);
        }
        boolean only = cursor.accept("only");
        boolean bracket = only && cursor.acceptSign("(");
        if (isFunction()) {
            Expression call = function();
            boolean ordinality = cursor.acceptWords("with", "ordinality");
            List<Expression> calls = unnested(call);
            return new FromNode.Functions(calls, calls.size() > 1, ordinality, lateral, alias(), position);
        }
        QualifiedName name = cursor.qualifiedName();
        if (bracket) {
            cursor.expectSign(")");
        }
        cursor.acceptSign("*");
        Alias alias = alias();
        return new FromNode.Table(name, only, alias, sample());
    }

    private Expression function() {
        Token start = cursor.token();
        Expression call = expressions.primaries().operand();
        if (call instanceof Expression.ColumnRef) {
            throw cursor.syntaxErrorAt(start);
        }
        return call;
    }

    private boolean isFunction() {
        int ahead = 1;
        while (cursor.peek(ahead).isSign(".")) {
            ahead += 2;
        }
        Token first = cursor.token();
        boolean keyword = first.kind() == Token.Kind.WORD
                && switch (first.text()) {
                    case "current_date",
                            "current_time",
                            "current_timestamp",
                            "current_role",
                            "current_user",
                            "current_catalog",
                            "current_schema",
                            "user",
                            "session_user",
                            "localtime",
                            "localtimestamp" -> true;
                    default -> false;
                };
        return keyword
                || first.isWord("collation") && cursor.peek(1).isWord("for")
                || cursor.peek(ahead).isSign("(")
                        && (first.kind() == Token.Kind.WORD || first.kind() == Token.Kind.QUOTED);
    }

    private FromNode parenthesized(boolean lateral, int position) {
        if (cursor.opensQuery()) {
            int mark = cursor.mark();
            cursor.advance();
            // A query, unless the inner parentheses turn out to hold a join of queries.
            try {
                QueryNode query = queries.query();
                cursor.expectSign(")");
                return new FromNode.Subquery(query, lateral, alias(), position);
            } catch (SqlException e) {
                if (!cursor.text().startsWith("(", position) || !innerJoin(mark)) {
                    throw e;
                }
                cursor.reset(mark);
            }
        }
        cursor.expectSign("(");
        FromNode inner = item();
        cursor.expectSign(")");
        Alias alias = alias();
        if (alias != null && inner instanceof FromNode.Join j) {
            return new FromNode.Join(
                    j.kind(), j.natural(), j.left(), j.right(), j.on(), j.using(), j.usingAlias(), alias, j.position());
        }
        return inner;
    }

    /// Whether the parenthesis at `mark` opens directly onto another one, so that a join may be inside.
    private boolean innerJoin(int mark) {
        int now = cursor.mark();
        cursor.reset(mark);
        boolean nested = cursor.peek(1).isSign("(");
        cursor.reset(now);
        return nested;
    }

    /// `unnest` of several arrays stands for one `unnest` of each, side by side (PostgreSQL 18 manual, 9.19).
    private static List<Expression> unnested(Expression function) {
        if (!(function instanceof Expression.Call call)
                || call.arguments().size() < 2
                || !call.name().parts().equals(List.of("unnest"))
                || !call.modifiers().equals(Expression.Call.Modifiers.NONE)) {
            return List.of(function);
        }
        return call.arguments().stream()
                .<Expression>map(argument ->
                        new Expression.Call(call.name(), List.of(argument), call.modifiers(), null, call.position()))
                .toList();
    }

    private FromNode rowsFrom(boolean lateral, int position) {
        cursor.advance();
        cursor.advance();
        cursor.expectSign("(");
        List<Expression> calls = new ArrayList<>();
        do {
            calls.addAll(unnested(function()));
            if (cursor.isWord("as")) {
                throw cursor.notSupported("a column definition list inside ROWS FROM", cursor.token());
            }
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        boolean ordinality = cursor.acceptWords("with", "ordinality");
        return new FromNode.Functions(calls, true, ordinality, lateral, alias(), position);
    }

    @Nullable
    Alias alias() {
        boolean as = cursor.accept("as");
        if (as && cursor.isSign("(")) {
            return new Alias("", List.of(), definitions());
        }
        if (!as && !startsAlias()) {
            return null;
        }
        String name = cursor.columnName();
        if (!cursor.isSign("(")) {
            return new Alias(name, List.of(), List.of());
        }
        boolean untyped = cursor.peek(2).isSign(",") || cursor.peek(2).isSign(")");
        return untyped ? new Alias(name, cursor.columnList(), List.of()) : new Alias(name, List.of(), definitions());
    }

    private boolean startsAlias() {
        return cursor.isColumnName() && !(cursor.isWord("tablesample"));
    }

    private List<FromNode.ColumnDefinition> definitions() {
        cursor.expectSign("(");
        List<FromNode.ColumnDefinition> definitions = new ArrayList<>();
        do {
            String name = cursor.columnName();
            definitions.add(
                    new FromNode.ColumnDefinition(name, expressions.types().parse()));
            if (cursor.accept("collate")) {
                cursor.qualifiedName();
            }
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return definitions;
    }

    private FromNode.@Nullable Sample sample() {
        if (!cursor.accept("tablesample")) {
            return null;
        }
        QualifiedName method = cursor.qualifiedName();
        cursor.expectSign("(");
        List<Expression> arguments = expressions.list();
        cursor.expectSign(")");
        Expression repeatable = null;
        if (cursor.accept("repeatable")) {
            cursor.expectSign("(");
            repeatable = expressions.expression();
            cursor.expectSign(")");
        }
        return new FromNode.Sample(method, arguments, repeatable);
    }
}
