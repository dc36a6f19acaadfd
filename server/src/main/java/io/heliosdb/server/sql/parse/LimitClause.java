package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode.Limit;
import org.jspecify.annotations.Nullable;

/// Collects LIMIT, OFFSET and FETCH, which may come in any order.
final class LimitClause {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private @Nullable Expression limit;
    private @Nullable Expression offset;
    private boolean withTies;
    private boolean any;

    LimitClause(TokenCursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /// Takes one of the clauses; false when none comes next.
    boolean accept() {
        int position = cursor.position();
        if (cursor.accept("limit")) {
            limit(position);
        } else if (cursor.accept("offset")) {
            offset = expressions.expression();
            if (!cursor.accept("row")) {
                cursor.accept("rows");
            }
        } else if (cursor.isWords("fetch", "first") || cursor.isWords("fetch", "next")) {
            fetch();
        } else {
            return false;
        }
        any = true;
        return true;
    }

    private void limit(int position) {
        if (cursor.accept("all")) {
            limit = null;
        } else {
            limit = expressions.expression();
        }
        if (cursor.isSign(",")) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "LIMIT #,# syntax is not supported")
                    .withHint("Use separate LIMIT and OFFSET clauses.")
                    .withPosition(position + 1);
        }
    }

    private void fetch() {
        cursor.advance();
        Token first = cursor.advance();
        boolean counted = !cursor.isWord("row") && !cursor.isWord("rows");
        limit = counted ? count() : new Expression.NumberLiteral("1", true, first.start());
        cursor.expectOneOf("row", "rows");
        if (cursor.acceptWords("with", "ties")) {
            withTies = true;
        } else {
            cursor.expect("only");
        }
    }

    private Expression count() {
        Token sign = cursor.token();
        if (sign.isSign("-") || sign.isSign("+")) {
            cursor.advance();
            Expression number = expressions.primaries().operand();
            return sign.isSign("+") ? number : new Expression.Operator("", "-", null, number, sign.start());
        }
        return expressions.primaries().operand();
    }

    @Nullable
    Limit result() {
        return any ? new Limit(limit, offset, withTies) : null;
    }
}
