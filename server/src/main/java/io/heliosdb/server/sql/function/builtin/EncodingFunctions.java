package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Bytea;
import io.heliosdb.server.sql.type.Text;
import io.heliosdb.server.sql.type.TypeErrors;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;

/// Hashes, encodings of bytes as text, character sets and Unicode (PostgreSQL 18 manual, 9.4 and 9.5).
final class EncodingFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f1("md5_text", (String x) -> Bytea.hex(hash("MD5", utf8(x))));
        b.f1("md5_bytea", (byte[] x) -> Bytea.hex(hash("MD5", x)));
        b.f1("sha224_bytea", (byte[] x) -> hash("SHA-224", x));
        b.f1("sha256_bytea", (byte[] x) -> hash("SHA-256", x));
        b.f1("sha384_bytea", (byte[] x) -> hash("SHA-384", x));
        b.f1("sha512_bytea", (byte[] x) -> hash("SHA-512", x));
        b.f2("binary_encode", (byte[] x, String format) -> encode(x, format));
        b.f2("binary_decode", (String x, String format) -> decode(x, format));
        b.f1("to_hex32", (Integer x) -> Integer.toHexString(x));
        b.f1("to_hex64", (Long x) -> Long.toHexString(x));
        b.f2("pg_convert_from", (byte[] x, String charset) -> fromCharset(x, charset));
        b.f2("pg_convert_to", (String x, String charset) -> x.getBytes(charset(charset)));
        b.f3("pg_convert", (byte[] x, String from, String to) -> fromCharset(x, from)
                .getBytes(charset(to)));
        b.f2("length_in_encoding", (byte[] x, String charset) -> Text.length(fromCharset(x, charset)));
        b.f1("unistr", EncodingFunctions::unistr);
        b.f2("unicode_normalize_func", (String x, String form) -> Normalizer.normalize(x, form(form)));
        b.f2("unicode_is_normalized", (String x, String form) -> Normalizer.isNormalized(x, form(form)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new SqlException(SqlState.INTERNAL_ERROR, "could not compute " + algorithm + " hash", e);
        }
    }

    private static String encode(byte[] bytes, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> Bytea.hex(bytes);
            case "base64" -> Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
            case "escape" -> escape(bytes);
            default -> throw unknownFormat(format);
        };
    }

    // Unlike bytea's own form, only zero bytes, those with the high bit and backslashes are escaped.
    private static String escape(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b == '\\') {
                out.append("\\\\");
            } else if (b <= 0) {
                out.append(String.format(Locale.ROOT, "\\%03o", b & 0xFF));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static SqlException unknownFormat(String format) {
        return TypeErrors.invalidParameter("unrecognized encoding: \"" + format + "\"");
    }

    private static byte[] decode(String text, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> Bytea.parseHex(text);
            case "base64" -> decodeBase64(text);
            case "escape" -> Bytea.parseEscaped(text);
            default -> throw unknownFormat(format);
        };
    }

    private static byte[] decodeBase64(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                continue;
            }
            boolean digit =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (!digit && c != '=') {
                throw TypeErrors.invalidParameter("invalid symbol \"" + c + "\" found while decoding base64 sequence");
            }
            digits.append(c);
        }
        if (digits.length() % 4 != 0) {
            throw TypeErrors.invalidParameter("invalid base64 end sequence")
                    .withHint("Input data is missing padding, is truncated, or is otherwise corrupted.");
        }
        try {
            return Base64.getDecoder().decode(digits.toString());
        } catch (IllegalArgumentException e) {
            throw TypeErrors.invalidParameter("unexpected \"=\" while decoding base64 sequence");
        }
    }

    private static Charset charset(String name) {
        return switch (name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "")) {
            case "UTF8", "UNICODE" -> StandardCharsets.UTF_8;
            case "LATIN1", "ISO88591" -> StandardCharsets.ISO_8859_1;
            case "SQLASCII" -> StandardCharsets.US_ASCII;
            case "LATIN9", "ISO885915" -> Charset.forName("ISO-8859-15");
            case "LATIN2", "ISO88592" -> Charset.forName("ISO-8859-2");
            case "WIN1250" -> Charset.forName("windows-1250");
            case "WIN1251", "WIN" -> Charset.forName("windows-1251");
            case "WIN1252" -> Charset.forName("windows-1252");
            case "KOI8R", "KOI8" -> Charset.forName("KOI8-R");
            case "EUCJP" -> Charset.forName("EUC-JP");
            case "SJIS" -> Charset.forName("Shift_JIS");
            case "GBK" -> Charset.forName("GBK");
            case "BIG5" -> Charset.forName("Big5");
            default -> throw TypeErrors.invalidParameter("invalid source encoding name \"" + name + "\"");
        };
    }

    private static String fromCharset(byte[] bytes, String name) {
        Charset charset = charset(name);
        return charset.equals(StandardCharsets.UTF_8) ? Text.decodeUtf8(bytes) : new String(bytes, charset);
    }

    private static Normalizer.Form form(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "NFC" -> Normalizer.Form.NFC;
            case "NFD" -> Normalizer.Form.NFD;
            case "NFKC" -> Normalizer.Form.NFKC;
            case "NFKD" -> Normalizer.Form.NFKD;
            default -> throw TypeErrors.invalidParameter("invalid normalization form: " + name);
        };
    }

    /// A backslash before four hexadecimal digits (or u and four, + and six, U and eight) is a code point; two are one.
    private static String unistr(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean half = false;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char kind = c == '\\' && at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if (c != '\\' || kind == '\\') {
                checkPaired(!half);
                out.append(c);
                at += c == kind ? 2 : 1;
                continue;
            }
            int start = at + (kind == '+' || kind == 'u' || kind == 'U' ? 2 : 1);
            int digits = kind == '+' ? 6 : kind == 'U' ? 8 : 4;
            int code = codePoint(text, start, digits);
            boolean single = Character.isBmpCodePoint(code);
            checkPaired(half == (single && Character.isLowSurrogate((char) code)));
            half = single && Character.isHighSurrogate((char) code);
            out.appendCodePoint(code);
            at = start + digits;
        }
        checkPaired(!half);
        return out.toString();
    }

    private static void checkPaired(boolean paired) {
        if (!paired) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair");
        }
    }

    private static int codePoint(String text, int start, int digits) {
        boolean good = start + digits <= text.length()
                && text.substring(start, start + digits).matches("[0-9a-fA-F]+");
        if (!good) {
            throw TypeErrors.invalidParameter("invalid Unicode escape")
                    .withHint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.");
        }
        long code = Long.parseLong(text, start, start + digits, 16);
        if (code == 0 || code > 0x10FFFF) {
            throw TypeErrors.invalidParameter(
                    "invalid Unicode code point: " + String.format(Locale.ROOT, "%04X", code));
        }
        return (int) code;
    }
}
