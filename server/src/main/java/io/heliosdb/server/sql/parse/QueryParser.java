package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.QueryNode.Clauses;
import io.heliosdb.server.sql.parse.ast.QueryNode.CommonTable;
import io.heliosdb.server.sql.parse.ast.QueryNode.Grouping;
import io.heliosdb.server.sql.parse.ast.QueryNode.Limit;
import io.heliosdb.server.sql.parse.ast.QueryNode.Locking;
import io.heliosdb.server.sql.parse.ast.QueryNode.SelectItem;
import io.heliosdb.server.sql.parse.ast.QueryNode.With;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.parse.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads queries: SELECT, VALUES, TABLE, set operations and what stands around them (PostgreSQL 15 manual, SELECT).
final class QueryParser {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final FromParser from;
    private final WindowParser windows;
    private final ChangeParser changes;

    QueryParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor, this);
        this.from = new FromParser(cursor, this, expressions);
        this.windows = new WindowParser(cursor, this, expressions);
        this.changes = new ChangeParser(cursor, this, expressions, from);
    }

    ExpressionParser expressions() {
        return expressions;
    }

    FromParser from() {
        return from;
    }

    WindowParser windows() {
        return windows;
    }

    ChangeParser changes() {
        return changes;
    }

    /// A whole query, WITH and ORDER BY included.
    QueryNode query() {
        cursor.enter();
        try {
            With with = cursor.isWord("with") ? with() : null;
            return queryAfterWith(with);
        } finally {
            cursor.leave();
        }
    }

    QueryNode queryAfterWith(@Nullable With with) {
        QueryNode body = union();
        return attach(body, tail(with));
    }

    With with() {
        int position = cursor.advance().start();
        boolean recursive = cursor.accept("recursive");
        List<CommonTable> tables = new ArrayList<>();
        do {
            int start = cursor.position();
            String name = cursor.columnName();
            List<String> columns = cursor.isSign("(") ? cursor.columnList() : List.of();
            cursor.expect("as");
            Boolean materialized = null;
            if (cursor.accept("materialized")) {
                materialized = true;
            } else if (cursor.acceptWords("not", "materialized")) {
                materialized = false;
            }
            cursor.expectSign("(");
            Statement statement = changes.isChange() ? changes.change() : query();
            cursor.expectSign(")");
            if (cursor.isWord("search") || cursor.isWord("cycle")) {
                throw cursor.notSupported(
                        SqlLexer.upper(cursor.token().text()) + " of a recursive query", cursor.token());
            }
            tables.add(new CommonTable(name, columns, materialized, statement, start));
        } while (cursor.acceptSign(","));
        return new With(recursive, tables, position);
    }

    private QueryNode union() {
        QueryNode left = intersect();
        while (cursor.isWord("union") || cursor.isWord("except")) {
            Token word = cursor.advance();
            boolean all = all();
            QueryNode right = intersect();
            QueryNode.SetOperation.Operator operator = word.isWord("union")
                    ? QueryNode.SetOperation.Operator.UNION
                    : QueryNode.SetOperation.Operator.EXCEPT;
            left = new QueryNode.SetOperation(operator, all, left, right, Clauses.NONE, word.start());
        }
        return left;
    }

    private QueryNode intersect() {
        QueryNode left = simple();
        while (cursor.isWord("intersect")) {
            Token word = cursor.advance();
            boolean all = all();
            left = new QueryNode.SetOperation(
                    QueryNode.SetOperation.Operator.INTERSECT, all, left, simple(), Clauses.NONE, word.start());
        }
        return left;
    }

    private boolean all() {
        if (cursor.accept("all")) {
            return true;
        }
        cursor.accept("distinct");
        return false;
    }

    private QueryNode simple() {
        int position = cursor.position();
        if (cursor.acceptSign("(")) {
            QueryNode inner = query();
            cursor.expectSign(")");
            return inner;
        }
        if (cursor.accept("values")) {
            return values(position);
        }
        if (cursor.accept("table")) {
            cursor.accept("only");
            QualifiedName name = cursor.qualifiedName();
            SelectItem star = new SelectItem(new Expression.Star(List.of(), position), "");
            return new QueryNode.Select(
                    null,
                    List.of(star),
                    List.of(new FromNode.Table(name, false, null, null)),
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    Clauses.NONE,
                    position);
        }
        cursor.expect("select");
        return select(position);
    }

    private QueryNode values(int position) {
        List<List<Expression>> rows = new ArrayList<>();
        do {
            cursor.expectSign("(");
            rows.add(expressions.list());
            cursor.expectSign(")");
        } while (cursor.acceptSign(","));
        return new QueryNode.Values(rows, Clauses.NONE, position);
    }

    private QueryNode select(int position) {
        List<Expression> distinct = null;
        if (cursor.accept("distinct")) {
            distinct = List.of();
            if (cursor.accept("on")) {
                cursor.expectSign("(");
                distinct = expressions.list();
                cursor.expectSign(")");
            }
        } else {
            cursor.accept("all");
        }
        List<SelectItem> items = distinct == null && endsTargets() ? List.of() : items();
        QueryNode.Into into = cursor.accept("into") ? into() : null;
        List<FromNode> sources = cursor.accept("from") ? from.list() : List.of();
        Expression where = cursor.accept("where") ? expressions.expression() : null;
        Grouping grouping = cursor.isWord("group") ? grouping() : null;
        Expression having = cursor.accept("having") ? expressions.expression() : null;
        List<QueryNode.NamedWindow> named = cursor.accept("window") ? windows.named() : List.of();
        return new QueryNode.Select(
                distinct, items, sources, where, grouping, having, named, into, Clauses.NONE, position);
    }

    /// Whether the target list is empty, which PostgreSQL allows.
    private boolean endsTargets() {
        Token token = cursor.token();
        return token.kind() == Token.Kind.END
                || token.isSign(";")
                || token.isSign(")")
                || token.kind() == Token.Kind.WORD
                        && List.of(
                                        "from",
                                        "where",
                                        "into",
                                        "group",
                                        "having",
                                        "order",
                                        "limit",
                                        "union",
                                        "except",
                                        "intersect")
                                .contains(token.text());
    }

    private QueryNode.Into into() {
        boolean temporary = cursor.accept("temporary") || cursor.accept("temp");
        if (!temporary) {
            cursor.accept("unlogged");
        }
        cursor.accept("table");
        return new QueryNode.Into(cursor.qualifiedName(), temporary);
    }

    /// Targets of SELECT and RETURNING.
    List<SelectItem> items() {
        List<SelectItem> items = new ArrayList<>();
        do {
            Token star = cursor.token();
            Expression expression =
                    cursor.acceptSign("*") ? new Expression.Star(List.of(), star.start()) : expressions.expression();
            items.add(new SelectItem(expression, star.isSign("*") ? "" : alias()));
        } while (cursor.acceptSign(","));
        return items;
    }

    private String alias() {
        if (cursor.accept("as")) {
            return cursor.label();
        }
        Token token = cursor.token();
        boolean bare = token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && Keywords.mayBeBareLabel(token.text());
        return bare ? cursor.advance().text() : "";
    }

    private Grouping grouping() {
        int position = cursor.advance().start();
        cursor.expect("by");
        boolean distinct = cursor.accept("distinct");
        if (!distinct) {
            cursor.accept("all");
        }
        return new Grouping(groupingItems(), distinct, position);
    }

    private List<Grouping.Item> groupingItems() {
        List<Grouping.Item> items = new ArrayList<>();
        do {
            items.add(groupingItem());
        } while (cursor.acceptSign(","));
        return items;
    }

    private Grouping.Item groupingItem() {
        if (cursor.isSign("(") && cursor.peek(1).isSign(")")) {
            cursor.advance();
            cursor.advance();
            return new Grouping.Item.Empty();
        }
        if (cursor.isWords("grouping", "sets")) {
            cursor.acceptWords("grouping", "sets");
            cursor.expectSign("(");
            List<Grouping.Item> sets = groupingItems();
            cursor.expectSign(")");
            return new Grouping.Item.Sets(sets);
        }
        boolean rollup = cursor.isWord("rollup");
        if ((rollup || cursor.isWord("cube")) && cursor.peek(1).isSign("(")) {
            cursor.advance();
            cursor.expectSign("(");
            List<Expression> keys = expressions.list();
            cursor.expectSign(")");
            return rollup ? new Grouping.Item.Rollup(keys) : new Grouping.Item.Cube(keys);
        }
        return new Grouping.Item.Plain(expressions.expression());
    }

    List<SortItem> orderBy() {
        cursor.expectWords("order", "by");
        List<SortItem> items = new ArrayList<>();
        do {
            Expression key = expressions.expression();
            String using = "";
            boolean descending = false;
            if (cursor.accept("using")) {
                using = cursor.advance().text();
                descending = using.equals(">");
            } else {
                descending = cursor.accept("desc");
                if (!descending) {
                    cursor.accept("asc");
                }
            }
            items.add(new SortItem(key, descending, nulls(), using));
        } while (cursor.acceptSign(","));
        return items;
    }

    SortItem.Nulls nulls() {
        if (cursor.acceptWords("nulls", "first")) {
            return SortItem.Nulls.FIRST;
        }
        return cursor.acceptWords("nulls", "last") ? SortItem.Nulls.LAST : SortItem.Nulls.DEFAULT;
    }

    private Clauses tail(@Nullable With with) {
        List<SortItem> order = cursor.isWord("order") ? orderBy() : List.of();
        LimitClause limit = new LimitClause(cursor, expressions);
        List<Locking> locks = new ArrayList<>();
        while (true) {
            if (cursor.isWord("for") && !cursor.peek(1).isWord("read")) {
                locks.add(locking());
            } else if (!cursor.acceptWords("for", "read", "only") && !limit.accept()) {
                break;
            }
        }
        Limit bounds = limit.result();
        checkTies(bounds, order, locks);
        return with == null && order.isEmpty() && bounds == null && locks.isEmpty()
                ? Clauses.NONE
                : new Clauses(with, order, bounds, locks);
    }

    private static void checkTies(@Nullable Limit bounds, List<SortItem> order, List<Locking> locks) {
        if (bounds == null || !bounds.withTies()) {
            return;
        }
        if (order.isEmpty()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause");
        }
        if (locks.stream().anyMatch(lock -> lock.waiting() == QueryNode.Waiting.SKIP_LOCKED)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "SKIP LOCKED and WITH TIES options cannot be used together");
        }
    }

    private Locking locking() {
        int position = cursor.advance().start();
        QueryNode.Strength strength;
        if (cursor.accept("update")) {
            strength = QueryNode.Strength.UPDATE;
        } else if (cursor.acceptWords("no", "key", "update")) {
            strength = QueryNode.Strength.NO_KEY_UPDATE;
        } else if (cursor.acceptWords("key", "share")) {
            strength = QueryNode.Strength.KEY_SHARE;
        } else {
            cursor.expect("share");
            strength = QueryNode.Strength.SHARE;
        }
        List<QualifiedName> tables = cursor.accept("of") ? cursor.qualifiedNames() : List.of();
        QueryNode.Waiting waiting = QueryNode.Waiting.BLOCK;
        if (cursor.accept("nowait")) {
            waiting = QueryNode.Waiting.NOWAIT;
        } else if (cursor.acceptWords("skip", "locked")) {
            waiting = QueryNode.Waiting.SKIP_LOCKED;
        }
        return new Locking(strength, tables, waiting, position);
    }

    /// Puts clauses around a query; one that has clauses of its own (it stood in parentheses) is wrapped.
    private QueryNode attach(QueryNode body, Clauses clauses) {
        if (clauses.equals(Clauses.NONE)) {
            return body;
        }
        if (!body.clauses().equals(Clauses.NONE)) {
            return wrap(body, clauses);
        }
        return switch (body) {
            case QueryNode.Select s ->
                new QueryNode.Select(
                        s.distinct(),
                        s.items(),
                        s.from(),
                        s.where(),
                        s.grouping(),
                        s.having(),
                        s.windows(),
                        s.into(),
                        clauses,
                        s.position());
            case QueryNode.SetOperation s ->
                new QueryNode.SetOperation(s.operator(), s.all(), s.left(), s.right(), clauses, s.position());
            case QueryNode.Values v -> new QueryNode.Values(v.rows(), clauses, v.position());
        };
    }

    private QueryNode wrap(QueryNode body, Clauses clauses) {
        int position = cursor.position();
        FromNode source = new FromNode.Subquery(
                body, false, new FromNode.Alias("unnamed_subquery", List.of(), List.of()), position);
        SelectItem star = new SelectItem(new Expression.Star(List.of(), position), "");
        return new QueryNode.Select(
                null, List.of(star), List.of(source), null, null, null, List.of(), null, clauses, position);
    }
}
