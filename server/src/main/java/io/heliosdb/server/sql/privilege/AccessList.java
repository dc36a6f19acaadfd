package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges.Grant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Who was granted what on one object or column, and by whom. Immutable.
///
/// An owner may grant everything without an entry that says so.
///
/// @param owner of the object
public record AccessList(String owner, List<Grant> grants) {

    public AccessList {
        grants = List.copyOf(grants);
    }

    /// What holds for an object now: what was granted, or what holds from the start.
    public static AccessList of(Catalog catalog, Securable object) {
        return catalog.privileges(object.oid(), 0)
                .map(stored -> new AccessList(object.owner(), stored.grants()))
                .orElseGet(() -> initial(object));
    }

    /// What was granted on one column; nothing from the start.
    public static AccessList of(Catalog catalog, Securable object, int column) {
        List<Grant> stored =
                catalog.privileges(object.oid(), column).map(Privileges::grants).orElse(List.of());
        return new AccessList(object.owner(), stored);
    }

    /// What holds as long as nothing was granted or revoked.
    public static AccessList initial(Securable object) {
        AccessList list = initial(object.kind(), object.owner());
        return object.ofPublic().equals(object.kind().ofPublic())
                ? list
                : list.revoked("", object.owner(), object.kind().ofPublic(), new Revocation(false, false))
                        .granted("", object.owner(), object.ofPublic(), false);
    }

    /// What holds for a new object of a kind.
    public static AccessList initial(ObjectKind kind, String owner) {
        List<Grant> grants = new ArrayList<>();
        add(grants, new Grant("", letters(kind.ofPublic(), Set.of()), owner));
        add(grants, new Grant(owner, letters(kind.all(), Set.of()), owner));
        return new AccessList(owner, grants);
    }

    private static String letters(Set<Privilege> held, Set<Privilege> options) {
        StringBuilder letters = new StringBuilder();
        for (Privilege privilege : Privilege.values()) {
            if (held.contains(privilege)) {
                letters.append(privilege.letter());
                if (options.contains(privilege)) {
                    letters.append('*');
                }
            }
        }
        return letters.toString();
    }

    private static EnumSet<Privilege> options(Grant grant) {
        EnumSet<Privilege> options = EnumSet.noneOf(Privilege.class);
        for (Privilege privilege : Privilege.ofLetters(grant.letters())) {
            if (grant.letters().contains(privilege.letter() + "*")) {
                options.add(privilege);
            }
        }
        return options;
    }

