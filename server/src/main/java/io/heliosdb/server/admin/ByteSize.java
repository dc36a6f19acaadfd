package io.heliosdb.server.admin;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as Patroni's `?lag=` and PostgreSQL's settings write it: `1024`, `16kB`, `10MB`, `1GB`.
///
/// @param bytes not negative
record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

    /// A kB is 1024 bytes, as in PostgreSQL; the case of a unit does not matter, as in Patroni.
    private static final Map<String, Integer> SHIFTS =
            Map.of("", 0, "b", 0, "k", 10, "kb", 10, "mb", 20, "gb", 30, "tb", 40);

    /// Reads a size.
    ///
    /// @throws IllegalArgumentException when the text is not a size
    static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        Integer shift = matcher.matches() ? SHIFTS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (shift == null) {
            throw new IllegalArgumentException("not a size in bytes, kB, MB, GB or TB: \"" + text + "\"");
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("size is too large: \"" + text + "\"", e);
        }
    }
}
