package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where unqualified names are looked for (PostgreSQL 18 manual, 5.10.3). Immutable.
///
/// @param catalog what is looked at
/// @param explicit existing schemas that the setting names, in its order
/// @param temporary the session's schema of temporary objects
public record SearchPath(Catalog catalog, List<String> explicit, String temporary) {

    public SearchPath {
        explicit = List.copyOf(explicit);
    }

    /// Reads the setting `search_path`.
    public static SearchPath of(Catalog catalog, String setting, String user, int backendId) {
        String temporary = temporarySchema(backendId);
        List<String> explicit = new ArrayList<>();
        for (String part : setting.split(",")) {
            String name = unquoted(part.strip());
            name = name.equals("$user") ? user : name.equals("pg_temp") ? temporary : name;
            if (catalog.schema(name).isPresent()) {
                explicit.add(name);
            }
        }
        return new SearchPath(catalog, explicit, temporary);
    }

    /// The schema of a session's temporary objects.
    public static String temporarySchema(int backendId) {
        return "pg_temp_" + backendId;
    }

    private static String unquoted(String part) {
        if (part.length() >= 2 && part.startsWith("\"") && part.endsWith("\"")) {
            return part.substring(1, part.length() - 1).replace("\"\"", "\"");
        }
        return part.toLowerCase(java.util.Locale.ROOT);
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

    /// A schema's real name: `pg_temp` is the session's own.
    public String real(String schema) {
        return schema.equals("pg_temp") ? temporary : schema;
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
