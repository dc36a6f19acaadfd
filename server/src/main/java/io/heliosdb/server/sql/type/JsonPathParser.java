package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.JsonPath.Node;
import io.heliosdb.server.sql.type.JsonPath.Operator;
import io.heliosdb.server.sql.type.JsonPathLexer.Kind;
import io.heliosdb.server.sql.type.JsonPathLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads path expressions.
final class JsonPathParser {

    // Deep nesting must end in an error before it ends the thread's stack.
    private static final int MAX_DEPTH = 1000;
    private static final String FLAGS = "ismxq";

    private static final Map<String, Operator> COMPARISONS = Map.of(
            "==", Operator.EQUAL,
            "!=", Operator.NOT_EQUAL,
            "<", Operator.LESS,
            "<=", Operator.LESS_OR_EQUAL,
            ">", Operator.GREATER,
            ">=", Operator.GREATER_OR_EQUAL);

    private final String text;
    private final List<Token> tokens;
    private int at;
    private int depth;
    private int filters;
    private int subscripts;

    JsonPathParser(String text) {
        this.text = text;
        this.tokens = JsonPathLexer.tokens(text);
    }

    JsonPath parse() {
        if (tokens.size() == 1) {
            throw TypeErrors.invalidInput("jsonpath", text);
        }
        boolean strict = token().isWord("strict");
        if (strict || token().isWord("lax")) {
            at++;
        }
        Node root = or();
        if (token().kind() != Kind.END) {
            throw unexpected();
        }
        return new JsonPath(strict, root);
    }

    private Token token() {
        return tokens.get(at);
    }

    private SqlException unexpected() {
        return JsonPathLexer.error("syntax error", token().source());
    }

    private boolean accept(String sign) {
        if (token().isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String sign) {
        if (!accept(sign)) {
            throw unexpected();
        }
    }

    private boolean acceptWord(String word) {
        if (token().isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
    }

    private Node or() {
        enter();
        Node left = and();
        while (accept("||")) {
            left = new JsonPath.Or(predicate(left), predicate(and()));
        }
        depth--;
        return left;
    }

    private Node and() {
        Node left = comparison();
        while (accept("&&")) {
            left = new JsonPath.And(predicate(left), predicate(comparison()));
        }
        return left;
    }

    private Node predicate(Node node) {
        if (!(node instanceof JsonPath.Predicate)) {
            throw unexpected();
        }
        return node;
    }

    private Node comparison() {
        Node left = sum();
        Operator operator = token().kind() == Kind.SIGN ? COMPARISONS.get(token().text()) : null;
        if (operator != null) {
            at++;
            return new JsonPath.Comparison(operator, left, sum());
        }
        if (token().isWord("starts") && tokens.get(at + 1).isWord("with")) {
            at += 2;
            Token start = token();
            at++;
            return switch (start.kind()) {
                case STRING -> new JsonPath.StartsWith(left, new JsonPath.Literal(new JsonValue.Str(start.text())));
                case VARIABLE -> new JsonPath.StartsWith(left, new JsonPath.Variable(start.text()));
                default -> {
                    at--;
                    throw unexpected();
                }
            };
        }
        return acceptWord("like_regex") ? like(left) : left;
    }

    private String string() {
        if (token().kind() != Kind.STRING) {
            throw unexpected();
        }
        return tokens.get(at++).text();
    }

    private Node like(Node left) {
        String pattern = string();
        String given = acceptWord("flag") ? string() : "";
        StringBuilder flags = new StringBuilder();
        for (int i = 0; i < given.length(); i++) {
            if (FLAGS.indexOf(given.charAt(i)) < 0) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "invalid input syntax for type jsonpath")
                        .withDetail("Unrecognized flag character \"" + given.charAt(i) + "\" in LIKE_REGEX predicate.");
            }
        }
        for (int i = 0; i < FLAGS.length(); i++) {
            char flag = FLAGS.charAt(i);
            if (given.indexOf(flag) >= 0) {
                flags.append(flag);
            }
        }
        if (flags.indexOf("x") >= 0 && flags.indexOf("q") < 0) {
            throw TypeErrors.unsupported("XQuery \"x\" flag (expanded regular expressions) is not implemented");
        }
        return new JsonPath.LikeRegex(left, pattern, flags.toString());
    }

    private Node sum() {
        Node left = product();
        while (token().isSign("+") || token().isSign("-")) {
            Operator operator = tokens.get(at++).text().equals("+") ? Operator.ADD : Operator.SUBTRACT;
            left = new JsonPath.Arithmetic(operator, left, product());
        }
        return left;
    }

    private Node product() {
        Node left = unary();
        while (token().isSign("*") || token().isSign("/") || token().isSign("%")) {
            String sign = tokens.get(at++).text();
            Operator operator =
                    sign.equals("*") ? Operator.MULTIPLY : sign.equals("/") ? Operator.DIVIDE : Operator.MODULO;
            left = new JsonPath.Arithmetic(operator, left, unary());
        }
        return left;
    }

    private Node unary() {
        enter();
        try {
            if (accept("+")) {
                return signed(false);
            }
            if (accept("-")) {
                return signed(true);
            }
            if (accept("!")) {
                return new JsonPath.Not(delimited());
            }
            return accessed(primary());
        } finally {
            depth--;
        }
    }

