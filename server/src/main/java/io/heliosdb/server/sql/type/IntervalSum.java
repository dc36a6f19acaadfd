package io.heliosdb.server.sql.type;

import io.heliosdb.server.sql.type.IntervalUnits.Unit;

/// Adds up the parts of an interval; a fraction of a unit goes to smaller ones (PostgreSQL 18 manual, 8.5.4).
final class IntervalSum {

    private long months;
    private long days;
    private long micros;

    void addMicros(long more) {
        micros = Math.addExact(micros, more);
    }

    /// Returns the bits of the fields that are now given.
    int add(Unit unit, long value, double fraction) {
        switch (unit) {
            case MICROSECOND -> addMicros(Math.addExact(value, Math.round(fraction)));
            case MILLISECOND -> scaled(value, fraction, 1000);
            case SECOND -> scaled(value, fraction, DateMath.MICROS_PER_SECOND);
            case MINUTE -> scaled(value, fraction, DateMath.MICROS_PER_MINUTE);
            case HOUR -> scaled(value, fraction, DateMath.MICROS_PER_HOUR);
            case DAY -> {
                days = Math.addExact(days, value);
                fractionOfMicros(fraction, DateMath.MICROS_PER_DAY);
            }
            case WEEK -> {
                days = Math.addExact(days, Math.multiplyExact(value, 7L));
                fractionOfDays(fraction * 7);
            }
            case MONTH -> {
                months = Math.addExact(months, value);
                fractionOfDays(fraction * 30);
            }
            case YEAR -> years(value, fraction, 1);
            case DECADE -> years(value, fraction, 10);
            case CENTURY -> years(value, fraction, 100);
            case MILLENNIUM -> years(value, fraction, 1000);
        }
        return unit == Unit.SECOND && fraction != 0
                ? Unit.SECOND.bit | Unit.MILLISECOND.bit | Unit.MICROSECOND.bit
                : unit.bit;
    }

    private void years(long value, double fraction, int years) {
        months = Math.addExact(months, Math.multiplyExact(value, 12L * years));
        months = Math.addExact(months, (long) Math.rint(fraction * years * 12));
    }

    private void scaled(long value, double fraction, long scale) {
        addMicros(Math.multiplyExact(value, scale));
        fractionOfMicros(fraction, scale);
    }

    private void fractionOfDays(double fraction) {
        long whole = (long) fraction;
        days = Math.addExact(days, whole);
        fractionOfMicros(fraction - whole, DateMath.MICROS_PER_DAY);
    }

    private void fractionOfMicros(double fraction, long scale) {
        double exact = fraction * scale;
        long whole = (long) exact;
        double rest = exact - whole;
        addMicros(rest > 0.5 ? whole + 1 : rest < -0.5 ? whole - 1 : whole);
    }

    Interval toInterval() {
        return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
    }
}
