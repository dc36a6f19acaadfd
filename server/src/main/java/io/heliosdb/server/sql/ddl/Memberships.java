package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.GrantRole;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Rights;
import java.util.ArrayList;
import java.util.List;

/// GRANT and REVOKE of membership in roles.
final class Memberships {

    private final CommandRun run;

    Memberships(CommandRun run) {
        this.run = run;
    }

    String change(GrantRole node) {
        for (String granted : node.granted()) {
            Role role = run.requireRole(run.roleName(granted));
            checkMayChange(role);
            for (String member : node.members()) {
                String name = run.roleName(member);
                if (node.revoke()) {
                    remove(run.requireRole(name), role, node.options().option());
                } else {
                    add(run.requireRole(name), role, node.options().option());
                }
            }
        }
        return node.revoke() ? "REVOKE ROLE" : "GRANT ROLE";
    }

    /// @throws SqlException 42501
    void checkMayChange(Role role) {
        Rights rights = run.rights();
        if (role.flags().superuser()) {
            if (!rights.isSuperuser()) {
                throw Denied.because("must be superuser to alter superusers");
            }
        } else if (!rights.mayCreateRoles() && !rights.isAdminOf(role.name())) {
            throw Denied.because("must have admin option on role \"" + role.name() + "\"");
        }
    }

    /// Makes a role a member of another; one that is already gets at most the option.
    ///
    /// @throws SqlException 0LP01 when it would become a member of itself
    void add(Role member, Role group, boolean admin) {
        if (member.name().equals(group.name()) || contains(group, member.name())) {
            throw new SqlException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "role \"" + group.name() + "\" is a member of role \"" + member.name() + "\"");
        }
        if (group.name().equals("pg_database_owner")) {
            throw new SqlException(
                    SqlState.INVALID_GRANT_OPERATION, "role \"pg_database_owner\" cannot have explicit members");
        }
        List<Role.Membership> memberships = new ArrayList<>();
        boolean found = false;
        for (Role.Membership membership : member.memberOf()) {
            boolean same = membership.role().equals(group.name());
            if (same && (membership.admin() || !admin)) {
                run.notice("role \"" + member.name() + "\" is already a member of role \"" + group.name() + "\"");
                return;
            }
            found |= same;
            memberships.add(same ? new Role.Membership(group.name(), true, membership.grantor()) : membership);
        }
        if (!found) {
            memberships.add(
                    new Role.Membership(group.name(), admin, run.session().currentUser()));
        }
        run.put(member.withMemberOf(memberships));
    }

    // Whether a role is a member of one by the name, however far.
    private boolean contains(Role role, String name) {
        return role.memberOf().stream()
                .anyMatch(m -> m.role().equals(name)
                        || run.catalog()
                                .role(m.role())
                                .filter(r -> contains(r, name))
                                .isPresent());
    }

    private void remove(Role member, Role group, boolean optionOnly) {
        if (!member.isMemberOf(group.name())) {
            run.notice(
                    "WARNING",
                    SqlState.WARNING,
                    "role \"" + member.name() + "\" is not a member of role \"" + group.name() + "\"");
            return;
        }
        List<Role.Membership> memberships = new ArrayList<>();
        for (Role.Membership membership : member.memberOf()) {
            if (!membership.role().equals(group.name())) {
                memberships.add(membership);
            } else if (optionOnly) {
                memberships.add(new Role.Membership(group.name(), false, membership.grantor()));
            }
        }
        run.put(member.withMemberOf(memberships));
    }
}
