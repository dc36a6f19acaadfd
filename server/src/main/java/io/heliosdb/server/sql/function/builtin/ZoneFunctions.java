package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.DateMath;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.TimeTz;
import io.heliosdb.server.sql.type.TimeZones;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// `AT TIME ZONE`, which calls `timezone` (PostgreSQL 18 manual, 9.9.4).
final class ZoneFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.f2("timestamp_zone", (String zone, Long local) -> Timestamps.toMoment(local, zone(zone)));
        b.f2("timestamptz_zone", (String zone, Long moment) -> Timestamps.toLocal(moment, zone(zone)));
        b.c2("timetz_zone", (FunctionContext c, String zone, TimeTz time) -> {
            long now = TimeZones.micros(c.transactionStart());
            return moved(time, TimeZones.offsetAt(zone(zone), now));
        });
        b.c2(
                "timestamp_izone",
                (FunctionContext c, Interval zone, Long local) ->
                        DateMath.isFinite(local) ? Timestamps.checked(local - micros(zone, c)) : local);
        b.c2(
                "timestamptz_izone",
                (FunctionContext c, Interval zone, Long moment) ->
                        DateMath.isFinite(moment) ? Timestamps.checked(moment + micros(zone, c)) : moment);
        b.c2(
                "timetz_izone",
                (FunctionContext c, Interval zone, TimeTz time) ->
                        moved(time, (int) (micros(zone, c) / DateMath.MICROS_PER_SECOND)));
    }

    private static TimeTz moved(TimeTz time, int offset) {
        return new TimeTz(Timestamps.timeOfDay(time.utc() + offset * DateMath.MICROS_PER_SECOND), offset);
    }

    private static long micros(Interval zone, FunctionContext c) {
        if (zone.months() != 0 || zone.days() != 0) {
            throw TypeErrors.invalidParameter(
                    "interval time zone \"" + Types.INTERVAL.format(zone, c) + "\" must not include months or days");
        }
        return zone.micros();
    }

    /// A zone by its name, an abbreviation, or an offset such as `+02:00` (which counts west, as POSIX has it).
    ///
    /// @throws SqlException 22023
    static ZoneId zone(String name) {
        var abbreviation = TimeZones.abbreviation(name);
        if (abbreviation.isPresent()) {
            return ZoneOffset.ofTotalSeconds(abbreviation.get().offsetSeconds());
        }
        return TimeZones.namedOrOffset(name)
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized"));
    }
}
