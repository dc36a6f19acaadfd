package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import java.util.EnumSet;
import java.util.Set;

/// Something that a role owns and that privileges are granted on.
///
/// @param noun what errors call it, such as `view`
/// @param ofPublic what everybody has as long as nothing was granted or revoked
public record Securable(int oid, ObjectKind kind, String noun, String name, String owner, Set<Privilege> ofPublic) {

    /// `pg_database.oid` of the one database.
    public static final int DATABASE_OID = 5;

    public Securable {
        ofPublic = Set.copyOf(ofPublic);
    }

    private Securable(int oid, ObjectKind kind, String noun, String name, String owner) {
        this(oid, kind, noun, name, owner, kind.ofPublic());
    }

    public static Securable of(RelationDef relation) {
        return switch (relation) {
            case RelationDef.Table t ->
                new Securable(
                        t.oid(),
                        ObjectKind.TABLE,
                        t.materialized() == null ? "table" : "materialized view",
                        t.name(),
                        t.owner());
            case RelationDef.View v -> new Securable(v.oid(), ObjectKind.TABLE, "view", v.name(), v.owner());
            case RelationDef.Sequence s -> new Securable(s.oid(), ObjectKind.SEQUENCE, "sequence", s.name(), s.owner());
            case RelationDef.Virtual v ->
                new Securable(
                        v.oid(),
                        ObjectKind.TABLE,
                        Reserved.isView(v.name()) ? "view" : "table",
                        v.name(),
                        v.owner(),
                        Reserved.relations().contains(v.name()) ? Set.of() : EnumSet.of(Privilege.SELECT));
        };
    }

    public static Securable of(CatalogObject.Schema schema) {
        boolean open = schema.oid() < OidCounter.FIRST && !schema.name().equals("pg_toast");
        return new Securable(
                schema.oid(),
                ObjectKind.SCHEMA,
                "schema",
                schema.name(),
                schema.owner(),
                open ? EnumSet.of(Privilege.USAGE) : Set.of());
    }

    public static Securable of(CatalogObject.Routine routine) {
        return new Securable(
                routine.oid(),
                ObjectKind.FUNCTION,
                routine.procedure() ? "procedure" : "function",
                routine.name(),
                routine.owner());
    }

    public static Securable builtInFunction(int oid, String name) {
        return new Securable(
                oid,
                ObjectKind.FUNCTION,
                "function",
                name,
                Catalog.BOOTSTRAP_ROLE,
                Reserved.functions().contains(name) ? Set.of() : ObjectKind.FUNCTION.ofPublic());
    }

    public static Securable language(int oid, String name) {
        return new Securable(oid, ObjectKind.LANGUAGE, "language", name, Catalog.BOOTSTRAP_ROLE);
    }

    public static Securable of(TypeDef type) {
        return new Securable(type.oid(), ObjectKind.TYPE, "type", type.name(), type.owner());
    }

    /// The same under the name by which it was called.
    public Securable named(String value) {
        return new Securable(oid, kind, noun, value, owner, ofPublic);
    }

    /// The database, under the name by which it was reached.
    public static Securable database(String name) {
        return new Securable(DATABASE_OID, ObjectKind.DATABASE, "database", name, Catalog.BOOTSTRAP_ROLE);
    }
}
