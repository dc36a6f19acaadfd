package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.List;

/// A walk over the tokens of a text, one after the other. The last one is the end, which is not passed. Used by one
/// thread.
public abstract class TokenWalk {

    private final String text;
    private final List<Token> tokens;
    private int at;

    protected TokenWalk(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    public final String text() {
        return text;
    }

    protected final List<Token> tokens() {
        return tokens;
    }

    public final Token token() {
        return tokens.get(at);
    }

    /// The token at a mark, or the last one.
    public final Token at(int mark) {
        return tokens.get(Math.min(mark, tokens.size() - 1));
    }

    public final Token peek(int ahead) {
        return at(at + ahead);
    }

    /// Takes the token.
    public final Token advance() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /// The number of the token.
    public final int mark() {
        return at;
    }

    public final void reset(int mark) {
        at = mark;
    }

    public final boolean isEnd() {
        return token().kind() == Token.Kind.END;
    }

    public final boolean isWord(String word) {
        return token().isWord(word);
    }

    public final boolean isSign(String sign) {
        return token().isSign(sign);
    }

    /// Whether a word of any kind or a quoted name comes next.
    public final boolean isName() {
        return token().kind() == Token.Kind.WORD || token().kind() == Token.Kind.QUOTED;
    }

    /// Takes the word if it comes next.
    public final boolean accept(String word) {
        if (isWord(word)) {
            advance();
            return true;
        }
        return false;
    }

    /// As {@link #accept}.
    public final boolean acceptSign(String sign) {
        if (isSign(sign)) {
            advance();
            return true;
        }
        return false;
    }

    /// Takes the word.
    ///
    /// @throws SqlException 42601 when another one comes next
    public final void expect(String word) {
        if (!accept(word)) {
            throw syntaxError();
        }
    }

    /// As {@link #expect}.
    public final void expectSign(String sign) {
        if (!acceptSign(sign)) {
            throw syntaxError();
        }
    }

    /// Takes a name of any kind.
    ///
    /// @throws SqlException 42601 when none comes next
    public final String name() {
        if (!isName()) {
            throw syntaxError();
        }
        return advance().text();
    }

    /// 42601 at the current token.
    public SqlException syntaxError() {
        return syntaxErrorAt(token());
    }

    public final SqlException syntaxErrorAt(Token token) {
        String message = token.kind() == Token.Kind.END
                ? "syntax error at end of input"
                : "syntax error at or near \"" + text.substring(token.start(), token.end()) + "\"";
        return new SqlException(SqlState.SYNTAX_ERROR, message).withPosition(token.start() + 1);
    }
}
