package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/// Walks over the tokens of a text; the parsers share one. Used by one thread.
final class TokenCursor {

    /// Deep enough for any real statement, shallow enough for a thread's stack.
    private static final int MAX_DEPTH = 400;

    private final String text;
    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenCursor(String text) {
        this.text = text;
        this.tokens = SqlLexer.tokens(text);
    }

    String text() {
        return text;
    }

    Token token() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    /// The end of the token before the current one.
    int lastEnd() {
        return at == 0 ? 0 : tokens.get(at - 1).end();
    }

    Token advance() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    int mark() {
        return at;
    }

    void reset(int mark) {
        at = mark;
    }

    int position() {
        return token().start();
    }

    boolean isEnd() {
        return token().kind() == Token.Kind.END;
    }

    boolean isWord(String word) {
        return token().isWord(word);
    }

    boolean isSign(String sign) {
        return token().isSign(sign);
    }

    /// Whether the next words are these, in order.
    boolean isWords(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean accept(String word) {
        if (isWord(word)) {
            advance();
            return true;
        }
        return false;
    }

    boolean acceptSign(String sign) {
        if (isSign(sign)) {
            advance();
            return true;
        }
        return false;
    }

    /// Takes all these words or none.
    boolean acceptWords(String... words) {
        if (!isWords(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw syntaxError();
        }
    }

    void expectWords(String... words) {
        for (String word : words) {
            expect(word);
        }
    }

    void expectSign(String sign) {
        if (!acceptSign(sign)) {
            throw syntaxError();
        }
    }

    /// Which of the words comes next; takes it.
    String expectOneOf(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return word;
            }
        }
        throw syntaxError();
    }

    SqlException syntaxError() {
        return syntaxErrorAt(token());
    }

    SqlException syntaxErrorAt(Token token) {
        String message = token.kind() == Token.Kind.END
                ? "syntax error at end of input"
                : "syntax error at or near \"" + text.substring(token.start(), token.end()) + "\"";
        return new SqlException(SqlState.SYNTAX_ERROR, message).withPosition(token.start() + 1);
    }

    /// Guards recursion; each `enter` is followed by a `leave`.
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withHint("The statement is nested too deeply; write it with fewer parentheses or operators.");
        }
    }

    void leave() {
        depth--;
    }

    /// A name of a column, table or other object.
    String columnName() {
        Token token = token();
        if (token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && Keywords.mayBeColumn(token.text())) {
            return advance().text();
        }
        throw syntaxError();
    }

    boolean isColumnName() {
        Token token = token();
        return token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && Keywords.mayBeColumn(token.text());
    }

    /// A name behind a dot or AS, where any word may stand.
    String label() {
        Token token = token();
        if (token.kind() == Token.Kind.QUOTED || token.kind() == Token.Kind.WORD) {
            return advance().text();
        }
        throw syntaxError();
    }

    /// A word that is no reserved keyword, as roles and settings are named.
    String nonReserved() {
        Token token = token();
        if (token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && !Keywords.isReserved(token.text())) {
            return advance().text();
        }
        throw syntaxError();
    }

    /// `name` or `schema.name` or `database.schema.name`.
    QualifiedName qualifiedName() {
        int position = position();
        List<String> parts = new ArrayList<>(2);
        parts.add(columnName());
        while (isSign(".")) {
            advance();
            parts.add(label());
        }
        return new QualifiedName(parts, position);
    }

    List<QualifiedName> qualifiedNames() {
        List<QualifiedName> names = new ArrayList<>();
        do {
            names.add(qualifiedName());
        } while (acceptSign(","));
        return names;
    }

    /// `(a, b, …)`.
    List<String> columnList() {
        expectSign("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(columnName());
        } while (acceptSign(","));
        expectSign(")");
        return names;
    }

    String string() {
        if (token().kind() != Token.Kind.STRING) {
            throw syntaxError();
        }
        return advance().text();
    }

    /// A whole number with an optional sign.
    long signedInteger() {
        boolean negative = acceptSign("-");
        if (!negative) {
            acceptSign("+");
        }
        Token token = token();
        if (token.kind() != Token.Kind.INTEGER) {
            throw syntaxError();
        }
        advance();
        try {
            return Long.parseLong(negative ? "-" + token.text() : token.text());
        } catch (NumberFormatException e) {
            throw new SqlException(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            "value \"" + token.text() + "\" is out of range for type bigint",
                            e)
                    .withPosition(token.start() + 1);
        }
    }

    int unsignedInteger() {
        Token token = token();
        if (token.kind() != Token.Kind.INTEGER) {
            throw syntaxError();
        }
        advance();
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw syntaxErrorAt(token);
        }
    }
}
