package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a statement does with one relation that it names.
///
/// @param owner of the view in whose text the relation stands and whose rights count; null when the user's count
/// @param needed what must be held; of SELECT, INSERT and UPDATE the columns below are enough
/// @param selected numbers of the columns that are read; when nothing but SELECT is needed, none means any
/// @param inserted as `selected`, of those that are given values
/// @param updated as `selected`, of those that are set
public record RelationAccess(
        RelationDef relation,
        @Nullable String owner,
        Set<Privilege> needed,
        Set<Integer> selected,
        Set<Integer> inserted,
        Set<Integer> updated) {

    public RelationAccess {
        needed = Set.copyOf(needed);
        selected = Set.copyOf(selected);
        inserted = Set.copyOf(inserted);
        updated = Set.copyOf(updated);
    }

    Set<Integer> columns(Privilege privilege) {
        return switch (privilege) {
            case SELECT -> selected;
            case INSERT -> inserted;
            case UPDATE -> updated;
            default -> Set.of();
        };
    }
}
