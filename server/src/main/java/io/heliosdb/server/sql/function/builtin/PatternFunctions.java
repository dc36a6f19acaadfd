package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.builtin.RegexTranslator.Options;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// Matching text: LIKE, SIMILAR TO and the operators of POSIX regular expressions (PostgreSQL 18 manual, 9.7).
final class PatternFunctions implements FunctionModule {

    private static final Options FOLD = Options.NONE.with('i');

    private final Regexes regexes = new Regexes();

    @Override
    public void register(Bindings b) {
        for (String type : new String[] {"text", "name"}) {
            b.f2(type + "like", (String x, String pattern) -> LikePattern.matches(x, pattern, false));
            b.f2(type + "nlike", (String x, String pattern) -> !LikePattern.matches(x, pattern, false));
            b.f2(type + "iclike", (String x, String pattern) -> LikePattern.matches(x, pattern, true));
            b.f2(type + "icnlike", (String x, String pattern) -> !LikePattern.matches(x, pattern, true));
            b.c2(type + "regexeq", (FunctionContext c, String x, String p) -> regexes.find(c, x, p, Options.NONE));
            b.c2(type + "regexne", (FunctionContext c, String x, String p) -> !regexes.find(c, x, p, Options.NONE));
            b.c2(type + "icregexeq", (FunctionContext c, String x, String p) -> regexes.find(c, x, p, FOLD));
            b.c2(type + "icregexne", (FunctionContext c, String x, String p) -> !regexes.find(c, x, p, FOLD));
        }
        b.f2("like_escape", (String pattern, String escape) -> LikePattern.withBackslash(pattern, escape));
        b.f2("like_escape_bytea", (byte[] pattern, byte[] escape) -> LikePattern.withBackslash(
                        new String(pattern, StandardCharsets.ISO_8859_1),
                        new String(escape, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1));
        b.f1("similar_to_escape_1", (String pattern) -> similar(pattern, "\\"));
        b.f2("similar_to_escape_2", (String pattern, String escape) -> similar(pattern, escape));
        b.scalar(
                "similar_escape",
                (c, a) -> a[0] == null ? null : similar((String) a[0], a[1] == null ? "\\" : (String) a[1]));
        b.c2("textregexsubstr", (FunctionContext c, String x, String p) -> substring(c, x, p));
        b.c3(
                "substring(text,text,text)",
                (FunctionContext c, String x, String p, String escape) -> substring(c, x, similar(p, escape)));
    }

    /// The first group, or the whole match when there is none.
    private @Nullable String substring(FunctionContext context, String text, String pattern) {
        Matcher matcher = regexes.matcher(context, text, pattern, Options.NONE);
        if (!Regexes.find(matcher, 0)) {
            return null;
        }
        return matcher.group(matcher.groupCount() > 0 ? 1 : 0);
    }

    /// Rewrites a pattern of SIMILAR TO as a regular expression.
    ///
    /// @throws SqlException 22025 for an escape of several characters, 2200C for too many separators
    static String similar(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new SqlException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        int special = escape.isEmpty() ? -1 : escape.codePointAt(0);
        StringBuilder out = new StringBuilder("^(?:");
        boolean inBracket = false;
        int separators = 0;
        for (int i = 0; i < pattern.length(); i += Character.charCount(pattern.codePointAt(i))) {
            int c = pattern.codePointAt(i);
            if (c == special && i + Character.charCount(c) < pattern.length()) {
                i += Character.charCount(c);
                int next = pattern.codePointAt(i);
                if (next == '"' && !inBracket) {
                    out.append(separator(separators++));
                } else {
                    out.append('\\').appendCodePoint(next);
                }
            } else if (inBracket) {
                out.append(c == '\\' ? "\\\\" : Character.toString(c));
                inBracket = c != ']';
            } else {
                inBracket = c == '[';
                switch (c) {
                    case '%' -> out.append(".*");
                    case '_' -> out.append('.');
                    case '(' -> out.append("(?:");
                    case '\\', '.', '^', '$' -> out.append('\\').appendCodePoint(c);
                    default -> out.appendCodePoint(c);
                }
            }
        }
        return out.append(")$").toString();
    }

    private static String separator(int number) {
        return switch (number) {
            case 0 -> "){1,1}?(";
            case 1 -> "){1,1}(?:";
            default ->
                throw new SqlException(
                        SqlState.INVALID_USE_OF_ESCAPE_CHARACTER,
                        "SQL regular expression may not contain more than two escape-double-quote separators");
        };
    }
}
