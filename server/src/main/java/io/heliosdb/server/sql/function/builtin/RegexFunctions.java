package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.builtin.RegexTranslator.Options;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// The functions `regexp_…` (PostgreSQL 18 manual, 9.7.3).
final class RegexFunctions implements FunctionModule {

    /// @param global whether every match counts
    private record Flags(Options options, boolean global) {}

    private final Regexes regexes = new Regexes();

    @Override
    public void register(Bindings b) {
        for (String ending : new String[] {"", "_no_flags"}) {
            b.scalar("regexp_match" + ending, this::match);
            b.set("regexp_matches" + ending, this::matches);
            b.scalar("regexp_split_to_array" + ending, (c, a) -> ArrayValue.ofList(Types.TEXT, split(c, a)));
            b.set("regexp_split_to_table" + ending, (c, a) -> rows(split(c, a)));
            b.scalar(
                    "regexp_like" + ending,
                    (c, a) -> regexes.find(
                            c,
                            text(a, 0),
                            text(a, 1),
                            flags(a, 2, "regexp_like()", false).options()));
        }
        b.scalar("textregexreplace_noopt", (c, a) -> replace(c, a, new Flags(Options.NONE, false), 1, 1));
        b.scalar("textregexreplace", (c, a) -> {
            if (!text(a, 3).isEmpty() && Character.isDigit(text(a, 3).charAt(0))) {
                throw TypeErrors.invalidParameter("invalid regular expression option: \""
                                + text(a, 3).charAt(0) + "\"")
                        .withHint("If you meant to use regexp_replace() with a start parameter, "
                                + "cast the fourth argument to integer explicitly.");
            }
            Flags flags = flags(a, 3, "regexp_replace()", true);
            return replace(c, a, flags, 1, flags.global() ? 0 : 1);
        });
        b.scalar(
                "textregexreplace_extended_no_n",
                (c, a) -> replace(c, a, new Flags(Options.NONE, false), number(a, 3, 1, "start", 1), 1));
        b.scalar(
                "textregexreplace_extended_no_flags",
                (c, a) -> replace(
                        c, a, new Flags(Options.NONE, false), number(a, 3, 1, "start", 1), number(a, 4, 1, "n", 0)));
        b.scalar(
                "textregexreplace_extended",
                (c, a) -> replace(
                        c,
                        a,
                        flags(a, 5, "regexp_replace()", true),
                        number(a, 3, 1, "start", 1),
                        number(a, 4, 1, "n", 0)));
        for (String ending : new String[] {"", "_no_flags", "_no_start"}) {
            b.scalar("regexp_count" + ending, (c, a) -> {
                Flags flags = flags(a, 3, "regexp_count()", false);
                return find(c, a, flags.options(), number(a, 2, 1, "start", 1), Integer.MAX_VALUE)
                        .size();
            });
        }
        for (String ending : new String[] {"", "_no_subexpr", "_no_flags", "_no_endoption", "_no_n", "_no_start"}) {
            b.scalar("regexp_instr" + ending, this::position);
        }
        for (String ending : new String[] {"", "_no_subexpr", "_no_flags", "_no_n", "_no_start"}) {
            b.scalar("regexp_substr" + ending, this::substring);
        }
    }

    private static String text(@Nullable Object[] arguments, int index) {
        return String.valueOf(arguments[index]);
    }

    private static int number(@Nullable Object[] arguments, int index, int otherwise, String name, int min) {
        int value = index < arguments.length ? ((Number) arguments[index]).intValue() : otherwise;
        if (value < min) {
            throw TypeErrors.invalidParameter("invalid value for parameter \"" + name + "\": " + value);
        }
        return value;
    }

    private static Flags flags(@Nullable Object[] arguments, int index, String function, boolean globalAllowed) {
        Options options = Options.NONE;
        boolean global = false;
        if (index < arguments.length) {
            String letters = text(arguments, index);
            for (int i = 0; i < letters.length(); i++) {
                if (letters.charAt(i) == 'g') {
                    global = true;
                } else {
                    options = options.with(letters.charAt(i));
                }
            }
        }
        if (global && !globalAllowed) {
            throw TypeErrors.invalidParameter(function + " does not support the \"global\" option");
        }
        return new Flags(options, global);
    }

    private List<MatchResult> find(
            FunctionContext context, @Nullable Object[] a, Options options, int start, int limit) {
        return find(regexes.matcher(context, text(a, 0), text(a, 1), options), text(a, 0), start, limit);
    }

