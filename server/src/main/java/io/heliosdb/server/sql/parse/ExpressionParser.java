package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.Expression.Pattern;
import io.heliosdb.server.sql.parse.ast.Expression.Truth;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import java.util.ArrayList;
import java.util.List;

/// Reads expressions by climbing PostgreSQL's table of precedences (PostgreSQL 15 manual, 4.1.6).
///
/// | level | operators |
/// |---|---|
/// | 1 | OR |
/// | 2 | AND |
/// | 3 | NOT |
/// | 4 | IS, ISNULL, NOTNULL |
/// | 5 | `< > = <= >= <>` (none beside another) |
/// | 6 | BETWEEN, IN, LIKE, ILIKE, SIMILAR |
/// | 7 | any other operator |
/// | 8 | `+ -` |
/// | 9 | `* / %` |
/// | 10 | `^` |
/// | 11 | AT TIME ZONE |
/// | 12 | COLLATE |
/// | 13 | unary `+ -` |
/// | 14 | `[ ]`, `::`, `.` |
final class ExpressionParser {

    private static final int COMPARISON = 5;
    private static final int OTHER = 7;
    private static final int ADDITIVE = 8;
    private static final int MULTIPLICATIVE = 9;
    private static final int POWER = 10;
    private static final int AT_ZONE = 11;
    private static final int COLLATION = 12;
    private static final int UNARY = 13;

    private final TokenCursor cursor;
    private final TypeNameParser types;
    private final PrimaryParser primaries;

    ExpressionParser(TokenCursor cursor, QueryParser queries) {
        this.cursor = cursor;
        this.types = new TypeNameParser(cursor, this);
        this.primaries = new PrimaryParser(cursor, this, types, queries);
    }

    TypeNameParser types() {
        return types;
    }

    PrimaryParser primaries() {
        return primaries;
    }

    /// Any expression (`a_expr`).
    Expression expression() {
        cursor.enter();
        try {
            return or();
        } finally {
            cursor.leave();
        }
    }

    /// An expression that holds no AND, OR, NOT, IN, BETWEEN, LIKE or IS NULL (`b_expr`), as DEFAULT and BETWEEN take.
    Expression restricted() {
        cursor.enter();
        try {
            return binary(OTHER);
        } finally {
            cursor.leave();
        }
    }

    /// One or more expressions with commas between.
    List<Expression> list() {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (cursor.acceptSign(","));
        return list;
    }

    private Expression or() {
        int position = cursor.position();
        Expression first = and();
        if (!cursor.isWord("or")) {
            return first;
        }
        List<Expression> operands = new ArrayList<>(List.of(first));
        while (cursor.accept("or")) {
            operands.add(and());
        }
        return new Expression.Or(operands, position);
    }

    private Expression and() {
        int position = cursor.position();
        Expression first = not();
        if (!cursor.isWord("and")) {
            return first;
        }
        List<Expression> operands = new ArrayList<>(List.of(first));
        while (cursor.accept("and")) {
            operands.add(not());
        }
        return new Expression.And(operands, position);
    }

    private Expression not() {
        if (!cursor.isWord("not")) {
            return is();
        }
        cursor.enter();
        try {
            int position = cursor.advance().start();
            return new Expression.Not(not(), position);
        } finally {
            cursor.leave();
        }
    }

    private Expression is() {
        Expression left = comparison();
        while (true) {
            int position = cursor.position();
            if (cursor.accept("isnull")) {
                left = new Expression.IsNull(left, false, position);
            } else if (cursor.accept("notnull")) {
                left = new Expression.IsNull(left, true, position);
            } else if (cursor.isWord("is")) {
                cursor.advance();
                left = isTest(left, position);
            } else {
                return left;
            }
        }
    }

