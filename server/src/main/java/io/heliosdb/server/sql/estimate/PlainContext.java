package io.heliosdb.server.sql.estimate;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// How statistics are written and read, whatever a session's settings are.
final class PlainContext implements TypeContext {

    static final PlainContext INSTANCE = new PlainContext();

    private PlainContext() {}

    @Override
    public ZoneId timeZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public String dateStyle() {
        return "ISO, YMD";
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
        return Instant.EPOCH;
    }

    @Override
    public NameResolver names() {
        return NoNames.INSTANCE;
    }

    /// Objects are written by their oids.
    private enum NoNames implements NameResolver {
        INSTANCE;

        @Override
        public Optional<String> nameOf(Kind kind, long oid) {
            return Optional.empty();
        }

        @Override
        public long oidOf(Kind kind, String name) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "there are no names in statistics");
        }

        @Override
        public Optional<Type> type(int oid) {
            return Optional.empty();
        }
    }
}
