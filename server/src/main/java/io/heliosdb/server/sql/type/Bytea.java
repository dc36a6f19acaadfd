package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The text forms of bytes (PostgreSQL 18 manual, 8.4): hexadecimal and escaped.
public final class Bytea {

    private Bytea() {}

    /// Reads either form.
    ///
    /// @throws SqlException 22P02, 22023
    public static byte[] parse(String text) {
        return text.startsWith("\\x") ? parseHex(text.substring(2)) : parseEscaped(text);
    }

    /// Reads pairs of hexadecimal digits; white space may stand between pairs.
    public static byte[] parseHex(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 2);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                at++;
                continue;
            }
            int high = digit(text, at);
            if (at + 1 >= text.length()) {
                throw TypeErrors.invalidParameter("invalid hexadecimal data: odd number of digits");
            }
            out.write((high << 4) | digit(text, at + 1));
            at += 2;
        }
        return out.toByteArray();
    }

    private static int digit(String text, int at) {
        int value = text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
        if (value < 0) {
            throw TypeErrors.invalidParameter(
                    "invalid hexadecimal digit: \"" + Character.toString(text.codePointAt(at)) + "\"");
        }
        return value;
    }

    /// Reads text in which `\\` is a backslash and `\nnn` an octal byte.
    public static byte[] parseEscaped(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        int at = 0;
        while (at < in.length) {
            if (in[at] != '\\') {
                out.write(in[at]);
                at++;
            } else if (at + 1 < in.length && in[at + 1] == '\\') {
                out.write('\\');
                at += 2;
            } else if (at + 3 < in.length && octal(in[at + 1], 3) && octal(in[at + 2], 7) && octal(in[at + 3], 7)) {
                out.write(((in[at + 1] - '0') << 6) | ((in[at + 2] - '0') << 3) | (in[at + 3] - '0'));
                at += 4;
            } else {
                throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
            }
        }
        return out.toByteArray();
    }

    private static boolean octal(byte b, int max) {
        return b >= '0' && b <= '0' + max;
    }

    /// Lower-case hexadecimal digits, without a prefix.
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /// Printable ASCII as it is, a backslash doubled, all else as octal.
    public static String escape(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            int value = b & 0xFF;
            if (value == '\\') {
                out.append("\\\\");
            } else if (value < 0x20 || value > 0x7E) {
                out.append('\\')
                        .append((char) ('0' + (value >> 6)))
                        .append((char) ('0' + ((value >> 3) & 7)))
                        .append((char) ('0' + (value & 7)));
            } else {
                out.append((char) value);
            }
        }
        return out.toString();
    }
}
