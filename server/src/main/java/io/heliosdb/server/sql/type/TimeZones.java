package io.heliosdb.server.sql.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Time zones by name, PostgreSQL's default abbreviations, and what offset holds when.
public final class TimeZones {

    /// An abbreviation such as `PST`.
    ///
    /// @param offsetSeconds east of Greenwich
    public record Abbreviation(String name, int offsetSeconds, boolean daylight) {}

    private static final Map<String, Abbreviation> ABBREVIATIONS = abbreviations();
    private static final Map<String, String> NAMES = names();
    private static final Pattern POSIX =
            Pattern.compile("([A-Za-z]{3,}|<[A-Za-z0-9+:-]+>)([+-]?)(\\d{1,3})(?::(\\d{2}))?(?::(\\d{2}))?");

    private TimeZones() {}

    private static Map<String, Abbreviation> abbreviations() {
        Map<String, Abbreviation> map = new HashMap<>();
        Tsv.read(TimeZones.class, "timezone_abbreviations.tsv")
                .forEach(row -> map.put(
                        row.get(0).toLowerCase(Locale.ROOT),
                        new Abbreviation(
                                row.get(0),
                                Integer.parseInt(row.get(1)),
                                row.get(2).equals("t"))));
        return map;
    }

    private static Map<String, String> names() {
        Map<String, String> map = new HashMap<>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (!id.startsWith("SystemV/")) {
                map.put(id.toLowerCase(Locale.ROOT), id);
            }
        }
        return map;
    }

    /// All abbreviations.
    public static List<Abbreviation> allAbbreviations() {
        return ABBREVIATIONS.values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /// All names.
    public static List<String> allNames() {
        return NAMES.values().stream().sorted().toList();
    }

    public static Optional<Abbreviation> abbreviation(String word) {
        return Optional.ofNullable(ABBREVIATIONS.get(word.toLowerCase(Locale.ROOT)));
    }

    /// A zone by its full name in any case, or by a POSIX form such as `EST5` or `<+03>-3`.
    public static Optional<ZoneId> named(String name) {
        String id = NAMES.get(name.toLowerCase(Locale.ROOT));
        if (id != null) {
            return Optional.of(ZoneId.of(id));
        }
        Matcher posix = POSIX.matcher(name);
        if (!posix.matches()) {
            return Optional.empty();
        }
        int seconds = Integer.parseInt(posix.group(3)) * 3600 + part(posix.group(4)) * 60 + part(posix.group(5));
        int east = posix.group(2).equals("-") ? seconds : -seconds;
        try {
            return Optional.of(ZoneOffset.ofTotalSeconds(east));
        } catch (DateTimeException tooFar) {
            return Optional.empty();
        }
    }

    /// As {@link #named}, or an offset alone such as `+02:00`, which counts west as in the POSIX form.
    public static Optional<ZoneId> namedOrOffset(String name) {
        return named(name.startsWith("+") || name.startsWith("-") ? "UTC" + name : name);
    }

    /// The POSIX form of an offset, such as `<+02>-02`.
    ///
    /// @param seconds east of Greenwich
    public static String posixName(int seconds) {
        int size = Math.abs(seconds);
        StringBuilder shown = new StringBuilder(String.format(Locale.ROOT, "%02d", size / 3600));
        if (size % 3600 != 0) {
            shown.append(String.format(Locale.ROOT, ":%02d", size / 60 % 60));
        }
        if (size % 60 != 0) {
            shown.append(String.format(Locale.ROOT, ":%02d", size % 60));
        }
        return seconds < 0 ? "<-" + shown + ">+" + shown : "<+" + shown + ">-" + shown;
    }

    private static int part(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /// The offset in seconds east of Greenwich that a local time has.
    ///
    /// A time skipped when clocks go forward counts as before the change, a repeated one as after it, as in
    /// PostgreSQL.
    ///
    /// @param local microseconds since 2000-01-01, on the wall
    public static int offsetOfLocal(ZoneId zone, long local) {
        if (zone instanceof ZoneOffset fixed) {
            return fixed.getTotalSeconds();
        }
        ZoneRules rules = zone.getRules();
        long seconds = Math.floorDiv(local, DateMath.MICROS_PER_SECOND) + DateMath.EPOCH_SECONDS;
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(time);
        if (transition == null) {
            return rules.getOffset(time).getTotalSeconds();
        }
        return (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter()).getTotalSeconds();
    }

    /// The offset in seconds east of Greenwich at a moment.
    ///
    /// @param moment microseconds since 2000-01-01 UTC
    public static int offsetAt(ZoneId zone, long moment) {
        return zone instanceof ZoneOffset fixed
                ? fixed.getTotalSeconds()
                : zone.getRules().getOffset(instant(moment)).getTotalSeconds();
    }

    /// The abbreviation in use at a moment, such as `CET`; a number where the zone has none.
    public static String abbreviationAt(ZoneId zone, long moment) {
        int offset = offsetAt(zone, moment);
        if (!(zone instanceof ZoneOffset) && TimeZone.getTimeZone(zone).getID().equals(zone.getId())) {
            boolean daylight = zone.getRules().isDaylightSavings(instant(moment));
            String name = TimeZone.getTimeZone(zone).getDisplayName(daylight, TimeZone.SHORT, Locale.US);
            if (!name.startsWith("GMT") || offset == 0) {
                return name;
            }
        }
        return offset == 0 ? "UTC" : DateTimeFormat.offset(offset);
    }

    public static Instant instant(long moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment, DateMath.MICROS_PER_SECOND) + DateMath.EPOCH_SECONDS);
    }

    /// Microseconds since 2000-01-01 UTC.
    public static long micros(Instant instant) {
        return (instant.getEpochSecond() - DateMath.EPOCH_SECONDS) * DateMath.MICROS_PER_SECOND
                + instant.getNano() / 1000;
    }
}
