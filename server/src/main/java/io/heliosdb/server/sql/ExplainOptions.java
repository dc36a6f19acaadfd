package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of EXPLAIN (PostgreSQL 18 manual, EXPLAIN).
record ExplainOptions(boolean costs, boolean analyze, boolean verbose, boolean timing, boolean summary, Format format) {

    enum Format {
        TEXT,
        JSON,
        YAML,
        XML
    }

    private static final Set<String> KNOWN =
            Set.of("analyze", "verbose", "costs", "buffers", "timing", "summary", "settings", "wal", "format");

    /// @throws SqlException 42601 for an unknown option, 22023 for a wrong value or combination
    static ExplainOptions of(List<UtilityStatement.Option> options) {
        for (UtilityStatement.Option option : options) {
            if (!KNOWN.contains(option.name())) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "unrecognized EXPLAIN option \"" + option.name() + "\"")
                        .withPosition(option.position());
            }
        }
        boolean analyze = isOn(options, "analyze", false);
        needsAnalyze(options, "wal", analyze);
        needsAnalyze(options, "timing", analyze);
        return new ExplainOptions(
                isOn(options, "costs", true),
                analyze,
                isOn(options, "verbose", false),
                isOn(options, "timing", analyze),
                isOn(options, "summary", analyze),
                format(options));
    }

    private static void needsAnalyze(List<UtilityStatement.Option> options, String name, boolean analyze) {
        if (!analyze && isOn(options, name, false)) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "EXPLAIN option " + name.toUpperCase(Locale.ROOT) + " requires ANALYZE");
        }
    }

    private static Format format(List<UtilityStatement.Option> options) {
        UtilityStatement.Option given = last(options, "format");
        String name = given == null || given.value() == null ? "text" : given.value();
        for (Format format : Format.values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "unrecognized value for EXPLAIN option \"format\": \"" + name + "\"");
    }

    private static UtilityStatement.@Nullable Option last(List<UtilityStatement.Option> options, String name) {
        UtilityStatement.Option found = null;
        for (UtilityStatement.Option option : options) {
            if (option.name().equals(name)) {
                found = option;
            }
        }
        return found;
    }

    private static boolean isOn(List<UtilityStatement.Option> options, String name, boolean otherwise) {
        UtilityStatement.Option option = last(options, name);
        if (option == null) {
            return otherwise;
        }
        String value = option.value();
        return value == null || !Set.of("off", "false", "0").contains(value.toLowerCase(Locale.ROOT));
    }
}
