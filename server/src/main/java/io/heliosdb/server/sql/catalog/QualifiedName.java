package io.heliosdb.server.sql.catalog;

/// A name with its schema.
public record QualifiedName(String schema, String name) {

    @Override
    public String toString() {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }
}