    // A sign before a number is part of the number.
    private Node signed(boolean minus) {
        Node operand = unary();
        if (operand instanceof JsonPath.Literal(JsonValue value) && value instanceof JsonValue.Num(Numeric number)) {
            return minus ? new JsonPath.Literal(new JsonValue.Num(negated(number))) : operand;
        }
        return new JsonPath.Sign(minus, operand);
    }

    private static Numeric negated(Numeric number) {
        return Numeric.of(number.value().negate());
    }

    // What `!` may stand before.
    private Node delimited() {
        if (token().isWord("exists")) {
            return primary();
        }
        expect("(");
        Node inner = predicate(or());
        expect(")");
        return inner;
    }

    private Node primary() {
        Token token = token();
        at++;
        switch (token.kind()) {
            case STRING -> {
                return new JsonPath.Literal(new JsonValue.Str(token.text()));
            }
            case NUMBER -> {
                return new JsonPath.Literal(new JsonValue.Num(Numeric.parse(token.text())));
            }
            case VARIABLE -> {
                return new JsonPath.Variable(token.text());
            }
            case SIGN -> {
                return sign(token);
            }
            case WORD -> {
                return word(token);
            }
            case END -> {
                at--;
                throw unexpected();
            }
        }
        throw unexpected();
    }

    private Node sign(Token token) {
        switch (token.text()) {
            case "$" -> {
                return new JsonPath.Root();
            }
            case "@" -> {
                if (filters == 0) {
                    throw new SqlException(SqlState.SYNTAX_ERROR, "@ is not allowed in root expressions");
                }
                return new JsonPath.Current();
            }
            case "(" -> {
                Node inner = or();
                expect(")");
                if (inner instanceof JsonPath.Predicate && token().isWord("is")) {
                    at++;
                    if (!acceptWord("unknown")) {
                        throw unexpected();
                    }
                    return new JsonPath.IsUnknown(inner);
                }
                return inner;
            }
            default -> {
                at--;
                throw unexpected();
            }
        }
    }

    private Node word(Token token) {
        switch (token.text()) {
            case "null" -> {
                return new JsonPath.Literal(JsonValue.ofNull());
            }
            case "true", "false" -> {
                return new JsonPath.Literal(JsonValue.of(token.text().equals("true")));
            }
            default -> {}
        }
        if (token.isWord("last")) {
            if (subscripts == 0) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "LAST is allowed only in array subscripts");
            }
            return new JsonPath.Last();
        }
        if (token.isWord("exists") && accept("(")) {
            Node inner = or();
            expect(")");
            return new JsonPath.Exists(inner);
        }
        at--;
        throw unexpected();
    }

    private Node accessed(Node base) {
        List<JsonPath.Accessor> accessors = new ArrayList<>();
        while (true) {
            if (accept(".")) {
                accessors.add(member());
            } else if (accept("[")) {
                accessors.add(elements());
            } else if (accept("?")) {
                expect("(");
                filters++;
                Node predicate = predicate(or());
                filters--;
                expect(")");
                accessors.add(new JsonPath.Filter(predicate));
            } else {
                return accessors.isEmpty() ? base : new JsonPath.Accessed(base, accessors);
            }
        }
    }

    private JsonPath.Accessor member() {
        if (accept("*")) {
            return new JsonPath.AnyKey();
        }
        if (accept("**")) {
            return accept("{") ? levels() : new JsonPath.AnyLevel(0, JsonPath.LAST_LEVEL);
        }
        Token token = token();
        if (token.kind() != Kind.WORD && token.kind() != Kind.STRING) {
            throw unexpected();
        }
        at++;
        if (token.kind() == Kind.WORD && token().isSign("(")) {
            return method(token);
        }
        return new JsonPath.Key(token.text());
    }

    private JsonPath.Accessor method(Token token) {
        JsonPath.Method.Kind kind = null;
        for (JsonPath.Method.Kind candidate : JsonPath.Method.Kind.values()) {
            kind = candidate.name().equals(token.text().toUpperCase(Locale.ROOT)) ? candidate : kind;
        }
        if (kind == null) {
            throw unexpected();
        }
        expect("(");
        @Nullable
        String template = kind == JsonPath.Method.Kind.DATETIME && token().kind() == Kind.STRING ? string() : null;
        expect(")");
        return new JsonPath.Method(kind, template);
    }

    private JsonPath.Accessor levels() {
        int first = level();
        int last = acceptWord("to") ? level() : first;
        expect("}");
        return new JsonPath.AnyLevel(first, last);
    }

    private int level() {
        if (acceptWord("last")) {
            return JsonPath.LAST_LEVEL;
        }
        Token token = token();
        boolean whole = token.kind() == Kind.NUMBER && token.text().chars().allMatch(Character::isDigit);
        if (!whole || token.text().length() > 9) {
            throw unexpected();
        }
        at++;
        return Integer.parseInt(token.text());
    }

    private JsonPath.Accessor elements() {
        if (token().isSign("*") && tokens.get(at + 1).isSign("]")) {
            at += 2;
            return new JsonPath.AnyElement();
        }
        List<JsonPath.Range> ranges = new ArrayList<>();
        subscripts++;
        do {
            Node from = sum();
            ranges.add(new JsonPath.Range(from, acceptWord("to") ? sum() : null));
        } while (accept(","));
        subscripts--;
        expect("]");
        return new JsonPath.Elements(ranges);
    }
}
