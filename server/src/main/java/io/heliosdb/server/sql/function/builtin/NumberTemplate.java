package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A template such as `FM999,990.00` taken apart and counted (PostgreSQL 18 manual, table 9.33).
final class NumberTemplate {

    /// The patterns, longer names before their prefixes.
    enum Pattern {
        COMMA(","),
        POINT("."),
        ZERO("0"),
        NINE("9"),
        BLANK("B"),
        LOCALE_POINT("D"),
        EXPONENT("EEEE"),
        FILL("FM"),
        GROUP("G"),
        CURRENCY("L"),
        MINUS("MI"),
        PLUS("PL"),
        BRACKET("PR"),
        ROMAN("RN"),
        SIGN("SG"),
        SPELLED("SP"),
        LOCALE_SIGN("S"),
        ORDINAL("TH"),
        SHIFT("V");

        private final String text;

        Pattern(String text) {
            this.text = text;
        }
    }

    /// Where the sign of `S` stands.
    enum SignPlace {
        NONE,
        BEFORE,
        AFTER
    }

    /// A piece: a pattern, or a character when there is none.
    ///
    /// @param lower whether the pattern was written in small letters
    record Node(@Nullable Pattern pattern, boolean lower, int character) {}

    final List<Node> nodes = new ArrayList<>();
    int wholeDigits;
    int fractionDigits;
    int shift;
    /// The place of the first `0`, from 0, and of the last one, from 1.
    int firstZero;
    int lastZero;
    int digitsBeforeSign;
    SignPlace signPlace = SignPlace.NONE;
    boolean zero;
    boolean point;
    boolean fill;
    boolean localeSign;
    boolean minus;
    boolean plus;
    boolean bracket;
    boolean blank;
    boolean roman;
    boolean shifted;
    boolean exponent;

    private NumberTemplate() {}

    /// @throws SqlException 42601
    static NumberTemplate parse(String text) {
        NumberTemplate template = new NumberTemplate();
        int at = 0;
        while (at < text.length()) {
            Node node = patternAt(text, at);
            if (node != null && node.pattern != null) {
                template.nodes.add(node);
                template.count(node.pattern);
                at += node.pattern.text.length();
            } else if (text.charAt(at) == '"') {
                at = template.quoted(text, at + 1);
            } else {
                at += text.startsWith("\\\"", at) ? 1 : 0;
                at += template.character(text.codePointAt(at));
            }
        }
        return template;
    }

    private static @Nullable Node patternAt(String text, int at) {
        for (Pattern pattern : Pattern.values()) {
            if (text.startsWith(pattern.text, at)) {
                return new Node(pattern, false, 0);
            }
            if (text.startsWith(pattern.text.toLowerCase(Locale.ROOT), at)) {
                return new Node(pattern, true, 0);
            }
        }
        return null;
    }

    private int character(int c) {
        nodes.add(new Node(null, false, c));
        return Character.charCount(c);
    }

    private int quoted(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            at += character(text.codePointAt(at));
        }
        return at + 1;
    }

    private static SqlException wrong(String message) {
        return new SqlException(SqlState.SYNTAX_ERROR, message);
    }

    private static void check(boolean wrong, String message) {
        if (wrong) {
            throw wrong(message);
        }
    }

    private void count(Pattern pattern) {
        check(exponent && pattern != Pattern.EXPONENT, "\"EEEE\" must be the last pattern used");
        switch (pattern) {
            case NINE -> nine();
            case ZERO -> zero();
            case BLANK -> blank |= wholeDigits == 0 && fractionDigits == 0 && !zero;
            case POINT, LOCALE_POINT -> {
                check(point, "multiple decimal points");
                check(shifted, "cannot use \"V\" and decimal point together");
                point = true;
            }
            case FILL -> fill = true;
            case LOCALE_SIGN -> localeSign();
            case MINUS -> {
                check(localeSign, "cannot use \"S\" and \"MI\" together");
                minus = true;
            }
            case PLUS -> {
                check(localeSign, "cannot use \"S\" and \"PL\" together");
                plus = true;
            }
            case SIGN -> {
                check(localeSign, "cannot use \"S\" and \"SG\" together");
                minus = true;
                plus = true;
            }
            case BRACKET -> {
                check(localeSign || plus || minus, "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                bracket = true;
            }
            case ROMAN -> roman = true;
            case SHIFT -> {
                check(point, "cannot use \"V\" and decimal point together");
                shifted = true;
            }
            case EXPONENT -> exponent();
            case COMMA, GROUP, CURRENCY, SPELLED, ORDINAL -> {}
        }
    }

    private void nine() {
        check(bracket, "\"9\" must be ahead of \"PR\"");
        if (shifted) {
            shift++;
        } else if (point) {
            fractionDigits++;
        } else {
            wholeDigits++;
        }
    }

    private void zero() {
        check(bracket, "\"0\" must be ahead of \"PR\"");
        if (!zero && !point) {
            zero = true;
            firstZero = wholeDigits;
        }
        if (point) {
            fractionDigits++;
        } else {
            wholeDigits++;
        }
        lastZero = wholeDigits + fractionDigits;
    }

    private void localeSign() {
        check(localeSign, "cannot use \"S\" twice");
        check(plus || minus || bracket, "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
        signPlace = point ? SignPlace.AFTER : SignPlace.BEFORE;
        digitsBeforeSign = wholeDigits;
        localeSign = true;
    }

    private void exponent() {
        check(exponent, "cannot use \"EEEE\" twice");
        if (blank || fill || localeSign || bracket || minus || plus || roman || shifted) {
            throw wrong("\"EEEE\" is incompatible with other formats")
                    .withDetail("\"EEEE\" may only be used together with digit and decimal point patterns.");
        }
        exponent = true;
    }
}
