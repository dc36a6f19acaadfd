package io.heliosdb.server.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A type made by a user. The array type over it has the next oid.
public sealed interface TypeDef extends CatalogObject {

    String schema();

    String name();

    String owner();

    default int arrayOid() {
        return oid() + 1;
    }

    /// `CREATE TYPE … AS ENUM`; labels in their order, each with a number that is kept for ever.
    record Enumeration(int oid, String schema, String name, String owner, List<Label> labels) implements TypeDef {
        public Enumeration {
            labels = List.copyOf(labels);
        }

        /// @param oid `pg_enum.oid`
        /// @param sortOrder `pg_enum.enumsortorder`
        public record Label(int oid, String name, float sortOrder) {}
    }

    /// `CREATE DOMAIN`.
    ///
    /// @param baseType oid
    /// @param checks over `VALUE`
    record Domain(
            int oid,
            String schema,
            String name,
            String owner,
            int baseType,
            int typmod,
            boolean notNull,
            @Nullable String defaultSql,
            List<ConstraintDef.Check> checks)
            implements TypeDef {
        public Domain {
            checks = List.copyOf(checks);
        }
    }

    /// `CREATE TYPE … AS (…)`.
    record Composite(int oid, String schema, String name, String owner, List<Attribute> attributes) implements TypeDef {
        public Composite {
            attributes = List.copyOf(attributes);
        }

        /// @param typeOid oid of its type
        public record Attribute(String name, int typeOid, int typmod) {}
    }
}
