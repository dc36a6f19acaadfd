package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Rights;
import java.util.Optional;

/// Which roles a session's user may take by SET ROLE and SET SESSION AUTHORIZATION (PostgreSQL 15 manual, SQL
/// commands). Used by the session's thread.
final class RoleSwitch {

    static final String NONE = "none";

    private final SqlEngine sql;
    private final TransactionBlock block;
    private final SessionIdentity identity;

    RoleSwitch(SqlEngine sql, TransactionBlock block, SessionIdentity identity) {
        this.sql = sql;
        this.block = block;
        this.identity = identity;
    }

    /// What a user may do now; empty where there are no roles at all.
    Optional<Rights> rights(String user) {
        return sql.rights(user, block.current());
    }

    /// Checks whether the session's user may take a role.
    ///
    /// @throws SqlException 22023, 42501
    void checkRole(String sessionUser, String role) {
        if (role.equals(NONE) || role.equals(sessionUser)) {
            return;
        }
        checkExists(role);
        if (rights(sessionUser).filter(r -> !r.isMemberOf(role)).isPresent()) {
            throw Denied.because("permission denied to set role \"" + role + "\"");
        }
    }

    /// Checks whether whoever has logged in may appear as another user.
    ///
    /// @throws SqlException 22023, 42501
    void checkAuthorization(String user) {
        if (user.equals(identity.user())) {
            return;
        }
        checkExists(user);
        if (rights(identity.user()).filter(r -> !r.isSuperuser()).isPresent()) {
            throw Denied.because("permission denied to set session authorization");
        }
    }

    private void checkExists(String role) {
        if (rights(role).filter(r -> !r.isRole()).isPresent()) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "role \"" + role + "\" does not exist");
        }
    }
}
