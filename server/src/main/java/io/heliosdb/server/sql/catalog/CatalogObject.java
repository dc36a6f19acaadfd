package io.heliosdb.server.sql.catalog;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Something the catalog stores under an oid of its own. Immutable.
public sealed interface CatalogObject
        permits RelationDef,
                CatalogObject.Schema,
                CatalogObject.Role,
                CatalogObject.Routine,
                CatalogObject.Comment,
                CatalogObject.Privileges,
                CatalogObject.DefaultPrivileges,
                TypeDef,
                TableStatistics {

    int oid();

    /// A namespace.
    record Schema(int oid, String name, String owner) implements CatalogObject {}

    /// A role.
    ///
    /// @param password a SCRAM-SHA-256 verifier as `pg_authid.rolpassword` holds it; null without a password
    /// @param validUntil `VALID UNTIL` in microseconds since 2000, as digits; null for ever
    /// @param memberOf what it is a member of
    /// @param settings `ALTER ROLE … SET`
    record Role(
            int oid,
            String name,
            Flags flags,
            int connectionLimit,
            @Nullable String password,
            @Nullable String validUntil,
            List<Membership> memberOf,
            Map<String, String> settings)
            implements CatalogObject {

        public Role {
            memberOf = List.copyOf(memberOf);
            settings = Map.copyOf(settings);
        }

        /// Until when the password is good, in microseconds since 2000; empty for ever, and for what was stored as
        /// some text by an earlier version.
        public OptionalLong validUntilMicros() {
            String text = validUntil;
            if (text == null || text.isEmpty()) {
                return OptionalLong.empty();
            }
            if (text.equals("infinity")) {
                return OptionalLong.of(Long.MAX_VALUE);
            }
            return text.matches("-?[0-9]{1,19}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        }

        public Role withMemberOf(List<Membership> value) {
            return new Role(oid, name, flags, connectionLimit, password, validUntil, value, settings);
        }

        public Role withName(String value) {
            return new Role(oid, value, flags, connectionLimit, password, validUntil, memberOf, settings);
        }

        public boolean isMemberOf(String role) {
            return memberOf.stream().anyMatch(m -> m.role().equals(role));
        }

        /// That one role is a member of another.
        ///
        /// @param admin whether it may make others members
        /// @param grantor who made it one
        public record Membership(String role, boolean admin, String grantor) {}

        /// What a role may do, as `pg_roles` shows it.
        public record Flags(
                boolean superuser,
                boolean inherit,
                boolean createRole,
                boolean createDatabase,
                boolean login,
                boolean replication,
                boolean bypassRowSecurity) {}
    }

    /// A function or procedure written in SQL.
    ///
    /// @param argumentNames empty strings for unnamed ones
    /// @param argumentTypes oids
    /// @param defaultSql expressions of the trailing arguments that have defaults
    /// @param resultType oid; of one row for a set
    /// @param resultColumns names and types of `RETURNS TABLE` or OUT arguments; empty when there are none
    /// @param variadic whether the last argument is an array that collects the rest
    /// @param definer whether it runs with the rights of its owner
    record Routine(
            int oid,
            String schema,
            String name,
            String owner,
            boolean procedure,
            List<String> argumentNames,
            List<Integer> argumentTypes,
            List<String> defaultSql,
            int resultType,
            boolean returnsSet,
            List<ResultColumn> resultColumns,
            String language,
            String body,
            char volatility,
            boolean strict,
            boolean variadic,
            boolean definer)
            implements CatalogObject {

        public Routine {
            argumentNames = List.copyOf(argumentNames);
            argumentTypes = List.copyOf(argumentTypes);
            defaultSql = List.copyOf(defaultSql);
            resultColumns = List.copyOf(resultColumns);
        }

        /// The same in another schema, with another name or owner.
        public Routine with(String newSchema, String newName, String newOwner) {
            return new Routine(
                    oid,
                    newSchema,
                    newName,
                    newOwner,
                    procedure,
                    argumentNames,
                    argumentTypes,
                    defaultSql,
                    resultType,
                    returnsSet,
                    resultColumns,
                    language,
                    body,
                    volatility,
                    strict,
                    variadic,
                    definer);
        }

        /// One column of the result.
        public record ResultColumn(String name, int typeOid) {}
    }

    /// `COMMENT ON`.
    ///
    /// @param oid the object's
    /// @param column `attnum`; 0 for the object itself
    record Comment(int oid, int column, String text) implements CatalogObject {}

    /// What roles were granted on an object or one of its columns.
    ///
    /// @param column `attnum`; 0 for the object itself
    record Privileges(int oid, int column, List<Grant> grants) implements CatalogObject {

        public Privileges {
            grants = List.copyOf(grants);
        }

        public Privileges(int oid, List<Grant> grants) {
            this(oid, 0, grants);
        }

        /// @param grantee a role; empty for PUBLIC
        /// @param letters privileges as an aclitem writes them, each followed by `*` with grant option
        public record Grant(String grantee, String letters, String grantor) {}
    }

    /// `ALTER DEFAULT PRIVILEGES`: what is granted on new objects of a role.
    ///
    /// @param schema in which they are made; empty for any, when `grants` is all that holds and not what is added
    /// @param kind the letter of `pg_default_acl.defaclobjtype`
    record DefaultPrivileges(int oid, String role, String schema, char kind, List<Privileges.Grant> grants)
            implements CatalogObject {

        public DefaultPrivileges {
            grants = List.copyOf(grants);
        }
    }
}
