package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.FunctionDef;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a statement needs of the objects that it names, as analysis found it: relations in the order in which they were
/// named, and functions.
public record StatementAccess(List<RelationAccess> relations, List<FunctionDef> functions) {

    public static final StatementAccess NONE = new StatementAccess(List.of(), List.of());

    /// What may be granted on columns, too.
    private static final Set<Privilege> BY_COLUMN = EnumSet.of(Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE);

    public StatementAccess {
        relations = List.copyOf(relations);
        functions = List.copyOf(functions);
    }

    public boolean isEmpty() {
        return relations.isEmpty() && functions.isEmpty();
    }

    /// Checks whether a user may do all of it.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42501
    public void check(Catalog catalog, String user) {
        Rights own = Rights.of(catalog, user);
        for (RelationAccess access : relations) {
            String owner = access.owner();
            // A relation that is gone has been locked and checked before, or fails for that.
            RelationDef now = catalog.relation(access.relation().oid()).orElse(access.relation());
            check(owner == null ? own : Rights.of(catalog, owner), now, access);
        }
        if (!own.isSuperuser()) {
            for (FunctionDef function : functions) {
                Securable called = catalog.routine(function.oid())
                        .map(Securable::of)
                        .orElseGet(() -> Securable.builtInFunction(function.oid(), function.name()));
                own.require(called, Privilege.EXECUTE);
            }
        }
    }

    private static void check(Rights rights, RelationDef relation, RelationAccess access) {
        // What exists for one statement only, such as the transition tables of a trigger, is nobody's.
        if (rights.isSuperuser() || relation.oid() == 0) {
            return;
        }
        Securable object = Securable.of(relation);
        EnumSet<Privilege> missing = Privilege.copyOf(access.needed());
        missing.removeAll(rights.of(object, access.needed()));
        for (Privilege privilege : missing) {
            if (!BY_COLUMN.contains(privilege) || !mayByColumns(rights, relation, access, privilege)) {
                throw Denied.to(object);
            }
        }
    }

    private static boolean mayByColumns(
            Rights rights, RelationDef relation, RelationAccess access, Privilege privilege) {
        Set<Integer> columns = access.columns(privilege);
        return columns.isEmpty()
                ? rights.mayOnAnyColumn(relation, privilege)
                : columns.stream().allMatch(c -> rights.mayOnColumn(relation, c, privilege));
    }
}
