package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterRole;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterRoleSet;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateRole;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Rights;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// CREATE ROLE, ALTER ROLE and what must hold before a role is dropped (PostgreSQL 15 manual, chapter 22).
final class Roles {

    private static final Set<String> MEMBERS = Set.of("in role", "role", "admin");

    private Roles() {}

    static String create(CommandRun run, CreateRole node) {
        checkMayCreate(run.rights(), node.options());
        checkName(node.name());
        run.lockName("role", "", node.name());
        if (run.catalog().role(node.name()).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "role \"" + node.name() + "\" already exists");
        }
        boolean login = node.kind().equals("user");
        Role role = new Role(
                run.newOid(),
                node.name(),
                new Role.Flags(false, true, false, false, login, false, false),
                -1,
                null,
                null,
                List.of(),
                Map.of());
        run.put(RoleOptions.changed(run, role, node.options()));
        members(run, node);
        return "CREATE ROLE";
    }

    private static void checkName(String name) {
        if (name.equals("public") || name.equals("none")) {
            throw new SqlException(SqlState.RESERVED_NAME, "role name \"" + name + "\" is reserved");
        }
        if (name.startsWith("pg_")) {
            throw new SqlException(SqlState.RESERVED_NAME, "role name \"" + name + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
        }
    }

    private static boolean sets(List<Option> options, String flag) {
        return options.stream().anyMatch(o -> o.name().equals(flag));
    }

    private static void checkMayCreate(Rights rights, List<Option> options) {
        if (rights.isSuperuser()) {
            return;
        }
        if (sets(options, "superuser")) {
            throw Denied.because("must be superuser to create superusers");
        }
        if (sets(options, "replication")) {
            throw Denied.because("must be superuser to create replication users");
        }
        if (sets(options, "bypassrls")) {
            throw Denied.because("must be superuser to create bypassrls users");
        }
        if (!rights.mayCreateRoles()) {
            throw Denied.because("permission denied to create role");
        }
    }

    private static void members(CommandRun run, CreateRole node) {
        Memberships memberships = new Memberships(run);
        for (Option option : node.options()) {
            if (MEMBERS.contains(option.name())) {
                for (String other : String.valueOf(option.value()).split(", *")) {
                    Role role = run.requireRole(node.name());
                    Role named = run.requireRole(run.roleName(other));
                    if (option.name().equals("in role")) {
                        memberships.checkMayChange(named);
                        memberships.add(role, named, false);
                    } else {
                        memberships.add(named, role, option.name().equals("admin"));
                    }
                }
            }
        }
    }

    static String alter(CommandRun run, AlterRole node) {
        Role role = run.requireRole(run.roleName(node.name()));
        checkMayAlter(run, role, node.options());
        run.put(RoleOptions.changed(run, role, node.options()));
        return "ALTER ROLE";
    }

    private static void checkMayAlter(CommandRun run, Role role, List<Option> options) {
        Rights rights = run.rights();
        if (rights.isSuperuser()) {
            return;
        }
        if (role.flags().superuser() || sets(options, "superuser") || sets(options, "nosuperuser")) {
            throw Denied.because("must be superuser to alter superuser roles or change superuser attribute");
        }
        if (role.flags().replication() || sets(options, "replication") || sets(options, "noreplication")) {
            throw Denied.because("must be superuser to alter replication roles or change replication attribute");
        }
        if (sets(options, "bypassrls") || sets(options, "nobypassrls")) {
            throw Denied.because("must be superuser to change bypassrls attribute");
        }
        boolean ownPassword = role.name().equals(rights.user())
                && options.stream().allMatch(o -> o.name().equals("password"));
        if (!rights.mayCreateRoles() && !ownPassword) {
            throw Denied.because("permission denied");
        }
    }

    static String set(CommandRun run, AlterRoleSet node) {
        Rights rights = run.rights();
        if (node.role().isEmpty()) {
            if (!rights.isSuperuser()) {
                throw Denied.because("must be superuser to alter settings globally");
            }
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "ALTER ROLE ALL SET is not supported")
                    .withHint("Set what is to hold for everybody in the configuration of each node.");
        }
        Role role = run.requireRole(run.roleName(node.role()));
        if (role.flags().superuser() && !rights.isSuperuser()) {
            throw Denied.because("must be superuser to alter superusers");
        }
        if (!rights.mayCreateRoles() && !role.name().equals(rights.user())) {
            throw Denied.because("permission denied");
        }
        Map<String, String> settings = new TreeMap<>(role.settings());
        if (node.setting().isEmpty()) {
            settings.clear();
        } else if (node.values() == null) {
            settings.remove(node.setting());
        } else {
            settings.put(node.setting(), String.join(", ", node.values()));
        }
        run.put(new Role(
                role.oid(),
                role.name(),
                role.flags(),
                role.connectionLimit(),
                role.password(),
                role.validUntil(),
                role.memberOf(),
                settings));
        return "ALTER ROLE";
    }

    static void rename(CommandRun run, String word, String newName) {
        Role role = run.requireRole(run.roleName(word));
        if (role.name().equals(run.session().sessionUser())) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "session user cannot be renamed");
        }
        if (role.name().equals(run.session().currentUser())) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "current user cannot be renamed");
        }
        checkName(newName);
        if (run.catalog().role(newName).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "role \"" + newName + "\" already exists");
        }
        Rights rights = run.rights();
        if (role.flags().superuser() && !rights.isSuperuser()) {
            throw Denied.because("must be superuser to rename superusers");
        }
        if (!rights.mayCreateRoles()) {
            throw Denied.because("permission denied to rename role");
        }
        run.lockName("role", "", newName);
        run.put(role.withName(newName));
        new Owners(run).rename(role.name(), newName);
    }

    /// @throws SqlException 42501, 55006
    static void checkMayDrop(CommandRun run, Role role) {
        if (role.name().equals(run.session().currentUser())) {
            throw new SqlException(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
        }
        if (role.name().equals(run.session().sessionUser())) {
            throw new SqlException(SqlState.OBJECT_IN_USE, "session user cannot be dropped");
        }
        if (role.flags().superuser() && !run.rights().isSuperuser()) {
            throw Denied.because("must be superuser to drop superusers");
        }
    }
}
