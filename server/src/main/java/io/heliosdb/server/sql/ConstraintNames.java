package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds the constraints that SET CONSTRAINTS names (PostgreSQL 18 manual, SET CONSTRAINTS): all of that name
/// in the first schema of the search path that has any.
record ConstraintNames(Catalog catalog, SearchPath path) {

    /// @return oids
    /// @throws SqlException 42704, 42809, 3F000
    Set<Integer> resolve(List<QualifiedName> names) {
        Set<Integer> oids = new HashSet<>();
        for (QualifiedName name : names) {
            List<Found> found = find(name);
            if (found.isEmpty()) {
                throw new SqlException(SqlState.UNDEFINED_OBJECT, "constraint \"" + name.last() + "\" does not exist");
            }
            for (Found constraint : found) {
                if (constraint.timing() == ConstraintDef.Timing.NOT_DEFERRABLE) {
                    throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, "constraint \"" + name.last() + "\" is not deferrable");
                }
                oids.add(constraint.oid());
            }
        }
        return oids;
    }

    /// A constraint, or a trigger that is one.
    private record Found(int oid, ConstraintDef.Timing timing) {}

    private List<Found> find(QualifiedName name) {
        if (name.isQualified()) {
            String schema = path.real(name.parts().get(name.parts().size() - 2));
            if (catalog.schema(schema).isEmpty()) {
                throw new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
            }
            return in(schema, name.last());
        }
        for (String schema : path.all()) {
            List<Found> found = in(schema, name.last());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<Found> in(String schema, String name) {
        List<Found> found = new ArrayList<>();
        for (RelationDef relation : catalog.relations()) {
            if (relation instanceof RelationDef.Table table && table.schema().equals(schema)) {
                table.constraints().stream()
                        .filter(c -> c.name().equals(name))
                        .forEach(c -> found.add(new Found(c.oid(), c.timing())));
                table.triggers()
                        .named(name)
                        .map(TriggerDef::constraint)
                        .ifPresent(c -> found.add(new Found(c.oid(), c.timing())));
            }
        }
        return found;
    }
}
