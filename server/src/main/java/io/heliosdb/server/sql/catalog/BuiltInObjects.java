package io.heliosdb.server.sql.catalog;

import java.util.List;
import java.util.Map;

/// What every database holds from the start. These objects are stored only once they are changed, so that an empty
/// engine needs no first transaction.
final class BuiltInObjects {

    /// The role that owns the database.
    static final String OWNER = "heliosdb";

    /// The role that owns the schema `public`, of which the database's owner is a member as in PostgreSQL.
    static final String PUBLIC_OWNER = "pg_database_owner";

    static final List<CatalogObject> ALL = List.of(
            new CatalogObject.Schema(11, Catalog.SYSTEM_SCHEMA, OWNER),
            new CatalogObject.Schema(99, "pg_toast", OWNER),
            new CatalogObject.Schema(2200, Catalog.PUBLIC_SCHEMA, PUBLIC_OWNER),
            new CatalogObject.Schema(13000, "information_schema", OWNER),
            new CatalogObject.Role(
                    10,
                    OWNER,
                    new CatalogObject.Role.Flags(true, true, true, true, true, true, true),
                    -1,
                    null,
                    null,
                    List.of(),
                    Map.of()),
            new CatalogObject.Role(
                    6171,
                    PUBLIC_OWNER,
                    new CatalogObject.Role.Flags(false, true, false, false, false, false, false),
                    -1,
                    null,
                    null,
                    List.of(),
                    Map.of()),
            new CatalogObject.Comment(2200, 0, "standard public schema"),
            new CatalogObject.Comment(11, 0, "system catalog schema"));

    private BuiltInObjects() {}
}
