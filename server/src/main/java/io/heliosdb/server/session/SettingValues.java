package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns what users write for a setting into its canonical text, and that into what `SHOW` prints.
///
/// Canonical: `on` or `off`; a number in the setting's own unit; an enum's choice as the table spells it
/// (PostgreSQL 18 manual, 19.1.1 "Parameter Names and Values").
final class SettingValues {

    private static final Pattern NUMBER =
            Pattern.compile("\\s*([+-]?[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\\s*(\\w*)\\s*");
    private static final List<String> TIME_UNITS = List.of("d", "h", "min", "s", "ms");
    private static final List<String> MEMORY_UNITS = List.of("TB", "GB", "MB", "kB", "B");
    private static final Map<String, Long> SCALE = Map.ofEntries(
            Map.entry("us", 0L),
            Map.entry("ms", 1L),
            Map.entry("s", 1_000L),
            Map.entry("min", 60_000L),
            Map.entry("h", 3_600_000L),
            Map.entry("d", 86_400_000L),
            Map.entry("B", 1L),
            Map.entry("kB", 1L << 10),
            Map.entry("8kB", 1L << 13),
            Map.entry("MB", 1L << 20),
            Map.entry("GB", 1L << 30),
            Map.entry("TB", 1L << 40));

    private SettingValues() {}

    /// @throws SqlException 22023
    static String canonical(SettingDefinition setting, String value) {
        return switch (setting.kind()) {
            case BOOL ->
                bool(value)
                        .map(on -> on ? "on" : "off")
                        .orElseThrow(() -> new SqlException(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "parameter \"" + setting.name() + "\" requires a Boolean value"));
            case INTEGER, REAL -> number(setting, value);
            case ENUM -> choice(setting, value);
            case STRING -> TextSettings.canonical(setting, value);
        };
    }

    /// The unambiguous beginnings of true, false, yes, no, on, off, and 1 and 0.
    static Optional<Boolean> bool(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if ("true".startsWith(text) || "yes".startsWith(text) || text.equals("on") || text.equals("1")) {
            return Optional.of(true);
        }
        boolean off = text.length() >= 2 && "off".startsWith(text);
        if ("false".startsWith(text) || "no".startsWith(text) || off || text.equals("0")) {
            return Optional.of(false);
        }
        return Optional.empty();
    }

    private static String choice(SettingDefinition setting, String value) {
        for (String choice : setting.choices()) {
            if (choice.equalsIgnoreCase(value)) {
                return choice;
            }
        }
        Optional<Boolean> asBool = bool(value);
        if (asBool.isPresent()) {
            String choice = asBool.get() ? "on" : "off";
            if (setting.choices().contains(choice)) {
                return choice;
            }
        }
        throw invalid(setting, value).withHint("Available values: " + String.join(", ", setting.choices()) + ".");
    }

    private static String number(SettingDefinition setting, String value) {
        Matcher matcher = NUMBER.matcher(value);
        if (!matcher.matches()) {
            throw invalid(setting, value);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        if (!unit.isEmpty()) {
            number = inOwnUnit(setting, value, number, unit);
        }
        if (setting.kind() == SettingDefinition.Kind.INTEGER) {
            number = number.setScale(0, RoundingMode.HALF_EVEN);
        }
        boolean tooSmall = !setting.min().isEmpty() && number.compareTo(new BigDecimal(setting.min())) < 0;
        boolean tooLarge = !setting.max().isEmpty() && number.compareTo(new BigDecimal(setting.max())) > 0;
        if (tooSmall || tooLarge) {
            throw outOfRange(setting, number);
        }
        return number.toPlainString();
    }

    private static SqlException outOfRange(SettingDefinition setting, BigDecimal number) {
        String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE,
                String.format(
                        Locale.ROOT,
                        "%s%s is outside the valid range for parameter \"%s\" (%s .. %s)",
                        number.toPlainString(),
                        unit,
                        setting.name(),
                        setting.min(),
                        setting.max()));
    }

    private static BigDecimal inOwnUnit(SettingDefinition setting, String value, BigDecimal number, String unit) {
        boolean time = TIME_UNITS.contains(setting.unit());
        boolean known = time
                ? TIME_UNITS.contains(unit) || unit.equals("us")
                : MEMORY_UNITS.contains(setting.unit().equals("8kB") ? "kB" : setting.unit())
                        && MEMORY_UNITS.contains(unit);
        if (!known) {
            SqlException error = invalid(setting, value);
            throw setting.unit().isEmpty()
                    ? error
                    : error.withHint(
                            time
                                    ? "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and"
                                            + " \"d\"."
                                    : "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".");
        }
        BigDecimal scale =
                unit.equals("us") ? new BigDecimal("0.001") : BigDecimal.valueOf(SCALE.getOrDefault(unit, 1L));
        return number.multiply(scale)
                .divide(BigDecimal.valueOf(SCALE.getOrDefault(setting.unit(), 1L)), 6, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
    }

    static SqlException invalid(SettingDefinition setting, String value) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE,
                "invalid value for parameter \"" + setting.name() + "\": \"" + value + "\"");
    }

    /// What `SHOW` prints: a number with the largest unit that leaves it whole.
    static String show(SettingDefinition setting, String canonical) {
        if (setting.unit().isEmpty() || setting.kind() != SettingDefinition.Kind.INTEGER) {
            return canonical;
        }
        long number = Long.parseLong(canonical);
        if (number <= 0) {
            return canonical;
        }
        long base = number * SCALE.getOrDefault(setting.unit(), 1L);
        for (String unit : TIME_UNITS.contains(setting.unit()) ? TIME_UNITS : MEMORY_UNITS) {
            long scale = SCALE.getOrDefault(unit, 1L);
            if (base % scale == 0) {
                return base / scale + unit;
            }
        }
        return canonical;
    }
}
