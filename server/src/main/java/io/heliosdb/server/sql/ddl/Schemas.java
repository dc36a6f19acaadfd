package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateExtension;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateSchema;
import java.util.Set;

/// CREATE SCHEMA and CREATE EXTENSION.
final class Schemas {

    /// Extensions whose functions are built in, as far as they are there at all.
    private static final Set<String> BUILT_IN = Set.of("plpgsql", "pgcrypto", "uuid-ossp");

    private Schemas() {}

    static String create(CommandRun run, CreateSchema node) {
        String owner = node.owner().isEmpty() ? run.session().currentUser() : run.newOwner(node.owner());
        String name = node.name().isEmpty() ? owner : node.name();
        run.lockName("schema", "", name);
        if (name.startsWith("pg_")) {
            throw new SqlException(SqlState.RESERVED_NAME, "unacceptable schema name \"" + name + "\"")
                    .withDetail("The prefix \"pg_\" is reserved for system schemas.");
        }
        if (run.catalog().schema(name).isPresent()) {
            if (node.ifNotExists()) {
                run.notice("NOTICE", SqlState.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists, skipping");
                return "CREATE SCHEMA";
            }
            throw new SqlException(SqlState.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists");
        }
        run.put(new CatalogObject.Schema(run.newOid(), name, owner));
        return "CREATE SCHEMA";
    }

    /// @throws SqlException 42704 for an extension that is not there
    static void requireExtension(String name) {
        if (!BUILT_IN.contains(name)) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "extension \"" + name + "\" does not exist");
        }
    }

    static String extension(CommandRun run, CreateExtension node) {
        if (!BUILT_IN.contains(node.name())) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "extension \"" + node.name() + "\" is not available");
        }
        run.notice("NOTICE", SqlState.DUPLICATE_OBJECT, "extension \"" + node.name() + "\" already exists, skipping");
        return "CREATE EXTENSION";
    }
}
