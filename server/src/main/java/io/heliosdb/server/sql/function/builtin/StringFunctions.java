package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.NameType;
import io.heliosdb.server.sql.type.Text;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The plain functions on text (PostgreSQL 18 manual, 9.4). Characters are code points.
final class StringFunctions implements FunctionModule {

    private static final int MAX_TEXT = 1 << 28;

    @Override
    public void register(Bindings b) {
        b.f2("textcat", (String x, String y) -> x + y);
        anyConcatenation(b);
        b.f1("textlen", (String x) -> Text.length(x));
        b.f1("bpcharlen", (String x) -> Text.length(Text.trimTrailingSpaces(x)));
        b.f1("textoctetlen", (String x) -> octets(x));
        b.f1("bpcharoctetlen", (String x) -> octets(x));
        b.f1("bit_length(text)", (String x) -> octets(x) * 8);
        b.f1("lower", (String x) -> x.toLowerCase(Locale.ROOT));
        b.f1("upper", (String x) -> x.toUpperCase(Locale.ROOT));
        b.f1("initcap", StringFunctions::initcap);
        b.f1("text_reverse", (String x) -> new StringBuilder(x).reverse().toString());
        b.f2("text_left", (String x, Integer n) -> substring(x, 1, n >= 0 ? n : Math.max(0, Text.length(x) + n)));
        b.f2("text_right", (String x, Integer n) -> right(x, n));
        b.f2("repeat", StringFunctions::repeat);
        b.f3("replace_text", (String x, String from, String to) -> from.isEmpty() ? x : x.replace(from, to));
        b.f3("translate", StringFunctions::translate);
        b.f2("textpos", (String x, String part) -> position(x, part));
        b.f2("text_starts_with", (String x, String prefix) -> x.startsWith(prefix));
        b.f1("ascii", (String x) -> x.isEmpty() ? 0 : x.codePointAt(0));
        b.f1("chr", StringFunctions::chr);
        substrings(b);
        padding(b);
        trimming(b);
        conversions(b);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    // A truth value as a cast to text gives it, not as output does.
    private static String asText(Type type, Object value, FunctionContext context) {
        return value instanceof Boolean truth ? truth.toString() : type.format(value, context);
    }

    private static void anyConcatenation(Bindings b) {
        b.byTypes("anytextcat(anynonarray,text)", (types, result) -> {
            Type left = types.getFirst();
            return (c, a) -> a[0] == null || a[1] == null ? null : asText(left, a[0], c) + a[1];
        });
        b.byTypes("textanycat(text,anynonarray)", (types, result) -> {
            Type right = types.get(1);
            return (c, a) -> a[0] == null || a[1] == null ? null : a[0] + asText(right, a[1], c);
        });
    }

    /// Upper case at the start of each word, lower case elsewhere; words are letters and digits.
    private static String initcap(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isLetterOrDigit(c);
            i += Character.charCount(c);
        }
        return out.toString();
    }

    /// Characters from a position counted from 1; a start below 1 shortens the part.
    static String substring(String text, long start, long length) {
        long end = start + length;
        int from = (int) Math.max(0, Math.min(start - 1, text.length()));
        int to = (int) Math.max(from, Math.min(end - 1, text.length()));
        if (Text.length(text) == text.length()) {
            return text.substring(from, to);
        }
        int characters = Text.length(text);
        int begin = text.offsetByCodePoints(0, Math.min(from, characters));
        return text.substring(
                begin, text.offsetByCodePoints(begin, Math.min(to, characters) - Math.min(from, characters)));
    }

    private static String right(String text, int n) {
        int length = Text.length(text);
        int skipped = n >= 0 ? Math.max(0, length - n) : (int) Math.min(length, -(long) n);
        return substring(text, skipped + 1L, length);
    }

    private static String repeat(String text, int times) {
        if (times <= 0 || text.isEmpty()) {
            return "";
        }
        checkLength((long) text.length() * times);
        return text.repeat(times);
    }

    static void checkLength(long length) {
        if (length > MAX_TEXT) {
            throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
        }
    }

