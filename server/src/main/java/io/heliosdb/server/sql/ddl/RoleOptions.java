package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of CREATE ROLE and ALTER ROLE.
final class RoleOptions {

    private static final Set<String> FLAGS =
            Set.of("superuser", "inherit", "createrole", "createdb", "login", "replication", "bypassrls");

    private RoleOptions() {}

    /// A role after its options were set; whom it is a member of is not among them.
    ///
    /// @throws SqlException 22023, 22007
    static Role changed(CommandRun run, Role role, List<Option> options) {
        Role.Flags flags = role.flags();
        int limit = role.connectionLimit();
        String password = role.password();
        String validUntil = role.validUntil();
        for (Option option : options) {
            String value = option.value();
            switch (option.name()) {
                case "connection limit" -> limit = limit(value);
                case "password" -> password = verifier(value);
                case "valid until" -> validUntil = moment(run, value);
                case "in role", "role", "admin" -> {
                    // Memberships are noted with the member.
                }
                default -> flags = changed(flags, option.name());
            }
        }
        return new Role(role.oid(), role.name(), flags, limit, password, validUntil, role.memberOf(), role.settings());
    }

    private static int limit(@Nullable String value) {
        int limit = value == null ? -1 : Integer.parseInt(value);
        if (limit < -1) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "invalid connection limit: " + limit);
        }
        return limit;
    }

    // As microseconds since 2000 in UTC, so that every session reads it alike.
    private static @Nullable String moment(CommandRun run, @Nullable String value) {
        return value == null
                ? null
                : Types.TIMESTAMPTZ.parse(value, run.session()).toString();
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
}
