package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Walks over the tokens of a statement; its parsers share one. Used by one thread.
final class TokenCursor extends TokenWalk {

    /// Deep enough for any real statement, shallow enough for a thread's stack.
    private static final int MAX_DEPTH = 400;

    private int depth;
    /// Where words began to fit and then did not, and the token that did not.
    private int partlyMatched = -1;
    private int blamed;
    /// By parenthesis, where it closes; empty until it is asked for.
    private int[] closings = new int[0];

    TokenCursor(String text) {
        super(text, SqlLexer.tokens(text));
    }

    /// The end of the token before the current one.
    int lastEnd() {
        return mark() == 0 ? 0 : at(mark() - 1).end();
    }

    int position() {
        return token().start();
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

    /// Takes all these words or none.
    boolean acceptWords(String... words) {
        int matched = 0;
        while (matched < words.length && peek(matched).isWord(words[matched])) {
            matched++;
        }
        if (matched == words.length) {
            reset(mark() + matched);
            return true;
        }
        if (matched > 0 && !(matched == 1 && isLookahead(words[1]))) {
            partlyMatched = mark();
            blamed = mark() + matched;
        }
        return false;
    }

    /// Words that PostgreSQL looks at before it takes the word before them, which is then the one that does not fit.
    private static boolean isLookahead(String word) {
        return switch (word) {
            case "time", "ordinality", "first", "last" -> true;
            default -> false;
        };
    }

    void expectWords(String... words) {
        for (String word : words) {
            expect(word);
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

    @Override
    public SqlException syntaxError() {
        return syntaxErrorAt(mark() == partlyMatched ? at(blamed) : token());
    }

    /// Whether the parenthesis that comes next holds a query rather than an expression or a join.
    ///
    /// Behind several parentheses the query is the inner one's; it is the outer one's too when only a set
    /// operation or a clause of a query follows the inner one (`((SELECT 1) UNION …)`), not in `((SELECT 1) + 2)`.
    boolean opensQuery() {
        int inner = mark();
        while (at(inner).isSign("(")) {
            inner++;
        }
        if (inner == mark() || !beginsQuery(inner)) {
            return false;
        }
        for (int open = inner - 1; open > mark(); open--) {
            if (!continuesQuery(at(closing(open) + 1))) {
                return false;
            }
        }
        return true;
    }

    private boolean beginsQuery(int index) {
        Token token = at(index);
        return token.isWord("select")
                || token.isWord("with")
                || token.isWord("table")
                || token.isWord("values") && at(index + 1).isSign("(");
    }

    private static boolean continuesQuery(Token token) {
        return token.isSign(")")
                || token.kind() == Token.Kind.WORD
                        && switch (token.text()) {
                            case "union", "intersect", "except", "order", "limit", "offset", "fetch", "for" -> true;
                            default -> false;
                        };
    }

    /// Index of the parenthesis that closes the one at `open`; of the last token when none does.
    private int closing(int open) {
        if (closings.length == 0) {
            closings = matchParentheses();
        }
        return closings[open];
    }

    private int[] matchParentheses() {
        List<Token> tokens = tokens();
        int[] matches = new int[tokens.size()];
        int[] opened = new int[tokens.size()];
        int count = 0;
        Arrays.fill(matches, tokens.size() - 1);
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isSign("(")) {
                opened[count++] = i;
            } else if (tokens.get(i).isSign(")") && count > 0) {
                matches[opened[--count]] = i;
            }
        }
        return matches;
    }

    /// Goes to the end of the statement, which is not read: past semicolons in parentheses and in `BEGIN ATOMIC … END`.
    void skipStatement() {
        int nested = 0;
        while (!isEnd() && (nested > 0 || !isSign(";"))) {
            if (isSign("(") || isWords("begin", "atomic") || nested > 0 && isWord("case")) {
                nested++;
            } else if (isSign(")") || nested > 0 && isWord("end")) {
                nested--;
            }
            advance();
        }
    }

    /// The error for what PostgreSQL understands and this server does not offer.
    SqlException notSupported(String what, Token token) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported")
                .withPosition(token.start() + 1);
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

    /// A name of a function, a type or a function's parameter.
    String functionName() {
        Token token = token();
        if (token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && Keywords.mayBeFunction(token.text())) {
            return advance().text();
        }
        throw syntaxError();
    }

    /// A name behind a dot or AS, where any word may stand.
    String label() {
        return name();
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

    /// A role: a name, or a word that stands for one, which is given as itself.
    String roleName() {
        if (isWord("current_user") || isWord("session_user") || isWord("current_role")) {
            return advance().text();
        }
        return nonReserved();
    }

    /// A list of roles, each perhaps with the old word GROUP before it.
    List<String> roleNames() {
        List<String> names = new ArrayList<>();
        do {
            accept("group");
            names.add(roleName());
        } while (acceptSign(","));
        return names;
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
