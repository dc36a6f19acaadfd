package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.privilege.ObjectKind;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.EnumSet;
import java.util.Set;

/// What of the database `information_schema` shows to one user: what it owns or has some privilege on (SQL standard,
/// part 11).
record Visible(Rights rights) {

    private static final Set<Privilege> OF_TABLE = ObjectKind.TABLE.all();

    private static final Set<Privilege> OF_COLUMN = ObjectKind.COLUMN.all();

    /// Whether the user owns the relation, if only as a member of its owner.
    boolean own(RelationDef relation) {
        return rights.owns(Securable.of(relation));
    }

    /// Whether the user may do anything with a table or view.
    boolean any(RelationDef relation) {
        return own(relation) || may(relation, OF_TABLE, OF_COLUMN);
    }

    /// Whether the user may do more than read it.
    boolean changeable(RelationDef relation) {
        return own(relation) || may(relation, without(OF_TABLE), without(OF_COLUMN));
    }

    private static Set<Privilege> without(Set<Privilege> privileges) {
        EnumSet<Privilege> rest = EnumSet.copyOf(privileges);
        rest.remove(Privilege.SELECT);
        return rest;
    }

    private boolean may(RelationDef relation, Set<Privilege> whole, Set<Privilege> part) {
        return !rights.of(Securable.of(relation), whole).isEmpty()
                || part.stream().anyMatch(p -> rights.mayOnAnyColumn(relation, p));
    }

    /// @param number `attnum`
    boolean column(RelationDef relation, int number) {
        return own(relation) || OF_COLUMN.stream().anyMatch(p -> rights.mayOnColumn(relation, number, p));
    }

    boolean sequence(RelationDef.Sequence sequence) {
        return ownOrAny(Securable.of(sequence));
    }

    boolean schema(CatalogObject.Schema schema) {
        return ownOrAny(Securable.of(schema));
    }

    private boolean ownOrAny(Securable object) {
        return rights.owns(object) || !rights.of(object, object.kind().all()).isEmpty();
    }
}
