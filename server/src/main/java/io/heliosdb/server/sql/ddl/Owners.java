package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogObject.DefaultPrivileges;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges;
import io.heliosdb.server.sql.catalog.CatalogObject.Role;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.privilege.AccessList;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which objects a role owns or is named by, and what becomes of them when that changes.
///
/// Owners, grantees and members are stored by name, so that a role's new name is written wherever the old one was.
final class Owners {

    private final CommandRun run;

    Owners(CommandRun run) {
        this.run = run;
    }

    /// Who owns an object; empty for what nobody does.
    static Optional<Securable> securable(CatalogObject object) {
        return switch (object) {
            case RelationDef.Virtual virtual -> Optional.empty();
            case RelationDef relation -> Optional.of(Securable.of(relation));
            case CatalogObject.Schema schema -> Optional.of(Securable.of(schema));
            case CatalogObject.Routine routine -> Optional.of(Securable.of(routine));
            case TypeDef type -> Optional.of(Securable.of(type));
            default -> Optional.empty();
        };
    }

    /// What a role owns, the oldest first.
    List<CatalogObject> ownedBy(String role) {
        return run.catalog().objects().stream()
                .filter(o -> securable(o).filter(s -> s.owner().equals(role)).isPresent())
                .sorted(Comparator.comparingInt(CatalogObject::oid))
                .toList();
    }

    /// Gives an object to a role, with the old owner's part of what was granted on it; the sequences of a table's
    /// columns go along.
    void give(CatalogObject object, String role) {
        String before = securable(object).map(Securable::owner).orElse(role);
        if (before.equals(role)) {
            return;
        }
        run.put(withOwner(object, role));
        for (Privileges privileges : privilegesOf(object.oid())) {
            AccessList list = new AccessList(before, privileges.grants()).withOwner(role);
            run.put(new Privileges(object.oid(), privileges.column(), list.grants()));
        }
        if (object instanceof RelationDef.Table table) {
            for (RelationDef other : List.copyOf(run.catalog().relations())) {
                if (other instanceof RelationDef.Sequence s && s.sequence().ownedByTable() == table.oid()) {
                    give(s, role);
                }
            }
        }
    }

    private List<Privileges> privilegesOf(int oid) {
        return stored(Privileges.class).stream().filter(p -> p.oid() == oid).toList();
    }

