package io.heliosdb.cluster;

import java.util.Locale;

/// A byte position in the write-ahead log: the exclusive end of a record, so that `0/0` is the empty log.
///
/// Printed and parsed as PostgreSQL does, `%X/%X` (PostgreSQL 18 manual, 8.20 "pg_lsn Type").
///
/// @param position bytes from the start of the log, never negative
public record Lsn(long position) implements Comparable<Lsn> {

    /// The start of every log.
    public static final Lsn ZERO = new Lsn(0);

    public Lsn {
        if (position < 0) {
            throw new IllegalArgumentException("an LSN is not negative: " + position);
        }
    }

    /// The LSN at `position` bytes.
    public static Lsn of(long position) {
        return position == 0 ? ZERO : new Lsn(position);
    }

    /// Reads `%X/%X`.
    ///
    /// @throws IllegalArgumentException when the text is not an LSN
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash > 8 || text.length() - slash - 1 < 1 || text.length() - slash - 1 > 8) {
            throw new IllegalArgumentException("not an LSN: " + text);
        }
        try {
            long high = Long.parseUnsignedLong(text, 0, slash, 16);
            long low = Long.parseUnsignedLong(text, slash + 1, text.length(), 16);
            return of(high << 32 | low);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an LSN: " + text, e);
        }
    }

    /// The position `bytes` further on.
    public Lsn plus(long bytes) {
        return of(Math.addExact(position, bytes));
    }

    /// Bytes from `earlier` to this position; negative when `earlier` is the later one.
    public long minus(Lsn earlier) {
        return position - earlier.position;
    }

    public boolean isBefore(Lsn other) {
        return position < other.position;
    }

    public boolean isAfter(Lsn other) {
        return position > other.position;
    }

    public boolean isAtLeast(Lsn other) {
        return position >= other.position;
    }

    /// The later of two positions.
    public static Lsn max(Lsn a, Lsn b) {
        return a.position >= b.position ? a : b;
    }

    /// The earlier of two positions.
    public static Lsn min(Lsn a, Lsn b) {
        return a.position <= b.position ? a : b;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(position, other.position);
    }

    @Override
    public String toString() {
        return Long.toHexString(position >>> 32).toUpperCase(Locale.ROOT)
                + "/"
                + Long.toHexString(position & 0xFFFFFFFFL).toUpperCase(Locale.ROOT);
    }
}
