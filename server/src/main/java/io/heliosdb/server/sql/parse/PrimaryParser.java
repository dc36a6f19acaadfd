package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.Expression.Call;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what stands between operators: constants, names, calls, CASE, subqueries, and what is attached to them
/// by `::`, brackets and dots.
final class PrimaryParser {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final TypeNameParser types;
    private final QueryParser queries;
    private final CallParser calls;

    PrimaryParser(TokenCursor cursor, ExpressionParser expressions, TypeNameParser types, QueryParser queries) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.types = types;
        this.queries = queries;
        this.calls = new CallParser(cursor, expressions, queries);
    }

    CallParser calls() {
        return calls;
    }

    /// A plain call of a built-in function, for constructs that are calls in disguise.
    static Expression call(String name, List<Expression> arguments, int position) {
        return new Call(
                new QualifiedName(List.of("pg_catalog", name), position),
                arguments.stream().map(a -> new Call.Argument("", a)).toList(),
                Call.Modifiers.NONE,
                null,
                position);
    }

    QueryNode query() {
        return queries.query();
    }

    /// A primary with the brackets and fields that follow it.
    Expression operand() {
        Token first = cursor.token();
        Expression left = primary();
        boolean indirect = left instanceof Expression.ColumnRef
                || left instanceof Expression.Parameter
                || left instanceof Expression.Star
                || first.isSign("(");
        while (indirect) {
            int position = cursor.position();
            if (cursor.isSign("[")) {
                left = subscript(left);
            } else if (cursor.acceptSign(".")) {
                left = cursor.isSign("*")
                        ? fieldStar(left, position)
                        : new Expression.Field(left, cursor.label(), position);
            } else {
                break;
            }
        }
        return left;
    }

    private Expression fieldStar(Expression row, int position) {
        cursor.advance();
        return new Expression.FieldStar(row, position);
    }

    /// What stands in brackets behind an array.
    Expression.Subscript subscript(Expression array) {
        int position = cursor.advance().start();
        Expression lower = cursor.isSign(":") ? null : expressions.expression();
        if (cursor.acceptSign(":")) {
            Expression upper = cursor.isSign("]") ? null : expressions.expression();
            cursor.expectSign("]");
            return new Expression.Subscript(array, lower, upper, true, position);
        }
        cursor.expectSign("]");
        return new Expression.Subscript(array, lower, null, false, position);
    }

    private Expression primary() {
        Token token = cursor.token();
        return switch (token.kind()) {
            case STRING -> {
                cursor.advance();
                yield new Expression.StringLiteral(token.text(), token.start());
            }
            case INTEGER, DECIMAL -> {
                cursor.advance();
                yield new Expression.NumberLiteral(token.text(), token.kind() == Token.Kind.INTEGER, token.start());
            }
            case BITS -> {
                cursor.advance();
                yield new Expression.BitLiteral(token.text(), token.start());
            }
            case PARAMETER -> new Expression.Parameter(parameterNumber(cursor.advance()), token.start());
            case QUOTED -> nameOrCall();
            case WORD -> word(token);
            case PUNCTUATION -> {
                if (!token.text().equals("(")) {
                    throw cursor.syntaxError();
                }
                yield parenthesized();
            }
            case OPERATOR, END -> throw cursor.syntaxError();
        };
    }

    private int parameterNumber(Token token) {
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw cursor.syntaxErrorAt(token);
        }
    }

    private Expression parenthesized() {
        int position = cursor.position();
        boolean query = cursor.opensQuery();
        cursor.advance();
        if (query) {
            QueryNode inner = queries.query();
            cursor.expectSign(")");
            return new Expression.ScalarQuery(inner, position);
        }
        Expression first = expressions.expression();
        if (cursor.isSign(",")) {
            List<Expression> fields = new ArrayList<>(List.of(first));
            while (cursor.acceptSign(",")) {
                fields.add(expressions.expression());
            }
            cursor.expectSign(")");
            return new Expression.RowLiteral(fields, false, position);
        }
        cursor.expectSign(")");
        return first;
    }

    private Expression word(Token token) {
        int position = token.start();
        switch (token.text()) {
            case "null":
                cursor.advance();
                return new Expression.NullLiteral(position);
            case "true", "false":
                cursor.advance();
                return new Expression.BooleanLiteral(token.text().equals("true"), position);
            case "case":
                cursor.advance();
                return caseExpression(position);
            case "cast":
                cursor.advance();
                return cast(position);
            case "array":
                cursor.advance();
                return array(position);
            case "collation":
                if (cursor.peek(1).isWord("for") && cursor.peek(2).isSign("(")) {
                    return collationFor(position);
                }
                break;
            case "exists":
                if (cursor.peek(1).isSign("(")) {
                    cursor.advance();
                    cursor.advance();
                    QueryNode query = queries.query();
                    cursor.expectSign(")");
                    return new Expression.Exists(query, position);
                }
                break;
            case "row":
                if (cursor.peek(1).isSign("(")) {
                    cursor.advance();
                    return row(position);
                }
                break;
            case "current":
                if (cursor.peek(1).isWord("of")) {
                    cursor.advance();
                    cursor.advance();
                    return new Expression.CurrentOf(cursor.columnName(), position);
                }
                break;
            default:
                break;
        }
        Expression special = calls.special(token);
        return special != null ? special : typedLiteralOrName();
    }

    private Expression collationFor(int position) {
        cursor.advance();
        cursor.expect("for");
        cursor.expectSign("(");
        Expression operand = expressions.expression();
        cursor.expectSign(")");
        return call("pg_collation_for", List.of(operand), position);
    }

    private Expression row(int position) {
        cursor.expectSign("(");
        if (cursor.acceptSign(")")) {
            return new Expression.RowLiteral(List.of(), true, position);
        }
        List<Expression> fields = expressions.list();
        cursor.expectSign(")");
        return new Expression.RowLiteral(fields, true, position);
    }

    private Expression caseExpression(int position) {
        Expression operand = cursor.isWord("when") ? null : expressions.expression();
        List<Expression.Case.When> whens = new ArrayList<>();
        do {
            cursor.expect("when");
            Expression condition = expressions.expression();
            cursor.expect("then");
            whens.add(new Expression.Case.When(condition, expressions.expression()));
        } while (cursor.isWord("when"));
        Expression otherwise = cursor.accept("else") ? expressions.expression() : null;
        cursor.expect("end");
        return new Expression.Case(operand, whens, otherwise, position);
    }

    private Expression cast(int position) {
        cursor.expectSign("(");
        Expression operand = expressions.expression();
        cursor.expect("as");
        TypeName type = types.parse();
        cursor.expectSign(")");
        return new Expression.Cast(operand, type, position);
    }

    private Expression array(int position) {
        if (cursor.acceptSign("(")) {
            QueryNode query = queries.query();
            cursor.expectSign(")");
            return new Expression.ArrayQuery(query, position);
        }
        return arrayElements(position);
    }

    private Expression arrayElements(int position) {
        cursor.expectSign("[");
        List<Expression> elements = new ArrayList<>();
        if (!cursor.isSign("]")) {
            do {
                elements.add(cursor.isSign("[") ? arrayElements(cursor.position()) : expressions.expression());
            } while (cursor.acceptSign(","));
        }
        cursor.expectSign("]");
        return new Expression.ArrayLiteral(elements, position);
    }

    /// `date '2020-01-01'` when a string follows a type, else a name or a call.
    private Expression typedLiteralOrName() {
        int mark = cursor.mark();
        int position = cursor.position();
        Expression literal = typedLiteral(position);
        if (literal != null) {
            return literal;
        }
        cursor.reset(mark);
        return nameOrCall();
    }

    private @Nullable Expression typedLiteral(int position) {
        String word = cursor.token().text();
        boolean interval = word.equals("interval");
        boolean mayBeType = mayBeginTypedLiteral();
        if (!mayBeType) {
            return null;
        }
        TypeName type;
        try {
            type = types.simple();
        } catch (SqlException e) {
            // It was no type: read it again as a name.
            return null;
        }
        if (cursor.token().kind() != Token.Kind.STRING) {
            return null;
        }
        int literal = cursor.position();
        String text = cursor.advance().text();
        if (interval && type.intervalFields().isEmpty()) {
            String fields = types.intervalFields();
            type = new TypeName(type.name(), type.modifiers(), fields, 0, false, false);
        }
        return new Expression.Cast(new Expression.StringLiteral(text, literal), type, position);
    }

    /// A quick look ahead, so that plain column names are not read twice.
    private boolean mayBeginTypedLiteral() {
        Token next = cursor.peek(1);
        return switch (cursor.token().text()) {
            case "double",
                    "character",
                    "national",
                    "bit",
                    "time",
                    "timestamp",
                    "interval",
                    "char",
                    "nchar",
                    "varchar",
                    "numeric",
                    "decimal",
                    "dec",
                    "float" -> next.kind() == Token.Kind.STRING || next.kind() == Token.Kind.WORD || next.isSign("(");
            default ->
                next.kind() == Token.Kind.STRING
                        || next.isSign(".") && cursor.peek(3).kind() == Token.Kind.STRING;
        };
    }

    private Expression nameOrCall() {
        int position = cursor.position();
        Token first = cursor.token();
        boolean column = cursor.isColumnName();
        boolean function = first.kind() == Token.Kind.QUOTED || Keywords.mayBeFunction(first.text());
        if (!column && !function) {
            throw cursor.syntaxError();
        }
        List<String> names = new ArrayList<>(2);
        names.add(cursor.advance().text());
        while (cursor.isSign(".")) {
            if (cursor.peek(1).isSign("*")) {
                cursor.advance();
                cursor.advance();
                return new Expression.Star(names, position);
            }
            cursor.advance();
            names.add(cursor.label());
        }
        if (cursor.isSign("(") && (function || names.size() > 1)) {
            return calls.call(new QualifiedName(names, position));
        }
        if (!column && names.size() == 1) {
            throw cursor.syntaxError();
        }
        return new Expression.ColumnRef(names, position);
    }
}
