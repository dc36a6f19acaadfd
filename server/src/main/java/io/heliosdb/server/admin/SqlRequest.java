package io.heliosdb.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.BadRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/sql`.
///
/// @param sql one statement
/// @param params the values of `$1`, `$2`, …; an object or array is passed as its JSON text
public record SqlRequest(@Nullable String sql, @Nullable List<@Nullable JsonNode> params) {

    /// The statement that a gateway takes.
    ///
    /// @param user as whom it runs; empty for the node's own
    SqlGateway.Statement statement(Optional<String> user) {
        if (sql == null || sql.isBlank()) {
            throw new BadRequestException("\"sql\" is missing");
        }
        List<@Nullable Object> values = new ArrayList<>();
        if (params != null) {
            for (JsonNode param : params) {
                values.add(value(param));
            }
        }
        return new SqlGateway.Statement(sql, values, user);
    }

    private static @Nullable Object value(@Nullable JsonNode param) {
        if (param == null) {
            return null;
        }
        return switch (param.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> param.booleanValue();
            case NUMBER ->
                param.canConvertToLong() && param.isIntegralNumber() ? param.longValue() : param.decimalValue();
            case STRING -> param.textValue();
            case ARRAY, OBJECT -> param.toString();
            case BINARY, POJO -> throw new BadRequestException("a parameter has no JSON type");
        };
    }
}
