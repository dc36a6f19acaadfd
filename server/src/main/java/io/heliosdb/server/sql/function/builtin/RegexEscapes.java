package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import java.util.Locale;
import java.util.function.Function;

/// Escapes and named classes of regular expressions (PostgreSQL 18 manual, tables 9.20 to 9.23).
final class RegexEscapes {

    private RegexEscapes() {}

    /// Translates the escape at a position and says how many characters it takes.
    static int translate(String source, int at, StringBuilder out, Function<String, SqlException> invalid) {
        char c = source.charAt(at + 1);
        switch (c) {
            case 'd', 'D', 's', 'S', 'w', 'W', 'f', 'n', 'r', 't', 'e', 'a' ->
                out.append('\\').append(c);
            case 'b' -> out.append("\\x08");
            case 'v' -> out.append("\\x0B");
            case 'B' -> out.append("\\\\");
            case 'c' -> {
                if (at + 2 >= source.length()) {
                    throw invalid.apply("invalid escape \\ sequence");
                }
                hex(out, source.charAt(at + 2) & 0x1F);
                return 3;
            }
            case 'x' -> {
                return number(source, at, out, 2, invalid);
            }
            case 'u' -> {
                return number(source, at, out, 4, invalid);
            }
            case 'U' -> {
                return number(source, at, out, 8, invalid);
            }
            case '0' -> hex(out, 0);
            default -> {
                if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                    throw invalid.apply("invalid escape \\ sequence");
                }
                if (c >= '1' && c <= '9') {
                    out.append('\\').append(c);
                    return 2;
                }
                int codePoint = source.codePointAt(at + 1);
                out.append(codePoint < 0x80 ? "\\" : "").appendCodePoint(codePoint);
                return 1 + Character.charCount(codePoint);
            }
        }
        return 2;
    }

    private static int number(
            String source, int at, StringBuilder out, int digits, Function<String, SqlException> invalid) {
        int end = at + 2;
        while (end < source.length() && end < at + 2 + digits && Character.digit(source.charAt(end), 16) >= 0) {
            end++;
        }
        if (end == at + 2 || (digits > 2 && end < at + 2 + digits)) {
            throw invalid.apply("invalid escape \\ sequence");
        }
        hex(out, Integer.parseUnsignedInt(source.substring(at + 2, end), 16));
        return end - at;
    }

    private static void hex(StringBuilder out, int code) {
        out.append(String.format(Locale.ROOT, "\\x{%X}", code));
    }

    /// The members of `[:name:]`, to stand within brackets.
    static String namedClass(String name, Function<String, SqlException> invalid) {
        return switch (name) {
            case "alpha" -> "\\p{IsAlphabetic}";
            case "digit" -> "\\p{IsDigit}";
            case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
            case "upper" -> "\\p{IsUppercase}";
            case "lower" -> "\\p{IsLowercase}";
            case "space" -> "\\s";
            case "blank" -> "\\p{Blank}";
            case "punct" -> "\\p{Punct}";
            case "cntrl" -> "\\p{Cntrl}";
            case "graph" -> "\\p{Graph}";
            case "print" -> "\\p{Print}";
            case "xdigit" -> "0-9A-Fa-f";
            case "word" -> "\\w";
            default -> throw invalid.apply("invalid character class");
        };
    }
}
