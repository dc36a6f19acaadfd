package io.heliosdb.server.sql.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something the catalog stores under an oid of its own. Immutable.
public sealed interface CatalogObject
        permits RelationDef,
                CatalogObject.Schema,
                CatalogObject.Role,
                CatalogObject.Routine,
                CatalogObject.Comment,
                CatalogObject.Privileges,
                TypeDef,
                TableStatistics {

    int oid();

    /// A namespace.
    record Schema(int oid, String name, String owner) implements CatalogObject {}

    /// A role.
    ///
    /// @param password a SCRAM-SHA-256 verifier as `pg_authid.rolpassword` holds it; null without a password
    /// @param validUntil the text of `VALID UNTIL`; null for ever
    /// @param memberOf names of the roles it is a member of
    /// @param settings `ALTER ROLE … SET`
    record Role(
            int oid,
            String name,
            Flags flags,
            int connectionLimit,
            @Nullable String password,
            @Nullable String validUntil,
            List<String> memberOf,
            Map<String, String> settings)
            implements CatalogObject {

        public Role {
            memberOf = List.copyOf(memberOf);
            settings = Map.copyOf(settings);
        }

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
            boolean variadic)
            implements CatalogObject {

        public Routine {
            argumentNames = List.copyOf(argumentNames);
            argumentTypes = List.copyOf(argumentTypes);
            defaultSql = List.copyOf(defaultSql);
            resultColumns = List.copyOf(resultColumns);
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

        /// @param grantee a role; empty for PUBLIC
        /// @param letters privileges as an aclitem writes them, each followed by `*` with grant option
        public record Grant(String grantee, String letters, String grantor) {}
    }
}
