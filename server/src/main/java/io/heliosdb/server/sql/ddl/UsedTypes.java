package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Keeps the types that a new definition is made of from being dropped beside it: a catalog that refers to a
/// type which is not there cannot be read.
final class UsedTypes {

    private final CommandRun run;

    UsedTypes(CommandRun run) {
        this.run = run;
    }

    /// @throws SqlException 42704 when somebody has dropped one meanwhile
    void keep(CatalogObject object) {
        for (int type : typesOf(object)) {
            if (type < Dependents.FIRST_USER_OID) {
                continue;
            }
            OptionalInt maker = makerOf(type);
            if (maker.isPresent() && maker.getAsInt() != object.oid()) {
                run.lockUse(maker.getAsInt(), TableLockMode.ACCESS_SHARE);
                maker = makerOf(type);
            }
            if (maker.isEmpty()) {
                throw new SqlException(SqlState.UNDEFINED_OBJECT, "type with OID " + type + " does not exist");
            }
        }
    }

    private static List<Integer> typesOf(CatalogObject object) {
        List<Integer> types = new ArrayList<>();
        switch (object) {
            case RelationDef.Table table ->
                table.columns().stream()
                        .filter(column -> !column.dropped())
                        .forEach(column -> types.add(column.type().type().oid()));
            case RelationDef.View view ->
                view.columns().forEach(column -> types.add(column.type().type().oid()));
            case TypeDef.Domain domain -> types.add(domain.baseType());
            case TypeDef.Composite composite ->
                composite.attributes().forEach(attribute -> types.add(attribute.typeOid()));
            case CatalogObject.Routine routine -> {
                types.addAll(routine.argumentTypes());
                types.add(routine.resultType());
                routine.resultColumns().forEach(column -> types.add(column.typeOid()));
            }
            default -> {
                // Made of no types.
            }
        }
        return types;
    }

    /// The type definition or relation that brings a type.
    private OptionalInt makerOf(int type) {
        Catalog catalog = run.catalog();
        for (TypeDef def : catalog.typeDefs()) {
            if (def.oid() == type || def.arrayOid() == type) {
                return OptionalInt.of(def.oid());
            }
        }
        for (RelationDef relation : catalog.relations()) {
            int row = Catalog.rowTypeOid(relation.oid());
            if (row == type || row + 1 == type) {
                return OptionalInt.of(relation.oid());
            }
        }
        return OptionalInt.empty();
    }
}
