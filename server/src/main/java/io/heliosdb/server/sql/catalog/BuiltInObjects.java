package io.heliosdb.server.sql.catalog;

import java.util.List;
import java.util.Map;

/// What every database holds from the start. These objects are stored only once they are changed, so that an empty
/// engine needs no first transaction.
final class BuiltInObjects {

    /// The role that owns the database.
    static final String OWNER = "heliosdb";

    static final List<CatalogObject> ALL = List.of(
            new CatalogObject.Schema(11, Catalog.SYSTEM_SCHEMA, OWNER),
            new CatalogObject.Schema(99, "pg_toast", OWNER),
            new CatalogObject.Schema(2200, Catalog.PUBLIC_SCHEMA, OWNER),
            new CatalogObject.Schema(13000, "information_schema", OWNER),
            new CatalogObject.Role(
                    10,
                    OWNER,
                    new CatalogObject.Role.Flags(true, true, true, true, true, true, true),
                    -1,
                    null,
                    null,
                    List.of(),
                    Map.of()));

    private BuiltInObjects() {}
}