    private Expression isTest(Expression left, int position) {
        boolean negated = cursor.accept("not");
        if (cursor.accept("null")) {
            return new Expression.IsNull(left, negated, position);
        }
        if (cursor.accept("true")) {
            return new Expression.IsTruth(left, Truth.TRUE, negated, position);
        }
        if (cursor.accept("false")) {
            return new Expression.IsTruth(left, Truth.FALSE, negated, position);
        }
        if (cursor.accept("unknown")) {
            return new Expression.IsTruth(left, Truth.UNKNOWN, negated, position);
        }
        if (cursor.accept("distinct")) {
            cursor.expect("from");
            return new Expression.IsDistinct(left, comparison(), negated, position);
        }
        String form = "nfc";
        if (List.of("nfc", "nfd", "nfkc", "nfkd").contains(cursor.token().text())) {
            form = cursor.advance().text();
        }
        cursor.expect("normalized");
        Expression call = PrimaryParser.call(
                "is_normalized", List.of(left, new Expression.StringLiteral(form, position)), position);
        return negated ? new Expression.Not(call, position) : call;
    }

    private Expression comparison() {
        Expression left = range();
        if (isComparison(cursor.token())) {
            Token operator = cursor.advance();
            left = isQuantifier()
                    ? quantified(operator.text(), left, operator.start())
                    : new Expression.Operator("", operator.text(), left, range(), operator.start());
            if (isComparison(cursor.token())) {
                throw cursor.syntaxError();
            }
        }
        return left;
    }

    private static boolean isComparison(Token token) {
        return token.kind() == Token.Kind.OPERATOR
                && switch (token.text()) {
                    case "<", ">", "=", "<=", ">=", "<>" -> true;
                    default -> false;
                };
    }

    private Expression range() {
        Expression left = binary(OTHER);
        while (true) {
            int mark = cursor.mark();
            int position = cursor.position();
            boolean negated = cursor.accept("not");
            if (cursor.accept("between")) {
                left = between(left, negated, position);
            } else if (cursor.isWord("in")) {
                cursor.advance();
                left = in(left, negated, position);
            } else if (cursor.accept("like")) {
                left = like(Pattern.LIKE, left, negated, position);
            } else if (cursor.accept("ilike")) {
                left = like(Pattern.ILIKE, left, negated, position);
            } else if (cursor.isWords("similar", "to")) {
                cursor.acceptWords("similar", "to");
                left = like(Pattern.SIMILAR, left, negated, position);
            } else {
                cursor.reset(mark);
                return left;
            }
        }
    }

    private Expression between(Expression left, boolean negated, int position) {
        boolean symmetric = cursor.accept("symmetric");
        if (!symmetric) {
            cursor.accept("asymmetric");
        }
        Expression low = restricted();
        cursor.expect("and");
        Expression high = binary(OTHER);
        return new Expression.Between(left, low, high, symmetric, negated, position);
    }

    private Expression in(Expression left, boolean negated, int position) {
        cursor.expectSign("(");
        if (primaries.startsQuery()) {
            QueryNode query = primaries.query();
            cursor.expectSign(")");
            return new Expression.InQuery(left, query, negated, position);
        }
        List<Expression> items = list();
        cursor.expectSign(")");
        return new Expression.InList(left, items, negated, position);
    }

    private Expression like(Pattern kind, Expression left, boolean negated, int position) {
        String operator = (negated ? "!" : "") + (kind == Pattern.ILIKE ? "~~*" : "~~");
        if (kind != Pattern.SIMILAR && isQuantifier()) {
            return quantified(operator, left, position);
        }
        Expression pattern = binary(OTHER);
        Expression escape = cursor.accept("escape") ? binary(OTHER) : null;
        return new Expression.Like(kind, left, pattern, escape, negated, position);
    }

