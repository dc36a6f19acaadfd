package io.heliosdb.server.sql.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Splits the text of a date, time or interval into fields (PostgreSQL 18 manual, B.1).
final class DateTimeTokens {

    /// What a field looks like.
    enum Kind {
        NUMBER,
        DATE,
        TIME,
        WORD,
        SPECIAL,
        ZONE
    }

    /// @param text in lower case
    record Token(Kind kind, String text) {}

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private DateTimeTokens(String text) {
        this.text = text.toLowerCase(Locale.ROOT);
    }

    /// The fields; null when a character fits nowhere.
    static @Nullable List<Token> split(String text) {
        DateTimeTokens splitter = new DateTimeTokens(text);
        return splitter.run() ? splitter.tokens : null;
    }

    private boolean run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Text.isSpace(c)) {
                at++;
            } else if (isDigit(c)) {
                number();
            } else if (c == '.') {
                int start = at++;
                skipDigits();
                add(Kind.NUMBER, start);
            } else if (isLetter(c)) {
                word();
            } else if (c == '+' || c == '-') {
                if (!signed()) {
                    return false;
                }
            } else if (isPunctuation(c)) {
                at++;
            } else {
                return false;
            }
        }
        return true;
    }

    private void number() {
        int start = at;
        skipDigits();
        char next = peek();
        if (next == ':') {
            at++;
            while (isDigit(peek()) || peek() == ':' || peek() == '.') {
                at++;
            }
            add(Kind.TIME, start);
        } else if (next == '-' || next == '/' || next == '.') {
            dateOrDecimal(start, next);
        } else {
            add(Kind.NUMBER, start);
        }
    }

    private void dateOrDecimal(int start, char separator) {
        at++;
        if (!isDigit(peek())) {
            while (isLetter(peek()) || isDigit(peek()) || peek() == separator) {
                at++;
            }
            add(Kind.DATE, start);
            return;
        }
        Kind kind = separator == '.' ? Kind.NUMBER : Kind.DATE;
        skipDigits();
        if (peek() == separator) {
            kind = Kind.DATE;
            at++;
            while (isDigit(peek()) || peek() == separator) {
                at++;
            }
        }
        add(kind, start);
    }

    private void word() {
        int start = at;
        while (isLetter(peek())) {
            at++;
        }
        char next = peek();
        boolean date = next == '-'
                || next == '/'
                || next == '.'
                || ((next == '+' || isDigit(next)) && !DateTimeKeywords.isKnown(text.substring(start, at)));
        if (!date) {
            add(Kind.WORD, start);
            return;
        }
        while (isLetter(peek()) || isDigit(peek()) || (peek() != 0 && "+-/_.:".indexOf(peek()) >= 0)) {
            at++;
        }
        add(Kind.DATE, start);
    }

    private boolean signed() {
        char sign = text.charAt(at++);
        while (Text.isSpace(peek())) {
            at++;
        }
        int start = at;
        if (isDigit(peek())) {
            while (isDigit(peek()) || peek() == ':' || peek() == '.' || peek() == '-') {
                at++;
            }
            tokens.add(new Token(Kind.ZONE, sign + text.substring(start, at)));
            return true;
        }
        if (isLetter(peek())) {
            while (isLetter(peek())) {
                at++;
            }
            tokens.add(new Token(Kind.SPECIAL, sign + text.substring(start, at)));
            return true;
        }
        return false;
    }

    private void add(Kind kind, int start) {
        tokens.add(new Token(kind, text.substring(start, at)));
    }

    private void skipDigits() {
        while (isDigit(peek())) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F;
    }
}
