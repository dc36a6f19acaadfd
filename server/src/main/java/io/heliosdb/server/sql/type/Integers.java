package io.heliosdb.server.sql.type;

import java.math.BigInteger;

/// Reads whole numbers as PostgreSQL's `pg_strtoint32` and kin do: white space around, a sign, decimal digits.
public final class Integers {

    private static final int LONGEST_SAFE = 18;

    private Integers() {}

    /// Reads a signed number within bounds.
    ///
    /// @param type the SQL name of the type, for the message
    /// @throws io.heliosdb.server.common.SqlException 22P02, 22003
    public static int parse(String text, int min, int max, String type) {
        return (int) parseLong(text, min, max, type);
    }

    public static long parseLong(String text, long min, long max, String type) {
        String trimmed = Text.strip(text);
        boolean negative = trimmed.startsWith("-");
        int start = negative || trimmed.startsWith("+") ? 1 : 0;
        int digits = trimmed.length() - start;
        if (digits == 0) {
            throw TypeErrors.invalidInput(type, text);
        }
        long value = 0;
        for (int i = start; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c < '0' || c > '9') {
                throw TypeErrors.invalidInput(type, text);
            }
            value = value * 10 + (c - '0');
        }
        if (digits <= LONGEST_SAFE) {
            value = negative ? -value : value;
        } else {
            value = exact(trimmed, text, type);
        }
        if (value < min || value > max) {
            throw TypeErrors.valueOutOfRange(type, text);
        }
        return value;
    }

    private static long exact(String trimmed, String text, String type) {
        BigInteger big = new BigInteger(trimmed);
        if (big.bitLength() > 63) {
            throw TypeErrors.valueOutOfRange(type, text);
        }
        return big.longValue();
    }

    /// Reads an unsigned 32-bit number as PostgreSQL's `oidin` does: a minus sign wraps round.
    public static long parseUnsigned(String text, String type) {
        String trimmed = Text.strip(text);
        if (trimmed.isEmpty()) {
            throw TypeErrors.invalidInput(type, text);
        }
        long value = parseLong(trimmed, Long.MIN_VALUE, Long.MAX_VALUE, type);
        if (value > 0xFFFF_FFFFL || value < Integer.MIN_VALUE) {
            throw TypeErrors.valueOutOfRange(type, text);
        }
        return value & 0xFFFF_FFFFL;
    }
}
