package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.type.Type;

/// Finds a type by its oid.
@FunctionalInterface
interface TypeLookup {

    /// @throws IllegalStateException when there is none: the catalog refers to what it does not hold
    Type type(int oid);
}
