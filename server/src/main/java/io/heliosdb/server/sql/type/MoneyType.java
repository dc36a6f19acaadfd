package io.heliosdb.server.sql.type;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// `money`, in hundredths, as the C locale shows it: `$1,234.50`.
final class MoneyType extends LongType {

    MoneyType() {
        super("money");
    }

    @Override
    public Object parse(String text, TypeContext context) {
        String rest = Text.strip(text);
        boolean negative = rest.startsWith("-") || rest.startsWith("(");
        if (rest.startsWith("(") && rest.endsWith(")")) {
            rest = rest.substring(1, rest.length() - 1);
        } else if (rest.startsWith("-")) {
            rest = rest.substring(1);
        }
        rest = Text.strip(rest);
        if (rest.startsWith("$")) {
            rest = rest.substring(1);
        }
        if (rest.startsWith("-")) {
            negative = true;
            rest = rest.substring(1);
        }
        String digits = rest.replace(",", "");
        if (!digits.matches("\\d+\\.?\\d*|\\.\\d+")) {
            throw TypeErrors.invalidInput("money", text);
        }
        BigDecimal cents = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits)
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_UP);
        BigDecimal signed = negative ? cents.negate() : cents;
        try {
            return signed.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw TypeErrors.valueOutOfRange("money", text);
        }
    }

    @Override
    public String format(Object value, TypeContext context) {
        long cents = (Long) value;
        String digits =
                BigDecimal.valueOf(cents).abs().movePointLeft(2).setScale(2).toPlainString();
        int point = digits.length() - 3;
        StringBuilder out = new StringBuilder(cents < 0 ? "-$" : "$");
        for (int i = 0; i < point; i++) {
            if (i > 0 && (point - i) % 3 == 0) {
                out.append(',');
            }
            out.append(digits.charAt(i));
        }
        return out.append(digits, point, digits.length()).toString();
    }
}
