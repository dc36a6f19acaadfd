package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one user may do, as one catalog has it. Immutable; to be made anew for another catalog.
///
/// A user who is no stored role came in by trust, as administrators do, and may do everything.
public final class Rights {

    /// The name that stands for everybody: no role has it.
    public static final String PUBLIC = "public";

    private static final Set<Privilege> READ = EnumSet.of(Privilege.SELECT);
    private static final Set<Privilege> WRITE = EnumSet.of(Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE);

    private final Catalog catalog;
    private final String user;
    private final @Nullable Role role;
    private @Nullable Set<String> acting;

    private Rights(Catalog catalog, String user) {
        this.catalog = catalog;
        this.user = user;
        this.role = catalog.role(user).orElse(null);
    }

    public static Rights of(Catalog catalog, String user) {
        return new Rights(catalog, user);
    }

    public String user() {
        return user;
    }

    public Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    /// Whether the user is a role of the catalog.
    public boolean isRole() {
        return role != null;
    }

    /// Whether nothing is asked of the user.
    public boolean isSuperuser() {
        return role == null ? !user.equals(PUBLIC) : role.flags().superuser();
    }

    public boolean mayCreateRoles() {
        return isSuperuser() || role != null && role.flags().createRole();
    }

    public boolean mayCreateDatabases() {
        return isSuperuser() || role != null && role.flags().createDatabase();
    }

    /// Whether the user has the privileges of a role: it is that role, or is a member of it all the way by roles that
    /// inherit.
    public boolean actsFor(String other) {
        return isSuperuser() || acting().contains(other);
    }

    private Set<String> acting() {
        Set<String> known = acting;
        if (known == null) {
            known = closure(true);
            acting = known;
        }
        return known;
    }

    /// Whether the user may become a role: it is that role, or a member of it, however far.
    public boolean isMemberOf(String other) {
        return isSuperuser() || closure(false).contains(other);
    }

    // Of roles that do not inherit only the name counts where privileges are meant.
    private Set<String> closure(boolean inherited) {
        Set<String> all = new LinkedHashSet<>(List.of(user));
        List<String> open = new ArrayList<>(List.of(user));
        while (!open.isEmpty()) {
            Role next = catalog.role(open.removeLast()).orElse(null);
            if (next != null && (!inherited || next.flags().inherit())) {
                for (Role.Membership membership : next.memberOf()) {
                    if (all.add(membership.role())) {
                        open.add(membership.role());
                    }
                }
            }
        }
        return all;
    }

    /// Whether the user may make others members of a role.
    public boolean isAdminOf(String other) {
        if (isSuperuser()) {
            return true;
        }
        Set<String> all = new HashSet<>(closure(false));
        return all.stream()
                .flatMap(name -> catalog.role(name).stream())
                .flatMap(r -> r.memberOf().stream())
                .anyMatch(m -> m.admin() && m.role().equals(other));
    }

    public boolean owns(Securable object) {
        return actsFor(object.owner());
    }

    /// What the user has of some privileges on an object.
    public EnumSet<Privilege> of(Securable object, Set<Privilege> asked) {
        EnumSet<Privilege> held = Privilege.copyOf(asked);
        if (isSuperuser()) {
            return held;
        }
        EnumSet<Privilege> granted = AccessList.of(catalog, object).held(acting()::contains);
        granted.addAll(predefined(object));
        held.retainAll(granted);
        return held;
    }

    public boolean may(Securable object, Privilege privilege) {
        return !of(object, EnumSet.of(privilege)).isEmpty();
    }

    /// Whether the user may grant a privilege on to others.
    public boolean mayGrant(Securable object, Privilege privilege) {
        return owns(object)
                || AccessList.of(catalog, object).grantable(this::actsFor).contains(privilege);
    }

    public boolean mayGrantOnColumn(RelationDef relation, int number, Privilege privilege) {
        Securable object = Securable.of(relation);
        return mayGrant(object, privilege)
                || AccessList.of(catalog, object, number)
                        .grantable(this::actsFor)
                        .contains(privilege);
    }

    /// @throws io.heliosdb.server.common.SqlException 42501
    public void require(Securable object, Privilege privilege) {
        if (!may(object, privilege)) {
            throw Denied.to(object);
        }
    }

    /// @throws io.heliosdb.server.common.SqlException 42501
    public void requireOwner(Securable object) {
        if (!owns(object)) {
            throw Denied.notOwner(object);
        }
    }

    // PostgreSQL 15 manual, table 22.1.
    private Set<Privilege> predefined(Securable object) {
        EnumSet<Privilege> held = EnumSet.noneOf(Privilege.class);
        boolean relation = object.kind() == ObjectKind.TABLE || object.kind() == ObjectKind.SEQUENCE;
        boolean reads = acting().contains("pg_read_all_data");
        boolean writes = acting().contains("pg_write_all_data");
        if (relation && reads) {
            held.addAll(READ);
        }
        if (relation && writes) {
            held.addAll(WRITE);
        }
        if (object.kind() == ObjectKind.SCHEMA && (reads || writes)) {
            held.add(Privilege.USAGE);
        }
        return held;
    }

    /// Whether the user has a privilege on a column: on the whole relation or granted on the column.
    ///
    /// @param number `attnum`
    public boolean mayOnColumn(RelationDef relation, int number, Privilege privilege) {
        Securable object = Securable.of(relation);
        return may(object, privilege)
                || AccessList.of(catalog, object, number)
                        .held(acting()::contains)
                        .contains(privilege);
    }

    /// Whether the user has a privilege on the relation or on any of its columns.
    public boolean mayOnAnyColumn(RelationDef relation, Privilege privilege) {
        return may(Securable.of(relation), privilege)
                || relation.columns().stream()
                        .anyMatch(c -> !c.dropped() && mayOnColumn(relation, c.number(), privilege));
    }
}
