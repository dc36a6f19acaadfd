package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Optional;

/// Knows the built-in types and no catalog.
final class BuiltInNames implements NameResolver {

    @Override
    public Optional<String> nameOf(Kind kind, long oid) {
        return kind == Kind.TYPE ? type((int) oid).map(type -> type.displayName(-1)) : Optional.empty();
    }

    @Override
    public long oidOf(Kind kind, String name) {
        throw new SqlException(SqlState.UNDEFINED_OBJECT, "\"" + name + "\" does not exist");
    }

    @Override
    public Optional<Type> type(int oid) {
        return Types.byOid(oid);
    }
}
