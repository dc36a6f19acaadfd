package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// RAISE: an error, or a notice to the client (PostgreSQL 15 manual, 43.9.1).
final class PlRaise {

    static final Set<String> OPTIONS =
            Set.of("message", "detail", "hint", "errcode", "column", "constraint", "datatype", "table", "schema");

    private final PlHost host;
    private final PlFrame frame;
    private @Nullable String message;
    private @Nullable String code;
    private ErrorFields fields = ErrorFields.NONE;

    PlRaise(PlHost host, PlFrame frame) {
        this.host = host;
        this.frame = frame;
    }

    /// @param where the context that a notice tells
    void run(PlNode.Raise node, String where) {
        String condition = node.condition();
        code = condition;
        String format = node.format();
        if (format != null) {
            message = message(format, node.arguments());
        }
        for (PlNode.Option option : node.options()) {
            option(option);
        }
        boolean error = node.level().equals("exception");
        String shownCode = code != null ? code : error ? SqlState.RAISE_EXCEPTION.code() : noticeCode(node.level());
        String shown = message != null ? message : shownCode;
        if (error) {
            throw SqlException.raised(shownCode, shown, fields);
        }
        host.notice(node.level().toUpperCase(Locale.ROOT), shownCode, shown, fields.withWhere(where));
    }

    private static String noticeCode(String level) {
        return level.equals("warning") ? SqlState.WARNING.code() : SqlState.SUCCESSFUL_COMPLETION.code();
    }

    private String text(PlSql expression) {
        return host.text(host.value(expression, null, frame));
    }

    private String message(String format, List<PlSql> arguments) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
            } else if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
                out.append('%');
                i++;
            } else {
                out.append(text(arguments.get(next++)));
            }
        }
        return out.toString();
    }

    private void option(PlNode.Option option) {
        Object given =
                host.value(option.value(), DataType.of(Types.TEXT), frame).value();
        if (given == null) {
            throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "RAISE statement option cannot be null");
        }
        String value = given.toString();
        switch (option.name()) {
            case "message" -> {
                if (message != null) {
                    throw twice("MESSAGE");
                }
                message = value;
            }
            case "errcode" -> {
                if (code != null) {
                    throw twice("ERRCODE");
                }
                code = code(value);
            }
            case "detail" -> fields = fields.withDetail(value);
            case "hint" -> fields = fields.withHint(value);
            case "column" -> fields = fields.withColumn(value);
            case "constraint" -> fields = fields.withConstraint(value);
            case "datatype" -> fields = fields.withDataType(value);
            case "table" -> fields = withTable(fields.schema(), value);
            case "schema" -> fields = withTable(value, fields.table());
            default -> throw new IllegalArgumentException(option.name());
        }
    }

    private ErrorFields withTable(@Nullable String schema, @Nullable String table) {
        return new ErrorFields(
                fields.detail(),
                fields.hint(),
                fields.position(),
                schema,
                table,
                fields.column(),
                fields.dataType(),
                fields.constraint(),
                fields.where(),
                fields.routine());
    }

    private static SqlException twice(String option) {
        return PlErrors.syntax("RAISE option already specified: " + option);
    }

    private static String code(String value) {
        if (value.matches("[0-9A-Z]{5}")) {
            return value;
        }
        List<String> codes = PlParser.codes(value);
        if (codes.isEmpty()) {
            throw PlParser.unknownCondition(value);
        }
        return codes.getFirst();
    }
}
