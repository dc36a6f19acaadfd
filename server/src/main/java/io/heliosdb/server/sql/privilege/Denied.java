package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// The errors of those who may not: 42501.
public final class Denied {

    private Denied() {}

    public static SqlException to(Securable object) {
        return because("permission denied for " + object.noun() + " " + object.name());
    }

    public static SqlException notOwner(Securable object) {
        return notOwner(object.noun(), object.name());
    }

    public static SqlException notOwner(String noun, String name) {
        return because("must be owner of " + noun + " " + name);
    }

    public static SqlException because(String message) {
        return new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, message);
    }
}
