package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Where unqualified names are looked for (PostgreSQL 18 manual, 5.10.3). Immutable.
///
/// @param catalog what is looked at
/// @param explicit existing schemas that the setting names and the user may use, in its order
/// @param temporary the session's schema of temporary objects
/// @param usable which other schemas the user may use
public record SearchPath(
        Catalog catalog, List<String> explicit, String temporary, Predicate<CatalogObject.Schema> usable) {

    public SearchPath {
        explicit = List.copyOf(explicit);
    }

    /// A path by which every schema is found.
    public SearchPath(Catalog catalog, List<String> explicit, String temporary) {
        this(catalog, explicit, temporary, schema -> true);
    }

    /// Reads the setting `search_path`.
    public static SearchPath of(
            Catalog catalog, String setting, String user, int backendId, Predicate<CatalogObject.Schema> usable) {
        String temporary = temporarySchema(backendId);
        List<String> explicit = new ArrayList<>();
        for (String part : setting.split(",")) {
            String name = unquoted(part.strip());
            name = name.equals("$user") ? user : name.equals("pg_temp") ? temporary : name;
            CatalogObject.Schema schema = catalog.schema(name).orElse(null);
            if (schema != null && (name.equals(temporary) || usable.test(schema))) {
                explicit.add(name);
            }
        }
        return new SearchPath(catalog, explicit, temporary, usable);
    }

    /// The schema of a session's temporary objects.
    public static String temporarySchema(int backendId) {
        return "pg_temp_" + backendId;
    }

    private static String unquoted(String part) {
        if (part.length() >= 2 && part.startsWith("\"") && part.endsWith("\"")) {
            return part.substring(1, part.length() - 1).replace("\"\"", "\"");
        }
        return part.toLowerCase(Locale.ROOT);
    }

    /// The same, finding names in any schema: for text that was checked when it was stored.
    public SearchPath unchecked() {
        return new SearchPath(catalog, explicit, temporary);
    }

    /// All schemas in the order of lookup: temporary objects and `pg_catalog` come first unless they are named.
    public List<String> all() {
        List<String> all = new ArrayList<>();
        if (!explicit.contains(temporary) && catalog.schema(temporary).isPresent()) {
            all.add(temporary);
        }
        if (!explicit.contains(Catalog.SYSTEM_SCHEMA)) {
            all.add(Catalog.SYSTEM_SCHEMA);
        }
        all.addAll(explicit);
        return all;
    }

    /// The real name of a schema in which something is looked for: `pg_temp` is the session's own.
    ///
    /// @throws SqlException 42501 when the user may not use it
    public String real(String schema) {
        String name = schema.equals("pg_temp") ? temporary : schema;
        boolean closed = !name.equals(temporary)
                && catalog.schema(name).filter(s -> !usable.test(s)).isPresent();
        if (closed) {
            throw new SqlException(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for schema " + name);
        }
        return name;
    }

    /// Where new objects go; empty when nothing on the path exists.
    public Optional<String> creationSchema() {
        return explicit.stream().findFirst();
    }

    public Optional<RelationDef> relation(String name) {
        for (String schema : all()) {
            Optional<RelationDef> found = catalog.relation(schema, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    public Optional<IndexDef> index(String name) {
        for (String schema : all()) {
            Optional<IndexDef> found = catalog.index(schema, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    public Optional<Type> type(String name) {
        for (String schema : all()) {
            Optional<Type> found = catalog.type(schema, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Whether the relation of that name is found without its schema.
    public boolean isVisible(RelationDef relation) {
        return relation(relation.name()).filter(r -> r.oid() == relation.oid()).isPresent();
    }
}
