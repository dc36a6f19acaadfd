package io.heliosdb.server.sql.type;

/// A time of day with its offset: a value of `timetz`.
///
/// @param micros of the day, on the wall
/// @param offset seconds east of Greenwich
public record TimeTz(long micros, int offset) implements Comparable<TimeTz> {

    /// The time in Greenwich, which may lie outside the day; the order is by this first.
    public long utc() {
        return micros - offset * DateMath.MICROS_PER_SECOND;
    }

    @Override
    public int compareTo(TimeTz other) {
        int byMoment = Long.compare(utc(), other.utc());
        return byMoment != 0 ? byMoment : Integer.compare(other.offset, offset);
    }
}
