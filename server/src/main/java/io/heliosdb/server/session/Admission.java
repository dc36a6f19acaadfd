package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.Optional;

/// Who may open a session, once it is known who it is: the attributes of the role and CONNECT on the database. A
/// link of another node was let in there.
final class Admission {

    private Admission() {}

    /// @throws SqlException 28000, 42501, 53300
    static void check(SessionEnvironment environment, SessionIdentity identity) {
        Rights rights = identity.link()
                ? null
                : environment.sql().rights(identity.user(), Optional.empty()).orElse(null);
        Role role = rights == null ? null : rights.role().orElse(null);
        if (rights == null || role == null) {
            return;
        }
        if (!role.flags().login()) {
            throw new SqlException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "role \"" + role.name() + "\" is not permitted to log in");
        }
        Securable database = Securable.database(identity.database());
        if (!rights.may(database, Privilege.CONNECT)) {
            throw Denied.because("permission denied for database \"" + database.name() + "\"")
                    .withDetail("User does not have CONNECT privilege.");
        }
        int limit = role.connectionLimit();
        if (limit >= 0 && !rights.isSuperuser() && environment.registry().countOf(role.name()) >= limit) {
            throw new SqlException(
                    SqlState.TOO_MANY_CONNECTIONS, "too many connections for role \"" + role.name() + "\"");
        }
    }
}