    private <T extends CatalogObject> List<T> stored(Class<T> type) {
        return run.catalog().objects().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static CatalogObject withOwner(CatalogObject object, String role) {
        return switch (object) {
            case RelationDef relation -> Renames.withOwner(relation, role);
            case CatalogObject.Schema schema -> new CatalogObject.Schema(schema.oid(), schema.name(), role);
            case CatalogObject.Routine routine -> routine.with(routine.schema(), routine.name(), role);
            case TypeDef type -> Renames.withOwner(type, role);
            default -> object;
        };
    }

    /// Writes a role's new name wherever its old one stands.
    void rename(String old, String name) {
        for (CatalogObject object : ownedBy(old)) {
            run.put(withOwner(object, name));
        }
        for (Privileges privileges : stored(Privileges.class)) {
            AccessList list = new AccessList("", privileges.grants());
            if (list.names(old)) {
                run.put(new Privileges(
                        privileges.oid(),
                        privileges.column(),
                        list.renamed(old, name).grants()));
            }
        }
        for (DefaultPrivileges said : stored(DefaultPrivileges.class)) {
            AccessList list = new AccessList(said.role(), said.grants()).renamed(old, name);
            if (said.role().equals(old) || !list.grants().equals(said.grants())) {
                run.put(new DefaultPrivileges(said.oid(), list.owner(), said.schema(), said.kind(), list.grants()));
            }
        }
        for (Role role : List.copyOf(run.catalog().roles())) {
            List<Role.Membership> renamed = role.memberOf().stream()
                    .map(m -> new Role.Membership(
                            m.role().equals(old) ? name : m.role(),
                            m.admin(),
                            m.grantor().equals(old) ? name : m.grantor()))
                    .toList();
            if (!renamed.equals(role.memberOf())) {
                run.put(role.withMemberOf(renamed));
            }
        }
    }

    /// Takes away all that a role was granted, and what others have by way of it.
    void revokeAll(String role) {
        for (Privileges privileges : stored(Privileges.class)) {
            AccessList list = new AccessList(ownerOf(privileges.oid()), privileges.grants());
            if (list.names(role) && !list.owner().equals(role)) {
                AccessList less = list.without(role);
                if (less.grants().isEmpty()) {
                    run.removeNote(privileges);
                } else {
                    run.put(new Privileges(privileges.oid(), privileges.column(), less.grants()));
                }
            }
        }
        for (DefaultPrivileges said : stored(DefaultPrivileges.class)) {
            if (said.role().equals(role)) {
                run.removeNote(said);
            } else if (new AccessList(said.role(), said.grants()).names(role)) {
                AccessList less = new AccessList(said.role(), said.grants()).without(role);
                run.put(new DefaultPrivileges(said.oid(), said.role(), said.schema(), said.kind(), less.grants()));
            }
        }
    }

    private String ownerOf(int oid) {
        Catalog catalog = run.catalog();
        return catalog.relation(oid)
                .map(RelationDef::owner)
                .or(() -> catalog.schema(oid).map(CatalogObject.Schema::owner))
                .or(() -> catalog.routine(oid).map(CatalogObject.Routine::owner))
                .or(() -> catalog.typeDef(oid).map(TypeDef::owner))
                .orElse(Catalog.BOOTSTRAP_ROLE);
    }

    /// One reason why a role cannot go.
    private record Use(int oid, int column, String text) {}

    /// Why a role cannot go, as `DROP ROLE` lists it, the oldest objects first; empty when it can.
    List<String> uses(String role) {
        List<Use> uses = new ArrayList<>();
        for (CatalogObject object : ownedBy(role)) {
            uses.add(new Use(object.oid(), 0, "owner of " + described(object)));
        }
        for (Privileges privileges : stored(Privileges.class)) {
            String owner = ownerOf(privileges.oid());
            if (!owner.equals(role) && new AccessList(owner, privileges.grants()).names(role)) {
                String text = "privileges for " + describedPart(privileges);
                uses.add(new Use(privileges.oid(), privileges.column(), text));
            }
        }
        for (DefaultPrivileges said : stored(DefaultPrivileges.class)) {
            boolean own = said.role().equals(role);
            if (own || new AccessList(said.role(), said.grants()).names(role)) {
                uses.add(new Use(said.oid(), 0, (own ? "owner of " : "privileges for ") + described(said)));
            }
        }
        return uses.stream()
                .sorted(Comparator.comparingInt(Use::oid).thenComparingInt(Use::column))
                .map(Use::text)
                .toList();
    }

    private static String described(DefaultPrivileges said) {
        String what =
                switch (said.kind()) {
                    case 'r' -> "relations";
                    case 'S' -> "sequences";
                    case 'f' -> "functions";
                    case 'T' -> "types";
                    default -> "schemas";
                };
        return "default privileges on new " + what + " belonging to role " + said.role()
                + (said.schema().isEmpty() ? "" : " in schema " + said.schema());
    }

    private String describedPart(Privileges privileges) {
        int oid = privileges.oid();
        if (oid == Securable.DATABASE_OID) {
            return "database " + run.session().database();
        }
        Optional<CatalogObject> object = run.catalog().objects().stream()
                .filter(o -> o.oid() == oid && securable(o).isPresent())
                .findFirst();
        String whole = object.map(this::described)
                .orElse(oid < OidCounter.FIRST ? "object " + oid + " of the system" : "object " + oid);
        if (privileges.column() == 0 || !(object.orElse(null) instanceof RelationDef relation)) {
            return whole;
        }
        return "column " + relation.columns().get(privileges.column() - 1).name() + " of " + whole;
    }

    private String described(CatalogObject object) {
        return switch (object) {
            case RelationDef r -> Drops.kind(r) + " " + shown(r.schema(), r.name());
            case CatalogObject.Routine r ->
                (r.procedure() ? "procedure " : "function ") + new RoutineCommands(run).described(r);
            case TypeDef t -> "type " + shown(t.schema(), t.name());
            case CatalogObject.Schema s -> "schema " + s.name();
            default -> "object " + object.oid();
        };
    }

    private String shown(String schema, String name) {
        return run.path().all().contains(schema) ? name : schema + "." + name;
    }
}
