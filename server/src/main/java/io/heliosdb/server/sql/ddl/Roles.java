package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterRole;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterRoleSet;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateRole;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// CREATE ROLE and ALTER ROLE.
final class Roles {

    private Roles() {}

    static String create(CommandRun run, CreateRole node) {
        run.lockName("role", "", node.name());
        if (run.catalog().role(node.name()).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "role \"" + node.name() + "\" already exists");
        }
        if (node.name().startsWith("pg_")) {
            throw new SqlException(SqlState.RESERVED_NAME, "role name \"" + node.name() + "\" is reserved")
                    .withDetail("Role names starting with \"pg_\" are reserved.");
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
        run.put(changed(role, node.options()));
        return "CREATE ROLE";
    }

    private static Role require(CommandRun run, String name) {
        return run.catalog()
                .role(name)
                .orElseThrow(() -> new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist"));
    }

    static String alter(CommandRun run, AlterRole node) {
        run.put(changed(require(run, node.name()), node.options()));
        return "ALTER ROLE";
    }

    static String set(CommandRun run, AlterRoleSet node) {
        Role role = require(run, node.role());
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

    static void rename(CommandRun run, String name, String newName) {
        Role role = require(run, name);
        if (run.catalog().role(newName).isPresent()) {
            throw new SqlException(SqlState.DUPLICATE_OBJECT, "role \"" + newName + "\" already exists");
        }
        run.put(new Role(
                role.oid(),
                newName,
                role.flags(),
                role.connectionLimit(),
                role.password(),
                role.validUntil(),
                role.memberOf(),
                role.settings()));
    }

    private static Role changed(Role role, List<Option> options) {
        Role.Flags flags = role.flags();
        int limit = role.connectionLimit();
        String password = role.password();
        String validUntil = role.validUntil();
        List<String> memberOf = new ArrayList<>(role.memberOf());
        for (Option option : options) {
            String value = option.value();
            switch (option.name()) {
                case "connection limit" -> limit = value == null ? -1 : Integer.parseInt(value);
                case "password" -> password = verifier(value);
                case "valid until" -> validUntil = value;
                case "in role" -> memberOf.addAll(List.of(String.valueOf(value).split(", *")));
                default -> flags = changed(flags, option.name());
            }
        }
        return new Role(role.oid(), role.name(), flags, limit, password, validUntil, memberOf, role.settings());
    }

    private static @Nullable String verifier(@Nullable String password) {
        if (password == null || password.startsWith("SCRAM-SHA-256$")) {
            return password;
        }
        return ScramVerifier.of(password);
    }

    /// The flags with one of them set to what `option` says; others keep their value.
    private static Role.Flags changed(Role.Flags f, String option) {
        boolean on = !option.startsWith("no");
        String flag = on ? option : option.substring(2);
        if (!FLAGS.contains(flag)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "unrecognized role option \"" + option + "\"");
        }
        return new Role.Flags(
                flag.equals("superuser") ? on : f.superuser(),
                flag.equals("inherit") ? on : f.inherit(),
                flag.equals("createrole") ? on : f.createRole(),
                flag.equals("createdb") ? on : f.createDatabase(),
                flag.equals("login") ? on : f.login(),
                flag.equals("replication") ? on : f.replication(),
                flag.equals("bypassrls") ? on : f.bypassRowSecurity());
    }

    private static final java.util.Set<String> FLAGS = java.util.Set.of(
            "superuser", "inherit", "createrole", "createdb", "login", "replication", "bypassrls", "sysid");
}
