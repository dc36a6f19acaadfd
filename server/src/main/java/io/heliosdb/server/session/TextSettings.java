package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.type.TimeZones;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks of the settings whose values are texts with rules of their own.
final class TextSettings {

    private static final Map<String, String> ZONES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        ZoneId.getAvailableZoneIds().forEach(id -> ZONES.put(id, id));
    }

    // Hours alone count east, other than in the POSIX form.
    private static final Pattern HOURS = Pattern.compile("[+-]?[0-9]{1,2}(\\.[0-9]+)?");
    private static final Pattern INTERVAL = Pattern.compile("interval ([+-]?)([0-9]{1,2})(?::([0-9]{2}))?(?::00)?");

    private TextSettings() {}

    static String canonical(SettingDefinition setting, String value) {
        return switch (setting.name()) {
            case "DateStyle" -> dateStyle(setting, value);
            case "TimeZone" -> timeZone(setting, value);
            case "client_encoding" -> encoding(setting, value);
            case "application_name", "cluster_name" -> ascii(value);
            default -> value;
        };
    }

    /// PostgreSQL shows what is not printable ASCII as question marks here.
    private static String ascii(String value) {
        return value.replaceAll("[^ -~]", "?");
    }

    private static String dateStyle(SettingDefinition setting, String value) {
        String style = "ISO";
        String order = "MDY";
        for (String part : value.split(",")) {
            String word = part.strip().toUpperCase(Locale.ROOT);
            switch (word) {
                case "ISO" -> style = "ISO";
                case "SQL" -> style = "SQL";
                case "POSTGRES" -> style = "Postgres";
                case "GERMAN" -> {
                    style = "German";
                    order = "DMY";
                }
                case "YMD" -> order = "YMD";
                case "DMY", "EURO", "EUROPEAN" -> order = "DMY";
                case "MDY", "US", "NONEURO", "NONEUROPEAN" -> order = "MDY";
                case "DEFAULT" -> {
                    style = "ISO";
                    order = "MDY";
                }
                default ->
                    throw SettingValues.invalid(setting, value)
                            .withDetail("Unrecognized key word: \"" + part.strip() + "\".");
            }
        }
        return style + ", " + order;
    }

    private static String timeZone(SettingDefinition setting, String value) {
        String text = value.strip();
        if (text.equalsIgnoreCase("local") || text.equalsIgnoreCase("default")) {
            return setting.defaultValue();
        }
        if (ZONES.containsKey(text)) {
            return ZONES.getOrDefault(text, text);
        }
        try {
            Matcher hours = HOURS.matcher(text);
            if (hours.matches()) {
                return TimeZones.posixName((int) Math.round(Double.parseDouble(text) * 3600));
            }
            Matcher interval = INTERVAL.matcher(text);
            if (interval.matches()) {
                return TimeZones.posixName(seconds(interval));
            }
            zone(text);
            return text;
        } catch (DateTimeException e) {
            SqlException error = SettingValues.invalid(setting, value);
            throw new SqlException(error.state(), error.message(), error.fields(), e);
        }
    }

    private static int seconds(Matcher interval) {
        int size = Integer.parseInt(interval.group(2)) * 3600;
        size += interval.group(3) == null ? 0 : Integer.parseInt(interval.group(3)) * 60;
        return interval.group(1).equals("-") ? -size : size;
    }

    /// The zone that a canonical value of `TimeZone` names: a region, or an offset in its POSIX form.
    ///
    /// @throws DateTimeException when there is none
    static ZoneId zone(String value) {
        return TimeZones.namedOrOffset(value).orElseGet(() -> ZoneId.of(value, ZoneId.SHORT_IDS));
    }

    private static String encoding(SettingDefinition setting, String value) {
        return ClientEncoding.find(value)
                .map(ClientEncoding::name)
                .orElseThrow(() -> SettingValues.invalid(setting, value));
    }
}
