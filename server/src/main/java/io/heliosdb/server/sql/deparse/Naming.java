package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.catalog.TypeText;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.TypeContext;
import java.util.Optional;

/// What objects are called: with their schema unless the search path finds them without.
///
/// @param path looks at the catalog that names are taken from, which may be newer than the one that was analyzed
/// @param context how values are printed
record Naming(SearchPath path, TypeContext context) {

    Catalog catalog() {
        return path.catalog();
    }

    /// The relation as it is now.
    RelationDef current(RelationDef relation) {
        return catalog().relation(relation.oid()).orElse(relation);
    }

    /// @param hidden whether something nearer has that name, such as a common table
    String relation(RelationDef relation, boolean hidden) {
        RelationDef now = current(relation);
        Optional<RelationDef> found = path.relation(now.name());
        boolean visible = !hidden && found.isPresent() && found.get().oid() == now.oid();
        String name = Identifiers.quote(now.name());
        return visible ? name : Identifiers.quote(now.schema()) + "." + name;
    }

    /// A function; one that users made as it is called now.
    String function(FunctionDef function) {
        Optional<Routine> routine = catalog().routine(function.oid());
        String name = Identifiers.quote(routine.map(Routine::name).orElse(function.name()));
        return routine.filter(r -> !isVisible(r))
                .map(r -> Identifiers.quote(r.schema()) + "." + name)
                .orElse(name);
    }

    private boolean isVisible(Routine routine) {
        return path.all().stream()
                .flatMap(schema -> catalog().routines(schema, routine.name()).stream())
                .filter(other -> other.argumentTypes().equals(routine.argumentTypes()))
                .findFirst()
                .filter(first -> first.oid() == routine.oid())
                .isPresent();
    }

    String type(DataType type) {
        return TypeText.of(type, path);
    }
}
