package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import java.util.stream.Collectors;

/// The errors of name and type resolution, in PostgreSQL's words.
final class AnalysisErrors {

    private static final String CAST_HINT = "You might need to add explicit type casts.";

    private AnalysisErrors() {}

    /// The error with a position, unless it has one.
    ///
    /// @param position in the text, from 0 as the parser counts; -1 when there is none to give
    static SqlException at(SqlException error, int position) {
        return position >= 0 && error.fields().position() == 0 ? error.withPosition(position + 1) : error;
    }

    static SqlException syntax(String message) {
        return new SqlException(SqlState.SYNTAX_ERROR, message);
    }

    static SqlException mismatch(String message) {
        return new SqlException(SqlState.DATATYPE_MISMATCH, message);
    }

    static SqlException grouping(String message) {
        return new SqlException(SqlState.GROUPING_ERROR, message);
    }

    static SqlException windowing(String message) {
        return new SqlException(SqlState.WINDOWING_ERROR, message);
    }

    static SqlException unsupported(String message) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, message);
    }

    static SqlException undefinedColumn(String name) {
        return new SqlException(SqlState.UNDEFINED_COLUMN, "column " + name + " does not exist");
    }

    static SqlException undefinedTable(String name) {
        return new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
    }

    static SqlException ambiguousColumn(String name) {
        return new SqlException(SqlState.AMBIGUOUS_COLUMN, "column reference \"" + name + "\" is ambiguous");
    }

    static SqlException undefinedFunction(String call) {
        return new SqlException(SqlState.UNDEFINED_FUNCTION, "function " + call + " does not exist")
                .withHint("No function matches the given name and argument types. " + CAST_HINT);
    }

    static SqlException ambiguousFunction(String call) {
        return new SqlException(SqlState.AMBIGUOUS_FUNCTION, "function " + call + " is not unique")
                .withHint("Could not choose a best candidate function. " + CAST_HINT);
    }

    static SqlException undefinedOperator(String use, boolean prefix) {
        String what = prefix ? "argument type" : "argument types";
        String hint = prefix
                ? "No operator matches the given name and " + what + ". You might need to add an explicit type cast."
                : "No operator matches the given name and " + what + ". " + CAST_HINT;
        return new SqlException(SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + use).withHint(hint);
    }

    static SqlException ambiguousOperator(String use) {
        return new SqlException(SqlState.AMBIGUOUS_FUNCTION, "operator is not unique: " + use)
                .withHint("Could not choose a best candidate operator. " + CAST_HINT);
    }

    static SqlException cannotCast(Type from, Type to) {
        return new SqlException(
                SqlState.CANNOT_COERCE, "cannot cast type " + from.displayName(-1) + " to " + to.displayName(-1));
    }

    static SqlException typesDiffer(String construct, Type first, Type second) {
        return mismatch(construct + " types " + first.displayName(-1) + " and " + second.displayName(-1)
                + " cannot be matched");
    }

    static String call(String name, List<Type> arguments) {
        return name + arguments.stream().map(t -> t.displayName(-1)).collect(Collectors.joining(", ", "(", ")"));
    }
}
