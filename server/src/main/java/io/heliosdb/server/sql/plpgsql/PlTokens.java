package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.Token;
import io.heliosdb.server.sql.parse.TokenWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Walks over the tokens of a body. Used by one thread.
final class PlTokens extends TokenWalk {

    PlTokens(String text) {
        super(text, ranges(SqlParser.tokens(text)));
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

    int line() {
        return lineOf(token());
    }

    int lineOf(Token token) {
        int line = 1;
        for (int i = 0; i < token.start(); i++) {
            line += text().charAt(i) == '\n' ? 1 : 0;
        }
        return line;
    }

    String between(int fromMark, int toMark) {
        return fromMark >= toMark
                ? ""
                : text().substring(at(fromMark).start(), at(toMark - 1).end());
    }

    /// Moves to the first of some words or signs that stands outside of parentheses and of CASE; text up to
    /// there.
    String until(Set<String> ends) {
        int start = mark();
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
            advance();
        }
        if (isEnd()) {
            throw syntaxError();
        }
        if (mark() == start) {
            throw syntaxError();
        }
        return between(start, mark());
    }

    private static boolean isOneOf(Token token, Set<String> ends) {
        boolean mayEnd = token.kind() == Token.Kind.WORD
                || token.kind() == Token.Kind.PUNCTUATION
                || token.kind() == Token.Kind.OPERATOR;
        return mayEnd && ends.contains(token.text());
    }
}