    /// Operators of level `lowest` and above.
    private Expression binary(int lowest) {
        Expression left = unary(lowest);
        while (true) {
            Token token = cursor.token();
            int level = level(token);
            if (level < lowest || level == COMPARISON) {
                return left;
            }
            if (level == AT_ZONE) {
                cursor.acceptWords("at", "time", "zone");
                left = new Expression.AtTimeZone(left, binary(AT_ZONE + 1), token.start());
            } else if (level == COLLATION) {
                cursor.advance();
                left = new Expression.Collate(left, anyName(), token.start());
            } else if (token.isWord("operator")) {
                QualifiedName name = qualifiedOperator();
                left = operatorTail(schema(name), name.last(), left, token.start(), OTHER + 1);
            } else {
                cursor.advance();
                left = operatorTail("", token.text(), left, token.start(), level + 1);
            }
        }
    }

    private int level(Token token) {
        if (token.kind() == Token.Kind.OPERATOR) {
            return switch (token.text()) {
                case "+", "-" -> ADDITIVE;
                case "*", "/", "%" -> MULTIPLICATIVE;
                case "^" -> POWER;
                case "<", ">", "=", "<=", ">=", "<>" -> COMPARISON;
                default -> OTHER;
            };
        }
        if (token.isWord("at") && cursor.isWords("at", "time", "zone")) {
            return AT_ZONE;
        }
        if (token.isWord("collate")) {
            return COLLATION;
        }
        return token.isWord("operator") && cursor.peek(1).isSign("(") ? OTHER : 0;
    }

    /// What stands right of an operator: an operand, or ANY, SOME or ALL of something.
    private Expression operatorTail(String schema, String name, Expression left, int position, int operandLevel) {
        if (isQuantifier()) {
            return quantified(name, left, position);
        }
        return new Expression.Operator(schema, name, left, binary(operandLevel), position);
    }

    private boolean isQuantifier() {
        Token token = cursor.token();
        return (token.isWord("any") || token.isWord("some") || token.isWord("all"))
                && cursor.peek(1).isSign("(");
    }

    private Expression quantified(String operator, Expression left, int position) {
        boolean all = cursor.advance().isWord("all");
        cursor.expectSign("(");
        if (primaries.startsQuery()) {
            QueryNode query = primaries.query();
            cursor.expectSign(")");
            return new Expression.OverQuery(operator, all, left, query, position);
        }
        Expression array = expression();
        cursor.expectSign(")");
        return new Expression.OverArray(operator, all, left, array, position);
    }

    private Expression unary(int lowest) {
        Token token = cursor.token();
        boolean operator = token.kind() == Token.Kind.OPERATOR && mayBePrefix(token.text());
        boolean qualified = token.isWord("operator") && cursor.peek(1).isSign("(");
        if (!operator && !qualified) {
            return primaries.postfix();
        }
        cursor.enter();
        try {
            if (qualified) {
                QualifiedName name = qualifiedOperator();
                return prefix(schema(name), name.last(), binary(OTHER + 1), token.start());
            }
            cursor.advance();
            boolean sign = token.text().equals("-") || token.text().equals("+");
            Expression operand = binary(sign ? UNARY : Math.max(lowest, OTHER) + 1);
            return prefix("", token.text(), operand, token.start());
        } finally {
            cursor.leave();
        }
    }

    /// Any operator but those that the grammar knows as infix only.
    private static boolean mayBePrefix(String operator) {
        return switch (operator) {
            case "*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>" -> false;
            default -> true;
        };
    }

    private static Expression prefix(String schema, String name, Expression operand, int position) {
        return new Expression.Operator(schema, name, null, operand, position);
    }

    /// `OPERATOR(schema.op)`.
    private QualifiedName qualifiedOperator() {
        int position = cursor.advance().start();
        cursor.expectSign("(");
        List<String> parts = new ArrayList<>(2);
        while (cursor.token().kind() != Token.Kind.OPERATOR) {
            parts.add(cursor.columnName());
            cursor.expectSign(".");
        }
        parts.add(cursor.advance().text());
        cursor.expectSign(")");
        return new QualifiedName(parts, position);
    }

    private static String schema(QualifiedName name) {
        return name.isQualified() ? name.parts().getFirst() : "";
    }

    private QualifiedName anyName() {
        return cursor.qualifiedName();
    }
}
