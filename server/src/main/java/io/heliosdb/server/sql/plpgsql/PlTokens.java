package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Walks over the tokens of a body. Used by one thread.
final class PlTokens {

    private final String text;
    private final List<Token> tokens;
    private int at;

    PlTokens(String text) {
        this.text = text;
        this.tokens = ranges(SqlParser.tokens(text));
    }

    // `1..10` is a range: its second dot does not begin a number.
    private static List<Token> ranges(List<Token> tokens) {
        List<Token> all = new ArrayList<>(tokens.size());
        for (Token token : tokens) {
            boolean second = token.kind() == Token.Kind.DECIMAL
                    && token.text().startsWith(".")
                    && !all.isEmpty()
                    && all.getLast().isSign(".")
                    && all.getLast().end() == token.start();
            if (second) {
                all.add(new Token(Token.Kind.PUNCTUATION, ".", token.start(), token.start() + 1));
                all.add(new Token(Token.Kind.INTEGER, token.text().substring(1), token.start() + 1, token.end()));
            } else {
                all.add(token);
            }
        }
        return all;
    }

    Token token() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
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

    boolean isEnd() {
        return token().kind() == Token.Kind.END;
    }

    boolean isWord(String word) {
        return token().isWord(word);
    }

    boolean isName() {
        return token().kind() == Token.Kind.WORD || token().kind() == Token.Kind.QUOTED;
    }

    boolean accept(String word) {
        boolean there = isWord(word);
        if (there) {
            next();
        }
        return there;
    }

    boolean acceptSign(String sign) {
        boolean there = token().isSign(sign);
        if (there) {
            next();
        }
        return there;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw error();
        }
    }

    void expectSign(String sign) {
        if (!acceptSign(sign)) {
            throw error();
        }
    }

    String name() {
        if (!isName()) {
            throw error();
        }
        return next().text();
    }

    /// 42601 at the current token.
    SqlException error() {
        Token token = token();
        String message = token.kind() == Token.Kind.END
                ? "syntax error at end of input"
                : "syntax error at or near \"" + text.substring(token.start(), token.end()) + "\"";
        return PlErrors.syntax(message).withPosition(token.start() + 1);
    }

    int line() {
        return lineOf(token());
    }

    int lineOf(Token token) {
        int line = 1;
        for (int i = 0; i < token.start(); i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return line;
    }

    String between(int fromMark, int toMark) {
        return fromMark >= toMark
                ? ""
                : text.substring(
                        tokens.get(fromMark).start(), tokens.get(toMark - 1).end());
    }

    Token at(int mark) {
        return tokens.get(mark);
    }

    /// Moves to the first of some words or signs that stands outside of parentheses and of CASE; text up to
    /// there.
    String until(Set<String> ends) {
        int start = at;
        int depth = 0;
        int cases = 0;
        while (!isEnd()) {
            Token token = token();
            if (depth == 0 && cases == 0 && isOneOf(token, ends)) {
                break;
            }
            if (token.isSign("(") || token.isSign("[")) {
                depth++;
            } else if (token.isSign(")") || token.isSign("]")) {
                depth--;
            } else if (token.isWord("case")) {
                cases++;
            } else if (token.isWord("end") && cases > 0) {
                cases--;
            }
            next();
        }
        if (isEnd()) {
            throw error();
        }
        if (at == start) {
            throw error();
        }
        return between(start, at);
    }

    private static boolean isOneOf(Token token, Set<String> ends) {
        boolean mayEnd = token.kind() == Token.Kind.WORD
                || token.kind() == Token.Kind.PUNCTUATION
                || token.kind() == Token.Kind.OPERATOR;
        return mayEnd && ends.contains(token.text());
    }
}
