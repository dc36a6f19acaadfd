package io.heliosdb.server.sql.function.builtin;

import java.util.Locale;

/// `to_char` of numbers: lays the digits of one number out as a template asks. The locale is C's: a comma parts
/// groups, a point parts the fraction, the currency has no sign of its own.
final class NumberWriter {

    private static final int ROMAN_WIDTH = 15;
    private static final String[][] ROMANS = {
        {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"},
        {"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"},
        {"", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"},
        {"", "M", "MM", "MMM"}
    };

    private final NumberTemplate template;
    private final String number;
    private final boolean negative;
    private final int leadingBlanks;
    private final int fractionDigits;
    private final StringBuilder out = new StringBuilder();
    private final boolean bracket;
    private final NumberTemplate.SignPlace signPlace;
    // The index of the last digit that FM keeps; -1 when all are kept.
    private int lastKept = -1;
    private boolean signWritten;
    private int count;
    private int place;
    private int next;
    private boolean inNumber;

    private NumberWriter(NumberTemplate template, String number, boolean negative, int wholeDigits, int fraction) {
        this.template = template;
        this.fractionDigits = fraction;
        this.negative = negative;
        int point = number.indexOf('.');
        int length = point < 0 ? number.length() : point;
        this.leadingBlanks = Math.max(0, wholeDigits - length);
        this.number = length > wholeDigits ? "#".repeat(wholeDigits) + "." + "#".repeat(fraction) : number;
        this.bracket = template.bracket && (negative || !template.fill);
        boolean atEnd =
                template.signPlace == NumberTemplate.SignPlace.BEFORE && wholeDigits == template.digitsBeforeSign;
        boolean signItself = template.plus || template.minus;
        this.signPlace = atEnd && !signItself ? NumberTemplate.SignPlace.AFTER : template.signPlace;
        if (signItself) {
            signWritten = template.minus;
        } else {
            signWritten = !negative && template.fill && !template.localeSign;
        }
        count = fraction + wholeDigits - 1;
        if (template.fill && template.point) {
            keepRelevant();
        }
        if (!signWritten && leadingBlanks == 0) {
            count++;
        }
    }

    /// @param number decimal digits with as many after a point as the template has
    /// @param wholeDigits of the template and what its `V` adds
    /// @param fraction digits after the point
    static String write(NumberTemplate template, String number, boolean negative, int wholeDigits, int fraction) {
        return new NumberWriter(template, number, negative, wholeDigits, fraction).run();
    }

    private void keepRelevant() {
        int point = number.indexOf('.');
        if (point < 0) {
            return;
        }
        lastKept = point;
        for (int i = point + 1; i < number.length(); i++) {
            if (number.charAt(i) != '0') {
                lastKept = i;
            }
        }
        if (template.lastZero > leadingBlanks) {
            lastKept = Math.max(lastKept, Math.min(number.length() - 1, template.lastZero - leadingBlanks));
        }
    }

    private String run() {
        for (NumberTemplate.Node node : template.nodes) {
            NumberTemplate.Pattern pattern = node.pattern();
            if (pattern == null) {
                out.appendCodePoint(node.character());
                continue;
            }
            switch (pattern) {
                case NINE, ZERO, POINT, LOCALE_POINT -> digit(pattern == NumberTemplate.Pattern.ZERO);
                case COMMA, GROUP -> {
                    if (inNumber) {
                        out.append(',');
                    } else if (!template.fill) {
                        out.append(' ');
                    }
                }
                case CURRENCY -> out.append(' ');
                case ORDINAL -> {
                    if (number.charAt(0) != '#' && !negative && !template.point) {
                        out.append(DateTimeWriter.ordinal(number, !node.lower()));
                    }
                }
                case MINUS -> sign(negative, '-');
                case PLUS -> sign(!negative, '+');
                case SIGN -> out.append(negative ? '-' : '+');
                default -> {}
            }
        }
        return out.toString();
    }

    private void sign(boolean shown, char sign) {
        if (shown) {
            out.append(sign);
        } else if (!template.fill) {
            out.append(' ');
        }
    }

    private char current() {
        return next < number.length() ? number.charAt(next) : 0;
    }

    // 0.5 as 9.9 begins with a blank.
    private boolean isBlankZero() {
        return !template.zero && next == 0 && current() == '0' && fractionDigits != 0;
    }

    private boolean keepsNoFraction() {
        return lastKept >= 0 && number.charAt(lastKept) == '.';
    }

    private void leadingSign() {
        boolean begins = place >= leadingBlanks || (template.zero && template.firstZero == place);
        if (signWritten || !begins || (isBlankZero() && !keepsNoFraction())) {
            return;
        }
        if (template.localeSign) {
            if (signPlace == NumberTemplate.SignPlace.BEFORE) {
                out.append(negative ? '-' : '+');
                signWritten = true;
            }
            return;
        }
        if (bracket) {
            out.append(negative ? '<' : ' ');
        } else if (negative) {
            out.append('-');
        } else if (!template.fill) {
            out.append(' ');
        }
        signWritten = true;
    }

    private void digit(boolean always) {
        inNumber = false;
        leadingSign();
        boolean leading = place < leadingBlanks;
        if (leading && (!template.zero || template.firstZero > place)) {
            out.append(template.fill ? "" : " ");
        } else if (leading) {
            out.append('0');
            inNumber = true;
        } else {
            character(always);
            next += next < number.length() ? 1 : 0;
        }
        int end = lastKept >= 0 && lastKept == next
                ? place
                : count + (leadingBlanks > 0 ? 1 : 0) + (template.point ? 1 : 0);
        if (place + 1 == end) {
            trailingSign();
        }
        place++;
    }

    private void character(boolean always) {
        char c = current();
        if (c == '.') {
            if (!keepsNoFraction() || template.fill) {
                out.append('.');
            }
        } else if (lastKept >= 0 && next > lastKept && !always) {
            return;
        } else if (isBlankZero()) {
            out.append(template.fill ? keepsNoFraction() ? "0" : "" : " ");
        } else if (c != 0) {
            out.append(c);
            inNumber = true;
        }
    }

    private void trailingSign() {
        if (signWritten && bracket) {
            out.append(negative ? '>' : ' ');
        } else if (template.localeSign && signPlace == NumberTemplate.SignPlace.AFTER) {
            out.append(negative ? '-' : '+');
        }
    }

    /// A number in Roman digits; crosses beyond 1 to 3999.
    static String roman(NumberTemplate template, long number) {
        String text = "#".repeat(ROMAN_WIDTH);
        if (number >= 1 && number <= 3999) {
            int n = (int) number;
            text = ROMANS[3][n / 1000] + ROMANS[2][n / 100 % 10] + ROMANS[1][n / 10 % 10] + ROMANS[0][n % 10];
        }
        String padded = template.fill ? text : " ".repeat(ROMAN_WIDTH - text.length()) + text;
        StringBuilder out = new StringBuilder();
        for (NumberTemplate.Node node : template.nodes) {
            if (node.pattern() == null) {
                out.appendCodePoint(node.character());
            } else if (node.pattern() == NumberTemplate.Pattern.ROMAN) {
                out.append(node.lower() ? padded.toLowerCase(Locale.ROOT) : padded);
            }
        }
        return out.toString();
    }
}
