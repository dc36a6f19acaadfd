package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.type.NameResolver;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// What a session gives to statements, in tests: settings, and the services that are provided.
public final class TestContext implements FunctionContext {

    private final Map<String, String> settings =
            new HashMap<>(Map.of("search_path", "\"$user\", public", "temp_file_limit", "-1"));
    private final Map<Class<?>, Object> services = new HashMap<>();
    private int checksLeft = Integer.MAX_VALUE;
    private final Instant start = Instant.parse("2026-01-02T03:04:05Z");

    public <T> void provide(Class<T> type, T service) {
        services.put(type, service);
    }

    @Override
    public Instant statementStart() {
        return start;
    }

    @Override
    public Instant clock() {
        return start;
    }

    @Override
    public String currentUser() {
        return "postgres";
    }

    @Override
    public String sessionUser() {
        return "postgres";
    }

    @Override
    public String database() {
        return "heliosdb";
    }

    @Override
    public int backendId() {
        return 1;
    }

    @Override
    public String setting(String name) {
        return settings.getOrDefault(name, "0");
    }

    @Override
    public void setSetting(String name, String value, boolean local) {
        settings.put(name, value);
    }

    @Override
    public <T> T service(Class<T> type) {
        Object service = services.get(type);
        if (service == null) {
            throw new IllegalStateException("no " + type);
        }
        return type.cast(service);
    }

    /// Lets the statement go on for so many of its checks.
    void cancelAfter(int checks) {
        checksLeft = checks;
    }

    @Override
    public void checkCancelled() {
        if (--checksLeft <= 0) {
            throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
        }
    }

    @Override
    public ZoneId timeZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public String dateStyle() {
        return "ISO, MDY";
    }

    @Override
    public String intervalStyle() {
        return "postgres";
    }

    @Override
    public int extraFloatDigits() {
        return 1;
    }

    @Override
    public boolean byteaEscape() {
        return false;
    }

    @Override
    public Instant transactionStart() {
        return start;
    }

    @Override
    public NameResolver names() {
        return service(NameResolver.class);
    }
}
