package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.CopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The options of one COPY (PostgreSQL 18 manual, COPY).
///
/// @param nullText what stands for NULL
/// @param headerMatches whether the header must name the columns
/// @param forceQuote, forceNull, forceNotNull columns; `*` for all
/// @param encoding of the data, when it is not the client's
record CopyOptions(
        Format format,
        char delimiter,
        String nullText,
        boolean header,
        boolean headerMatches,
        char quote,
        char escape,
        List<String> forceQuote,
        List<String> forceNull,
        List<String> forceNotNull,
        Optional<ClientEncoding> encoding) {

    enum Format {
        TEXT,
        CSV,
        BINARY
    }

    static CopyOptions of(List<CopyOption> options) {
        Format format = format(options);
        boolean csv = format == Format.CSV;
        char delimiter = single(options, "delimiter", csv ? "," : "\t");
        char quote = single(options, "quote", "\"");
        char escape = single(options, "escape", String.valueOf(quote));
        String nullText = text(options, "null", csv ? "" : "\\N");
        boolean header = false;
        boolean matches = false;
        for (CopyOption option : options) {
            if (option.name().equalsIgnoreCase("header")) {
                String value =
                        option.values().isEmpty() ? "true" : option.values().getFirst();
                matches = value.equalsIgnoreCase("match");
                header = matches
                        || SettingValues.bool(value)
                                .orElseThrow(() -> new SqlException(
                                        SqlState.SYNTAX_ERROR, "header requires a Boolean value or \"match\""));
            }
            checkKnown(option);
        }
        if (format == Format.BINARY) {
            checkBinary(options);
        }
        if (!csv && (has(options, "quote") || has(options, "escape"))) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "COPY quote available only in CSV mode");
        }
        return new CopyOptions(
                format,
                delimiter,
                nullText,
                header,
                matches,
                quote,
                escape,
                list(options, "force_quote"),
                list(options, "force_null"),
                list(options, "force_not_null"),
                encoding(options));
    }

    /// Binary data have no words for any of these.
    private static void checkBinary(List<CopyOption> options) {
        for (String name : List.of("delimiter", "null", "header")) {
            if (has(options, name)) {
                throw new SqlException(
                        name.equals("header") ? SqlState.FEATURE_NOT_SUPPORTED : SqlState.SYNTAX_ERROR,
                        "cannot specify " + name.toUpperCase(Locale.ROOT) + " in BINARY mode");
            }
        }
    }

    private static Optional<ClientEncoding> encoding(List<CopyOption> options) {
        String name = text(options, "encoding", "");
        if (!has(options, "encoding")) {
            return Optional.empty();
        }
        return Optional.of(ClientEncoding.find(name)
                .orElseThrow(() -> new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "argument to option \"encoding\" must be a valid encoding name")));
    }

    private static void checkKnown(CopyOption option) {
        switch (option.name().toLowerCase(Locale.ROOT)) {
            case "format", "csv", "binary", "text", "delimiter", "delimiters", "null", "header", "quote", "escape" -> {
                // Read by name.
            }
            case "force_quote", "force_null", "force_not_null", "encoding", "freeze" -> {
                // Read by name; there is nothing to freeze.
            }
            default ->
                throw new SqlException(SqlState.SYNTAX_ERROR, "option \"" + option.name() + "\" not recognized")
                        .withPosition(option.position() + 1);
        }
    }

    private static Format format(List<CopyOption> options) {
        for (CopyOption option : options) {
            String name = option.name().toLowerCase(Locale.ROOT);
            String value = name.equals("format") && !option.values().isEmpty()
                    ? option.values().getFirst().toLowerCase(Locale.ROOT)
                    : name;
            switch (value) {
                case "csv" -> {
                    return Format.CSV;
                }
                case "binary" -> {
                    return Format.BINARY;
                }
                case "text" -> {
                    return Format.TEXT;
                }
                default -> {
                    if (name.equals("format")) {
                        throw new SqlException(
                                        SqlState.INVALID_PARAMETER_VALUE,
                                        "COPY format \"" + value + "\" not recognized")
                                .withPosition(option.position() + 1);
                    }
                }
            }
        }
        return Format.TEXT;
    }

    private static boolean has(List<CopyOption> options, String name) {
        return options.stream().anyMatch(option -> option.name().equalsIgnoreCase(name));
    }

    private static String text(List<CopyOption> options, String name, String otherwise) {
        for (CopyOption option : options) {
            String given = option.name().toLowerCase(Locale.ROOT);
            if ((given.equals(name) || given.equals(name + "s"))
                    && !option.values().isEmpty()) {
                return option.values().getFirst();
            }
        }
        return otherwise;
    }

    private static char single(List<CopyOption> options, String name, String otherwise) {
        String text = text(options, name, otherwise);
        if (text.length() != 1 || text.charAt(0) > 0x7f) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "COPY " + name + " must be a single one-byte character");
        }
        return text.charAt(0);
    }

    private static List<String> list(List<CopyOption> options, String name) {
        for (CopyOption option : options) {
            if (option.name().equalsIgnoreCase(name)) {
                return option.values();
            }
        }
        return List.of();
    }
}
