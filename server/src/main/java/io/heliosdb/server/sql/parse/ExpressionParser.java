package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
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

    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int IS = 4;
    private static final int COMPARISON = 5;
    private static final int RANGE = 6;
    private static final int OTHER = 7;
    private static final int ADDITIVE = 8;
    private static final int MULTIPLICATIVE = 9;
    private static final int POWER = 10;
    private static final int AT_ZONE = 11;
    private static final int COLLATION = 12;
    private static final int UNARY = 13;
    private static final int CAST = 14;

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
        return climb(OR, false);
    }

    /// An expression that PostgreSQL takes where AND, IN, IS or COLLATE would mean something else (`b_expr`): in
    /// DEFAULT, POSITION and behind BETWEEN. Only operators, casts and IS DISTINCT FROM.
    Expression restricted() {
        return climb(OR, true);
    }

    /// One or more expressions with commas between.
    List<Expression> list() {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (cursor.acceptSign(","));
        return list;
    }

    /// Reads an operand and all operators behind it that bind at least as tightly as `lowest`.
    ///
    /// As in PostgreSQL's grammar, a prefix operator takes its operand by its own level wherever it stands, and a
    /// construct that ends by itself (`IS NULL`, `IN (…)`) can be the left operand of any operator.
    private Expression climb(int lowest, boolean restricted) {
        cursor.enter();
        try {
            Expression left = operand(restricted);
            int closed = 0;
            while (true) {
                Token token = cursor.token();
                int level = level(token, restricted);
                if (level < lowest) {
                    return left;
                }
                if (level == closed) {
                    throw cursor.syntaxError();
                }
                int mark = cursor.mark();
                left = infix(left, level, restricted);
                closed = isUnchainable(level) && !endsByItself(mark) ? level : 0;
            }
        } finally {
            cursor.leave();
        }
    }

    /// Whether an operator of the level cannot stand behind another one of it (`a < b < c`).
    private static boolean isUnchainable(int level) {
        return level == IS || level == COMPARISON || level == RANGE;
    }

    /// Whether the construct that began at the mark ended with a bracket or a word of its own, not with an operand.
    private boolean endsByItself(int mark) {
        Token first = cursor.at(mark);
        boolean not = first.isWord("not");
        Token word = not ? cursor.at(mark + 1) : first;
        Token next = cursor.at(not ? mark + 2 : mark + 1);
        boolean distinct = next.isWord("distinct")
                || next.isWord("not") && cursor.at(mark + 2).isWord("distinct");
        return word.isWord("in")
                || word.isWord("isnull")
                || word.isWord("notnull")
                || word.isWord("is") && !distinct
                || isQuantifier(next);
    }

    private Expression operand(boolean restricted) {
        Token token = cursor.token();
        if (token.kind() == Token.Kind.OPERATOR && mayBePrefix(token.text())) {
            cursor.advance();
            boolean sign = token.text().equals("-") || token.text().equals("+");
            return prefix("", token.text(), climb(sign ? UNARY : OTHER + 1, restricted), token.start());
        }
        if (token.isWord("operator") && cursor.peek(1).isSign("(")) {
            QualifiedName name = qualifiedOperator();
            return prefix(schema(name), name.last(), climb(OTHER + 1, restricted), token.start());
        }
        if (token.isWord("not") && !restricted) {
            cursor.advance();
            return new Expression.Not(climb(NOT, false), token.start());
        }
        if (token.isWord("default") && !restricted) {
            cursor.advance();
            return new Expression.Default(token.start());
        }
        Expression operand = primaries.operand();
        if (operand instanceof Expression.RowLiteral left && !restricted && cursor.isWord("overlaps")) {
            return overlaps(left);
        }
        return operand;
    }

    /// `(a, b) OVERLAPS (c, d)`.
    private Expression overlaps(Expression.RowLiteral left) {
        Token word = cursor.advance();
        Token start = cursor.token();
        if (!(primaries.operand() instanceof Expression.RowLiteral right)) {
            throw cursor.syntaxErrorAt(start);
        }
        List<Expression> arguments = new ArrayList<>(overlapsSide(left, "left", word));
        arguments.addAll(overlapsSide(right, "right", word));
        return PrimaryParser.call("overlaps", arguments, word.start());
    }

    private static List<Expression> overlapsSide(Expression.RowLiteral row, String side, Token word) {
        if (row.fields().size() != 2) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "wrong number of parameters on " + side + " side of OVERLAPS expression")
                    .withPosition(word.start() + 1);
        }
        return row.fields();
    }

    /// How tightly an infix operator binds; 0 for what is none here.
    private int level(Token token, boolean restricted) {
        if (token.kind() == Token.Kind.OPERATOR) {
            return switch (token.text()) {
                case "+", "-" -> ADDITIVE;
                case "*", "/", "%" -> MULTIPLICATIVE;
                case "^" -> POWER;
                case "<", ">", "=", "<=", ">=", "<>" -> COMPARISON;
                default -> OTHER;
            };
        }
        if (token.kind() == Token.Kind.PUNCTUATION) {
            return token.text().equals("::") ? CAST : 0;
        }
        if (token.kind() != Token.Kind.WORD) {
            return 0;
        }
        return restricted ? restrictedWordLevel(token) : wordLevel(token);
    }

    private int restrictedWordLevel(Token token) {
        if (token.isWord("is")) {
            return IS;
        }
        return token.isWord("operator") && cursor.peek(1).isSign("(") ? OTHER : 0;
    }

    private int wordLevel(Token token) {
        return switch (token.text()) {
            case "or" -> OR;
            case "and" -> AND;
            case "is", "isnull", "notnull" -> IS;
            case "between", "in", "like", "ilike" -> RANGE;
            case "similar" -> cursor.peek(1).isWord("to") ? RANGE : 0;
            case "not" -> {
                Token next = cursor.peek(1);
                boolean range = next.isWord("between")
                        || next.isWord("in")
                        || next.isWord("like")
                        || next.isWord("ilike")
                        || next.isWord("similar");
                yield range ? RANGE : 0;
            }
            case "operator" -> cursor.peek(1).isSign("(") ? OTHER : 0;
            case "at" -> cursor.peek(1).isWord("time") ? AT_ZONE : 0;
            case "collate" -> COLLATION;
            default -> 0;
        };
    }

    private Expression infix(Expression left, int level, boolean restricted) {
        Token token = cursor.token();
        switch (level) {
            case OR:
                return new Expression.Or(chain(left, "or", AND), token.start());
            case AND:
                return new Expression.And(chain(left, "and", NOT), token.start());
            case IS:
                return is(left, restricted);
            case RANGE:
                return range(left);
            case AT_ZONE:
                cursor.expectWords("at", "time", "zone");
                return new Expression.AtTimeZone(left, climb(AT_ZONE + 1, restricted), token.start());
            case COLLATION:
                cursor.advance();
                return new Expression.Collate(left, cursor.qualifiedName(), token.start());
            case CAST:
                cursor.advance();
                return new Expression.Cast(left, types.parse(), token.start());
            default:
                return operator(left, level, restricted);
        }
    }

    /// `left or b or c …` as one list, so that long conditions make no deep trees.
    private List<Expression> chain(Expression left, String word, int operandLevel) {
        List<Expression> operands = new ArrayList<>();
        operands.add(left);
        while (cursor.accept(word)) {
            operands.add(climb(operandLevel, false));
        }
        return operands;
    }

    private Expression operator(Expression left, int level, boolean restricted) {
        Token token = cursor.token();
        String schema = "";
        String name = token.text();
        if (token.kind() == Token.Kind.OPERATOR) {
            cursor.advance();
        } else {
            QualifiedName qualified = qualifiedOperator();
            schema = schema(qualified);
            name = qualified.last();
        }
        if (!restricted && isQuantifier(cursor.token())) {
            return quantified(name, left, token.start());
        }
        return new Expression.Operator(schema, name, left, climb(level + 1, restricted), token.start());
    }

    private Expression is(Expression left, boolean restricted) {
        Token word = cursor.advance();
        int position = word.start();
        if (!word.isWord("is")) {
            return new Expression.IsNull(left, word.isWord("notnull"), position);
        }
        boolean negated = cursor.accept("not");
        Token test = cursor.advance();
        boolean allowed = !restricted || test.isWord("distinct") || test.isWord("document");
        if (test.kind() != Token.Kind.WORD || !allowed) {
            throw cursor.syntaxErrorAt(test);
        }
        return switch (test.text()) {
            case "null" -> new Expression.IsNull(left, negated, position);
            case "true" -> new Expression.IsTruth(left, Truth.TRUE, negated, position);
            case "false" -> new Expression.IsTruth(left, Truth.FALSE, negated, position);
            case "unknown" -> new Expression.IsTruth(left, Truth.UNKNOWN, negated, position);
            case "distinct" -> {
                cursor.expect("from");
                yield new Expression.IsDistinct(left, climb(IS + 1, restricted), negated, position);
            }
            case "normalized" -> normalized(left, "nfc", negated, position);
            case "nfc", "nfd", "nfkc", "nfkd" -> {
                cursor.expect("normalized");
                yield normalized(left, test.text(), negated, position);
            }
            case "document" -> throw cursor.notSupported("IS DOCUMENT", test);
            default -> throw cursor.syntaxErrorAt(test);
        };
    }

    private static Expression normalized(Expression left, String form, boolean negated, int position) {
        Expression call = PrimaryParser.call(
                "is_normalized", List.of(left, new Expression.StringLiteral(form, position)), position);
        return negated ? new Expression.Not(call, position) : call;
    }

    private Expression range(Expression left) {
        int position = cursor.position();
        boolean negated = cursor.accept("not");
        return switch (cursor.advance().text()) {
            case "between" -> between(left, negated, position);
            case "in" -> in(left, negated, position);
            case "like" -> like(Pattern.LIKE, left, negated, position);
            case "ilike" -> like(Pattern.ILIKE, left, negated, position);
            default -> {
                cursor.expect("to");
                yield like(Pattern.SIMILAR, left, negated, position);
            }
        };
    }

    private Expression between(Expression left, boolean negated, int position) {
        boolean symmetric = cursor.accept("symmetric");
        if (!symmetric) {
            cursor.accept("asymmetric");
        }
        Expression low = restricted();
        cursor.expect("and");
        Expression high = climb(RANGE + 1, false);
        return new Expression.Between(left, low, high, symmetric, negated, position);
    }

    private Expression in(Expression left, boolean negated, int position) {
        boolean query = cursor.opensQuery();
        cursor.expectSign("(");
        if (query) {
            QueryNode inner = primaries.query();
            cursor.expectSign(")");
            return new Expression.InQuery(left, inner, negated, position);
        }
        List<Expression> items = list();
        cursor.expectSign(")");
        return new Expression.InList(left, items, negated, position);
    }

    private Expression like(Pattern kind, Expression left, boolean negated, int position) {
        String operator = (negated ? "!" : "") + (kind == Pattern.ILIKE ? "~~*" : "~~");
        if (kind != Pattern.SIMILAR && isQuantifier(cursor.token())) {
            return quantified(operator, left, position);
        }
        Expression pattern = climb(RANGE + 1, false);
        Expression escape = cursor.accept("escape") ? climb(RANGE + 1, false) : null;
        return new Expression.Like(kind, left, pattern, escape, negated, position);
    }

    private static boolean isQuantifier(Token token) {
        return token.isWord("any") || token.isWord("some") || token.isWord("all");
    }

    private Expression quantified(String operator, Expression left, int position) {
        boolean all = cursor.advance().isWord("all");
        boolean query = cursor.opensQuery();
        cursor.expectSign("(");
        if (query) {
            QueryNode inner = primaries.query();
            cursor.expectSign(")");
            return new Expression.OverQuery(operator, all, left, inner, position);
        }
        Expression array = expression();
        cursor.expectSign(")");
        return new Expression.OverArray(operator, all, left, array, position);
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
}