    private static String translate(String text, String from, String to) {
        int[] source = from.codePoints().toArray();
        int[] target = to.codePoints().toArray();
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int at = 0;
            while (at < source.length && source[at] != c) {
                at++;
            }
            if (at == source.length) {
                out.appendCodePoint(c);
            } else if (at < target.length) {
                out.appendCodePoint(target[at]);
            }
        });
        return out.toString();
    }

    private static int position(String text, String part) {
        int at = text.indexOf(part);
        return at < 0 ? 0 : text.codePointCount(0, at) + 1;
    }

    private static String chr(int code) {
        if (code < 0) {
            throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "character number must be positive");
        }
        if (code == 0) {
            throw new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
        }
        if (code > 0x10FFFF) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "requested character too large for encoding: " + code);
        }
        if (code >= 0xD800 && code < 0xE000) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "requested character not valid for encoding: " + code);
        }
        return Character.toString(code);
    }

    private static void substrings(Bindings b) {
        b.f2("text_substr_no_len", (String x, Integer start) -> substring(x, start, Integer.MAX_VALUE + 0L));
        b.f3("text_substr", (String x, Integer start, Integer length) -> {
            checkSubstringLength(length);
            return substring(x, start, length);
        });
        b.f4("textoverlay", (String x, String y, Integer start, Integer length) -> overlay(x, y, start, length));
        b.f3("textoverlay_no_len", (String x, String y, Integer start) -> overlay(x, y, start, Text.length(y)));
        b.f3("split_part", StringFunctions::splitPart);
    }

    static void checkSubstringLength(int length) {
        if (length < 0) {
            throw new SqlException(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
    }

    private static String overlay(String text, String part, int start, int length) {
        if (start <= 0) {
            checkSubstringLength(-1);
        }
        long rest = IntegerFunctions.fit((long) start + length, false);
        return substring(text, 1, start - 1L) + part + substring(text, rest, Integer.MAX_VALUE);
    }

    private static String splitPart(String text, String separator, int field) {
        if (field == 0) {
            throw TypeErrors.invalidParameter("field position must not be zero");
        }
        if (text.isEmpty()) {
            return "";
        }
        if (separator.isEmpty()) {
            return field == 1 || field == -1 ? text : "";
        }
        var parts = Splitting.split(text, separator);
        int index = field > 0 ? field - 1 : parts.size() + field;
        return index >= 0 && index < parts.size() ? parts.get(index) : "";
    }

    private static void padding(Bindings b) {
        b.f3("lpad", (String x, Integer length, String fill) -> pad(x, length, fill, true));
        b.f3("rpad", (String x, Integer length, String fill) -> pad(x, length, fill, false));
        b.f2("lpad(text,int4)", (String x, Integer length) -> pad(x, length, " ", true));
        b.f2("rpad(text,int4)", (String x, Integer length) -> pad(x, length, " ", false));
    }

    private static String pad(String text, int wanted, String fill, boolean left) {
        int length = Math.max(0, wanted);
        int missing = length - Text.length(text);
        if (missing <= 0) {
            return substring(text, 1, length);
        }
        if (fill.isEmpty()) {
            return text;
        }
        checkLength(length);
        int fillLength = Text.length(fill);
        String padding = fill.repeat(missing / fillLength) + substring(fill, 1, missing % fillLength);
        return left ? padding + text : text + padding;
    }

    private static void trimming(Bindings b) {
        b.f2("btrim", (String x, String set) -> trim(x, set, true, true));
        b.f2("ltrim", (String x, String set) -> trim(x, set, true, false));
        b.f2("rtrim", (String x, String set) -> trim(x, set, false, true));
        b.f1("btrim1", (String x) -> trim(x, " ", true, true));
        b.f1("ltrim1", (String x) -> trim(x, " ", true, false));
        b.f1("rtrim1", (String x) -> Text.trimTrailingSpaces(x));
    }

    static String trim(String text, String set, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && set.indexOf(text.codePointAt(start)) >= 0) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && set.indexOf(text.codePointBefore(end)) >= 0) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static void conversions(Bindings b) {
        b.f1("booltext", (Boolean x) -> x ? "true" : "false");
        b.c1("char_text", (FunctionContext c, String x) -> Types.CHAR.format(x, c));
        b.c1("text_char", (FunctionContext c, String x) -> Types.CHAR.parse(x, c));
        b.f1("name_text", (String x) -> x);
        b.f1("text_name", (String x) -> NameType.truncate(x));
        b.f1("bpchar_name", (String x) -> NameType.truncate(Text.trimTrailingSpaces(x)));
        b.f1("name_bpchar", (String x) -> x);
        b.c1("char_bpchar", (FunctionContext c, String x) -> Types.CHAR.format(x, c));
        b.f1("chartoi4", (String x) -> x.isEmpty() ? 0 : (int) (byte) x.charAt(0));
        b.f1("i4tochar", (Integer x) -> {
            if (x < -128 || x > 127) {
                throw TypeErrors.outOfRange("\"char\"");
            }
            return x == 0 ? "" : String.valueOf((char) (x & 0xFF));
        });
        b.f3(
                "varchar",
                (String x, Integer typmod, Boolean explicit) -> Types.VARCHAR.applyModifier(x, typmod, explicit));
        b.f3("bpchar", (String x, Integer typmod, Boolean explicit) -> Types.BPCHAR.applyModifier(x, typmod, explicit));
    }
}
