package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a text into tokens by PostgreSQL's lexical rules (PostgreSQL 18 manual, 4.1). Used by one thread, once.
final class SqlLexer {

    private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";
    private static final int MAX_IDENTIFIER_BYTES = 63;

    private final String text;
    private final List<Token> tokens;
    private int at;

    private SqlLexer(String text) {
        this.text = text;
        this.tokens = new ArrayList<>(text.length() / 5 + 4);
    }

    /// All tokens of the text, the last one of kind `END`.
    ///
    /// @throws SqlException 42601 for what is not a token, with its position
    static List<Token> tokens(String text) {
        SqlLexer lexer = new SqlLexer(text);
        while (lexer.next()) {
            // Each call adds one token.
        }
        return lexer.tokens;
    }

    private boolean next() {
        skipBlanks();
        if (at >= text.length()) {
            tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
            return false;
        }
        char c = text.charAt(at);
        if (isIdentifierStart(c)) {
            wordOrPrefixedString(c);
        } else if (c == '"') {
            tokens.add(StringScanner.quotedIdentifier(this, at, false));
        } else if (c == '\'') {
            tokens.add(StringScanner.string(this, at, at));
        } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            number();
        } else if (c == '$') {
            dollar();
        } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            operator();
        } else {
            punctuation(c);
        }
        at = tokens.getLast().end();
        return true;
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0B) {
                at++;
            } else if (c == '-' && startsWith("--", at)) {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (c == '/' && startsWith("/*", at)) {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int start = at;
        int depth = 0;
        do {
            if (startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (at >= text.length()) {
                throw error("unterminated /* comment", start);
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private void wordOrPrefixedString(char c) {
        char quote = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (quote == '\'' && (c == 'e' || c == 'E')) {
            tokens.add(StringScanner.escapeString(this, at));
        } else if (quote == '\'' && (c == 'b' || c == 'B' || c == 'x' || c == 'X')) {
            tokens.add(StringScanner.bits(this, at, c == 'x' || c == 'X'));
        } else if (quote == '\'' && (c == 'n' || c == 'N')) {
            tokens.add(StringScanner.string(this, at, at + 1));
        } else if ((c == 'u' || c == 'U') && quote == '&' && at + 2 < text.length() && text.charAt(at + 2) == '\'') {
            tokens.add(StringScanner.unicodeString(this, at));
        } else if ((c == 'u' || c == 'U') && quote == '&' && at + 2 < text.length() && text.charAt(at + 2) == '"') {
            tokens.add(StringScanner.quotedIdentifier(this, at, true));
        } else {
            int end = at + 1;
            while (end < text.length() && isIdentifierPart(text.charAt(end))) {
                end++;
            }
            tokens.add(new Token(Token.Kind.WORD, truncate(fold(text.substring(at, end))), at, end));
        }
    }

    /// Folds ASCII letters only, as PostgreSQL does in a multi-byte encoding.
    private static String fold(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                StringBuilder folded = new StringBuilder(word);
                for (int j = i; j < word.length(); j++) {
                    char d = word.charAt(j);
                    if (d >= 'A' && d <= 'Z') {
                        folded.setCharAt(j, (char) (d + 32));
                    }
                }
                return folded.toString();
            }
        }
        return word;
    }

    /// Cuts a name to PostgreSQL's 63 bytes, at a character's edge.
    static String truncate(String name) {
        if (name.length() * 3 <= MAX_IDENTIFIER_BYTES) {
            return name;
        }
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > MAX_IDENTIFIER_BYTES) {
                return name.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return name;
    }

    private void number() {
        int end = at;
        boolean integer = true;
        if (text.charAt(at) == '0' && at + 2 < text.length() && "xXoObB".indexOf(text.charAt(at + 1)) >= 0) {
            radixInteger();
            return;
        }
        end = digits(end);
        if (end < text.length() && text.charAt(end) == '.' && !startsWith("..", end)) {
            integer = false;
            end = digits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            int behind = digits(exponent);
            if (behind > exponent) {
                integer = false;
                end = behind;
            }
        }
        if (end < text.length() && isIdentifierPart(text.charAt(end))) {
            throw junk("numeric literal", end);
        }
        String digits = text.substring(at, end).replace("_", "");
        tokens.add(new Token(integer ? Token.Kind.INTEGER : Token.Kind.DECIMAL, digits, at, end));
    }

    private SqlException junk(String what, int from) {
        int end = from;
        while (end < text.length() && isIdentifierPart(text.charAt(end))) {
            end++;
        }
        return error("trailing junk after " + what + " at or near \"" + text.substring(at, end) + "\"", at, false);
    }

    private void radixInteger() {
        int radix =
                switch (text.charAt(at + 1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    default -> 2;
                };
        int end = at + 2;
        while (end < text.length() && isIdentifierPart(text.charAt(end))) {
            end++;
        }
        String digits = text.substring(at + 2, end).replace("_", "");
        try {
            String value = new BigInteger(digits, radix).toString();
            tokens.add(new Token(Token.Kind.INTEGER, value, at, end));
        } catch (NumberFormatException e) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR, "invalid integer at or near \"" + text.substring(at, end) + "\"", e)
                    .withPosition(at + 1);
        }
    }

    private int digits(int from) {
        int end = from;
        while (end < text.length()
                && (isDigit(text.charAt(end))
                        || text.charAt(end) == '_'
                                && end > from
                                && end + 1 < text.length()
                                && isDigit(text.charAt(end + 1)))) {
            end++;
        }
        return end;
    }

    private void dollar() {
        int end = at + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        if (end > at + 1) {
            if (end < text.length() && isIdentifierPart(text.charAt(end))) {
                throw junk("parameter", end);
            }
            tokens.add(new Token(Token.Kind.PARAMETER, text.substring(at + 1, end), at, end));
        } else {
            tokens.add(StringScanner.dollarQuoted(this, at));
        }
    }

    /// A run of operator characters, cut before a comment, and of trailing signs that no operator may end with.
    private void operator() {
        int end = at;
        while (end < text.length()
                && OPERATOR_CHARACTERS.indexOf(text.charAt(end)) >= 0
                && !(end > at && (startsWith("--", end) || startsWith("/*", end)))) {
            end++;
        }
        while (end - at > 1 && "+-".indexOf(text.charAt(end - 1)) >= 0 && !mayEndWithSign(at, end)) {
            end--;
        }
        String operator = text.substring(at, end);
        if (operator.equals("=>")) {
            tokens.add(new Token(Token.Kind.PUNCTUATION, operator, at, end));
        } else {
            tokens.add(new Token(Token.Kind.OPERATOR, operator.equals("!=") ? "<>" : operator, at, end));
        }
    }

    private boolean mayEndWithSign(int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if ("~!@#%^&|`?".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void punctuation(char c) {
        String sign;
        if (startsWith("::", at) || startsWith(":=", at)) {
            sign = text.substring(at, at + 2);
        } else if ("()[],;:.".indexOf(c) >= 0) {
            sign = String.valueOf(c);
        } else {
            int point = text.codePointAt(at);
            throw error("syntax error at or near \"" + Character.toString(point) + "\"", at, false);
        }
        tokens.add(new Token(Token.Kind.PUNCTUATION, sign, at, at + sign.length()));
    }

    String text() {
        return text;
    }

    boolean startsWith(String prefix, int offset) {
        return text.startsWith(prefix, offset);
    }

    /// `message at or near "rest of the text"`, as PostgreSQL blames an unterminated token.
    SqlException error(String message, int start) {
        return error(message + " at or near \"" + text.substring(start) + "\"", start, true);
    }

    private SqlException error(String message, int start, boolean whole) {
        String shown = whole && message.length() > 300 ? message.substring(0, 300) : message;
        return new SqlException(SqlState.SYNTAX_ERROR, shown).withPosition(start + 1);
    }

    static boolean isIdentifierStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Upper-cases what a message shows of a keyword.
    static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
