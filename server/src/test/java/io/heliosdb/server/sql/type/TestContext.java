package io.heliosdb.server.sql.type;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.FunctionContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A session of its own: UTC, ISO dates, no catalog.
public record TestContext(ZoneId timeZone, String intervalStyle) implements FunctionContext {

    private static final Instant NOW = Instant.parse("2024-02-29T12:34:56.789012Z");

    public TestContext() {
        this(ZoneId.of("UTC"), "postgres");
    }

    @Override
    public String dateStyle() {
        return "ISO, MDY";
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
        return NOW;
    }

    @Override
    public NameResolver names() {
        return new NameResolver() {
            @Override
            public Optional<String> nameOf(Kind kind, long oid) {
                return Types.byOid((int) oid).map(type -> type.displayName(-1));
            }

            @Override
            public long oidOf(Kind kind, String name) {
                throw new SqlException(SqlState.UNDEFINED_OBJECT, "\"" + name + "\" does not exist");
            }

            @Override
            public Optional<Type> type(int oid) {
                return Types.byOid(oid);
            }
        };
    }

    @Override
    public Instant statementStart() {
        return NOW;
    }

    @Override
    public Instant clock() {
        return NOW;
    }

    @Override
    public String currentUser() {
        return "alice";
    }

    @Override
    public String sessionUser() {
        return "alice";
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
        throw new SqlException(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }

    @Override
    public void setSetting(String name, String value, boolean local) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public <T> T service(Class<T> type) {
        throw new IllegalStateException(type.getName());
    }

    @Override
    public void checkCancelled() {
        // Nobody cancels.
    }
}