    /// What somebody has.
    ///
    /// @param acts whether somebody has the privileges of a role; asked of PUBLIC, too, by an empty name
    public EnumSet<Privilege> held(Predicate<String> acts) {
        EnumSet<Privilege> held = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants) {
            if (grant.grantee().isEmpty() || acts.test(grant.grantee())) {
                held.addAll(Privilege.ofLetters(grant.letters()));
            }
        }
        return held;
    }

    /// What somebody who is not the owner may grant to others.
    public EnumSet<Privilege> grantable(Predicate<String> acts) {
        EnumSet<Privilege> grantable = EnumSet.noneOf(Privilege.class);
        for (Grant grant : grants) {
            if (!grant.grantee().isEmpty() && acts.test(grant.grantee())) {
                grantable.addAll(options(grant));
            }
        }
        return grantable;
    }

    /// With what one more entry says.
    public AccessList with(Grant grant) {
        AccessList all = granted(grant.grantee(), grant.grantor(), Privilege.ofLetters(grant.letters()), false);
        return options(grant).isEmpty() ? all : all.granted(grant.grantee(), grant.grantor(), options(grant), true);
    }

    /// Whether both say the same, in whatever order.
    public boolean isSameAs(AccessList other) {
        return Set.copyOf(grants).equals(Set.copyOf(other.grants));
    }

    /// Everybody who is named in it, as grantee or grantor.
    public boolean names(String role) {
        return grants.stream()
                .anyMatch(g -> g.grantee().equals(role) || g.grantor().equals(role));
    }

    /// With privileges for one more role, or more for it.
    ///
    /// @param grantee empty for PUBLIC
    /// @param option whether it may grant them on
    /// @throws SqlException 0LP01 when the option would go back to whom it came from
    public AccessList granted(String grantee, String grantor, Set<Privilege> privileges, boolean option) {
        if (option && !grantor.equals(owner)) {
            checkNoCircle(grantee, grantor, privileges);
        }
        return changed(grantee, grantor, grant -> {
            EnumSet<Privilege> held = Privilege.ofLetters(grant.letters());
            EnumSet<Privilege> options = options(grant);
            held.addAll(privileges);
            if (option) {
                options.addAll(privileges);
            }
            return letters(held, options);
        });
    }

    // Without what the grantee could grant, the grantor must still be able to.
    private void checkNoCircle(String grantee, String grantor, Set<Privilege> privileges) {
        if (grantee.equals(owner)) {
            throw circle();
        }
        AccessList without = this;
        for (Grant grant : grants) {
            if (grant.grantee().equals(grantee)) {
                without = without.revoked(grantee, grant.grantor(), options(grant), Revocation.CASCADE);
            }
        }
        if (!without.grantable(grantor::equals).containsAll(privileges)) {
            throw circle();
        }
    }

    private static SqlException circle() {
        return new SqlException(
                SqlState.INVALID_GRANT_OPERATION, "grant options cannot be granted back to your own grantor");
    }

    /// How a revocation goes.
    ///
    /// @param optionOnly whether the privileges stay and only the right to grant them goes
    /// @param cascade whether what was granted by it goes, too
    public record Revocation(boolean optionOnly, boolean cascade) {
        static final Revocation CASCADE = new Revocation(false, true);
    }

    /// Without privileges of one role that it has from a grantor.
    ///
    /// @throws SqlException 2BP01 when others have them by way of it
    public AccessList revoked(String grantee, String grantor, Set<Privilege> privileges, Revocation how) {
        AccessList less = changed(grantee, grantor, grant -> {
            EnumSet<Privilege> held = Privilege.ofLetters(grant.letters());
            EnumSet<Privilege> options = options(grant);
            if (!how.optionOnly()) {
                held.removeAll(privileges);
            }
            options.removeAll(privileges);
            return letters(held, options);
        });
        return grantee.isEmpty() || grantee.equals(owner) ? less : less.withoutDependents(grantee, privileges, how);
    }

    // What a role can grant no longer, nobody has from it.
    private AccessList withoutDependents(String role, Set<Privilege> privileges, Revocation how) {
        EnumSet<Privilege> lost = Privilege.copyOf(privileges);
        lost.removeAll(grantable(role::equals));
        AccessList less = this;
        for (Grant grant : grants) {
            EnumSet<Privilege> dependent = Privilege.ofLetters(grant.letters());
            dependent.retainAll(lost);
            if (grant.grantor().equals(role) && !dependent.isEmpty()) {
                if (!how.cascade()) {
                    throw new SqlException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, "dependent privileges exist")
                            .withHint("Use CASCADE to revoke them too.");
                }
                less = less.revoked(grant.grantee(), role, dependent, Revocation.CASCADE);
            }
        }
        return less;
    }

    private interface Letters {
        String after(Grant before);
    }

    private AccessList changed(String grantee, String grantor, Letters change) {
        List<Grant> changed = new ArrayList<>();
        boolean found = false;
        for (Grant grant : grants) {
            boolean same = grant.grantee().equals(grantee) && grant.grantor().equals(grantor);
            found |= same;
            add(changed, same ? new Grant(grantee, change.after(grant), grantor) : grant);
        }
        if (!found) {
            add(changed, new Grant(grantee, change.after(new Grant(grantee, "", grantor)), grantor));
        }
        return new AccessList(owner, changed);
    }

    private static void add(List<Grant> grants, Grant grant) {
        if (!grant.letters().isEmpty()) {
            grants.add(grant);
        }
    }

    /// The same after another role has become the owner: the old one's part is the new one's.
    public AccessList withOwner(String role) {
        AccessList moved = new AccessList(role, List.of());
        for (Grant grant : grants) {
            String grantee = grant.grantee().equals(owner) ? role : grant.grantee();
            String grantor = grant.grantor().equals(owner) ? role : grant.grantor();
            EnumSet<Privilege> options = options(grant);
            moved = moved.changed(grantee, grantor, before -> {
                EnumSet<Privilege> held = Privilege.ofLetters(before.letters());
                EnumSet<Privilege> all = options(before);
                held.addAll(Privilege.ofLetters(grant.letters()));
                all.addAll(options);
                return letters(held, all);
            });
        }
        return moved;
    }

    /// The same with a role under another name.
    public AccessList renamed(String role, String name) {
        return new AccessList(
                owner.equals(role) ? name : owner,
                grants.stream()
                        .map(g -> new Grant(
                                g.grantee().equals(role) ? name : g.grantee(),
                                g.letters(),
                                g.grantor().equals(role) ? name : g.grantor()))
                        .toList());
    }

    /// The same without a role: neither what it has nor what others have by way of it.
    public AccessList without(String role) {
        AccessList less = this;
        for (Grant grant : grants) {
            if (grant.grantee().equals(role)) {
                less = less.revoked(role, grant.grantor(), Privilege.ofLetters(grant.letters()), Revocation.CASCADE);
            }
        }
        return new AccessList(
                owner,
                less.grants.stream().filter(g -> !g.grantor().equals(role)).toList());
    }
}
