package io.heliosdb.server.sql.catalog;

/// The catalog as the running statement sees it; a session offers it to functions and virtual relations as a service.
@FunctionalInterface
public interface CatalogAccess {

    Catalog catalog();
}
