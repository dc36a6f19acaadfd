package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.type.TypeErrors;

/// `to_number`: picks the digits of a number out of a text as a template lays them out.
final class NumberScanner {

    private final NumberTemplate template;
    private final String text;
    private final StringBuilder digits = new StringBuilder();
    private char sign = ' ';
    private int at;
    private int whole;
    private int fraction;
    private boolean point;

    private NumberScanner(NumberTemplate template, String text) {
        this.template = template;
        this.text = text;
    }

    /// @param number as `numeric` reads it
    /// @param fraction digits after the point
    record Scanned(String number, int fraction) {}

    /// @throws io.heliosdb.server.common.SqlException 0A000
    static Scanned scan(NumberTemplate template, String text) {
        if (template.exponent) {
            throw TypeErrors.unsupported("\"EEEE\" not supported for input");
        }
        if (template.roman) {
            throw TypeErrors.unsupported("\"RN\" not supported for input");
        }
        NumberScanner scanner = new NumberScanner(template, text);
        for (NumberTemplate.Node node : template.nodes) {
            if (scanner.atEnd()) {
                break;
            }
            scanner.node(node);
        }
        String number = scanner.digits.toString();
        if (number.endsWith(".")) {
            number = number.substring(0, number.length() - 1);
        }
        return new Scanned(scanner.sign + number, scanner.fraction);
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private void skip() {
        at += Character.charCount(text.codePointAt(at));
    }

    private void node(NumberTemplate.Node node) {
        NumberTemplate.Pattern pattern = node.pattern();
        if (pattern == null) {
            skip();
            return;
        }
        char c = text.charAt(at);
        switch (pattern) {
            case NINE, ZERO -> digit(true);
            case POINT, LOCALE_POINT -> digit(false);
            case COMMA, GROUP -> at += c == ',' ? 1 : 0;
            case CURRENCY -> skipOther(1);
            case ORDINAL -> {
                if (sign != '-' && !template.point) {
                    skipOther(2);
                }
            }
            case MINUS -> taken(c == '-');
            case PLUS -> taken(c == '+');
            case SIGN -> taken(c == '-' || c == '+');
            default -> {}
        }
    }

    private void taken(boolean isSign) {
        if (isSign) {
            sign = text.charAt(at++);
        } else {
            skipOther(1);
        }
    }

    private void skipOther(int most) {
        for (int i = 0; i < most && !atEnd() && "0123456789.,+-".indexOf(text.charAt(at)) < 0; i++) {
            skip();
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void digit(boolean digitPattern) {
        at += text.charAt(at) == ' ' ? 1 : 0;
        if (!atEnd() && sign == ' ' && digitPattern && whole + fraction == 0) {
            signBefore();
        }
        if (atEnd()) {
            return;
        }
        boolean read = false;
        if (isDigit(at)) {
            if (point && fraction == template.fractionDigits) {
                at++;
                return;
            }
            digits.append(text.charAt(at));
            fraction += point ? 1 : 0;
            whole += point ? 0 : 1;
            read = true;
        } else if (template.point && !point && text.charAt(at) == '.') {
            digits.append('.');
            point = true;
            read = true;
        }
        if (sign == ' ' && whole + fraction > 0) {
            signAfter(read);
        }
        at++;
    }

    private void signBefore() {
        char c = text.charAt(at);
        boolean before = template.localeSign && template.signPlace == NumberTemplate.SignPlace.BEFORE;
        if (c == '-' || c == '+') {
            sign = c;
            at++;
        } else if (!before && template.bracket && c == '<') {
            sign = '-';
            at++;
        }
    }

    // Where a sign follows the digits, only the text shows which digit is the last.
    private void signAfter(boolean read) {
        if (template.localeSign && read) {
            if (at + 1 < text.length() && (text.charAt(at + 1) == '-' || text.charAt(at + 1) == '+')) {
                sign = text.charAt(++at);
            }
        } else if (!read && !template.localeSign && (template.plus || template.minus)) {
            char c = text.charAt(at);
            sign = c == '-' || c == '+' ? c : sign;
        }
    }
}
