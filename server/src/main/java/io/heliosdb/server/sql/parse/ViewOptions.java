package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import java.util.List;
import java.util.Locale;

/// `WITH (…)` of a view (PostgreSQL 15 manual, CREATE VIEW).
final class ViewOptions {

    private static final List<String> FLAGS = List.of("security_barrier", "security_invoker");

    private ViewOptions() {}

    /// The check option among others.
    ///
    /// @param otherwise when it is not among them
    /// @throws SqlException 22023
    static String checkOption(List<Option> options, String otherwise) {
        String check = otherwise;
        for (Option option : options) {
            String name = option.name();
            if (name.equals("check_option")) {
                check = String.valueOf(option.value()).toLowerCase(Locale.ROOT);
                if (!check.equals("local") && !check.equals("cascaded")) {
                    throw new SqlException(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "invalid value for enum option \"check_option\": " + option.value())
                            .withDetail("Valid values are \"local\" and \"cascaded\".");
                }
            } else if (!FLAGS.contains(name)) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + name + "\"");
            }
        }
        return check;
    }
}