    /// Matches from a character on (counted from 1), each after the one before.
    private static List<MatchResult> find(Matcher matcher, String text, int start, int limit) {
        List<MatchResult> found = new ArrayList<>();
        int characters = text.codePointCount(0, text.length());
        int at = start - 1 > characters ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
        while (found.size() < limit && at <= text.length() && Regexes.find(matcher, at)) {
            found.add(matcher.toMatchResult());
            at = matcher.end() > matcher.start() ? matcher.end() : next(text, matcher.end());
        }
        return found;
    }

    private static int next(String text, int at) {
        return at < text.length() ? at + Character.charCount(text.codePointAt(at)) : at + 1;
    }

    private static ArrayValue groups(MatchResult match) {
        if (match.groupCount() == 0) {
            return ArrayValue.of(Types.TEXT, match.group());
        }
        Object[] groups = new Object[match.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = match.group(i + 1);
        }
        return ArrayValue.of(Types.TEXT, groups);
    }

    private @Nullable Object match(FunctionContext context, @Nullable Object[] a) {
        Flags flags = flags(a, 2, "regexp_match()", true);
        if (flags.global()) {
            throw TypeErrors.invalidParameter("regexp_match() does not support the \"global\" option")
                    .withHint("Use the regexp_matches function instead.");
        }
        List<MatchResult> found = find(context, a, flags.options(), 1, 1);
        return found.isEmpty() ? null : groups(found.getFirst());
    }

    private Iterator<@Nullable Object[]> matches(FunctionContext context, @Nullable Object[] a) {
        Flags flags = flags(a, 2, "regexp_matches()", true);
        List<Object> rows = new ArrayList<>();
        for (MatchResult match : find(context, a, flags.options(), 1, flags.global() ? Integer.MAX_VALUE : 1)) {
            rows.add(groups(match));
        }
        return rows(rows);
    }

    private static Iterator<@Nullable Object[]> rows(List<?> values) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(new Object[] {value});
        }
        return rows.iterator();
    }

    // An empty match at either end, or right after another match, splits nothing.
    private List<String> split(FunctionContext context, @Nullable Object[] a) {
        Flags flags = flags(a, 2, "regexp_split_to_array()", false);
        String text = text(a, 0);
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (MatchResult match : find(context, a, flags.options(), 1, Integer.MAX_VALUE)) {
            boolean empty = match.start() == match.end();
            if (empty && (match.start() >= text.length() || match.end() <= start)) {
                continue;
            }
            parts.add(text.substring(start, match.start()));
            start = match.end();
        }
        parts.add(text.substring(start));
        return parts;
    }

    /// @param which the number of the match to replace; 0 for all
    private String replace(FunctionContext context, @Nullable Object[] a, Flags flags, int start, int which) {
        String text = text(a, 0);
        List<MatchResult> found = find(context, a, flags.options(), start, which == 0 ? Integer.MAX_VALUE : which);
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (int i = which == 0 ? 0 : which - 1; i < found.size(); i++) {
            MatchResult match = found.get(i);
            out.append(text, at, match.start());
            appendReplacement(out, match, text(a, 2));
            at = match.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    private static void appendReplacement(StringBuilder out, MatchResult match, String replacement) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 == replacement.length()) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (next == '&') {
                out.append(match.group());
            } else if (next >= '1' && next <= '9') {
                String group = next - '0' <= match.groupCount() ? match.group(next - '0') : null;
                out.append(group == null ? "" : group);
            } else if (next == '\\') {
                out.append('\\');
            } else {
                out.append('\\').append(next);
            }
        }
    }

    private Object position(FunctionContext context, @Nullable Object[] a) {
        int which = number(a, 3, 1, "n", 1);
        int end = number(a, 4, 0, "endoption", 0);
        if (end > 1) {
            throw TypeErrors.invalidParameter("invalid value for parameter \"endoption\": " + end);
        }
        Flags flags = flags(a, 5, "regexp_instr()", false);
        int group = number(a, 6, 0, "subexpr", 0);
        List<MatchResult> found = find(context, a, flags.options(), number(a, 2, 1, "start", 1), which);
        if (found.size() < which || group > found.get(which - 1).groupCount()) {
            return 0;
        }
        MatchResult match = found.get(which - 1);
        int at = end == 1 ? match.end(group) : match.start(group);
        return at < 0 ? 0 : text(a, 0).codePointCount(0, at) + 1;
    }

    private @Nullable Object substring(FunctionContext context, @Nullable Object[] a) {
        int which = number(a, 3, 1, "n", 1);
        Flags flags = flags(a, 4, "regexp_substr()", false);
        int group = number(a, 5, 0, "subexpr", 0);
        List<MatchResult> found = find(context, a, flags.options(), number(a, 2, 1, "start", 1), which);
        return found.size() < which || group > found.get(which - 1).groupCount()
                ? null
                : found.get(which - 1).group(group);
    }
}
