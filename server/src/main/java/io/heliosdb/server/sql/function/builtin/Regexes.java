package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compiled regular expressions of one engine, kept for the next call. Safe for use by any thread.
final class Regexes {

    // More different patterns than a busy application has; beyond it the cache starts anew.
    private static final int CACHED = 512;

    private record Key(String source, RegexTranslator.Options options) {}

    private final ConcurrentMap<Key, Pattern> compiled = new ConcurrentHashMap<>();

    /// @throws SqlException 2201B
    Pattern compile(String source, RegexTranslator.Options options) {
        Key key = new Key(source, options);
        Pattern pattern = compiled.get(key);
        if (pattern == null) {
            pattern = RegexTranslator.compile(source, options);
            if (compiled.size() >= CACHED) {
                compiled.clear();
            }
            compiled.put(key, pattern);
        }
        return pattern;
    }

    /// A matcher whose search ends when the statement is cancelled.
    Matcher matcher(FunctionContext context, String text, String source, RegexTranslator.Options options) {
        return compile(source, options).matcher(new Watched(text, context));
    }

    boolean find(FunctionContext context, String text, String source, RegexTranslator.Options options) {
        return find(matcher(context, text, source, options), 0);
    }

    /// @throws SqlException 54001 when the expression needs too much of the stack
    static boolean find(Matcher matcher, int from) {
        try {
            return from <= matcher.regionEnd() && matcher.find(from);
        } catch (StackOverflowError e) {
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "regular expression is too complex", e);
        }
    }

    /// Text that looks for a cancellation now and then while it is read.
    private static final class Watched implements CharSequence {

        private static final int EVERY = 1 << 16;

        private final String text;
        private final FunctionContext context;
        private int reads;

        Watched(String text, FunctionContext context) {
            this.text = text;
            this.context = context;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads == EVERY) {
                reads = 0;
                context.checkCancelled();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
