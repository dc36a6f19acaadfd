package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Grant;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Granted;
import io.heliosdb.server.sql.privilege.AccessList;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.ObjectKind;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// GRANT and REVOKE of privileges (PostgreSQL 15 manual, SQL commands).
///
/// Whoever neither owns an object nor may grant anything on it is refused; whoever may grant a part of what was said
/// grants that, and is warned.
final class Grants {

    /// In the order in which PostgreSQL warns that nothing could be revoked for them.
    private static final List<String> SYSTEM_COLUMNS = List.of("tableoid", "cmax", "xmax", "cmin", "xmin", "ctid");

    private final CommandRun run;

    Grants(CommandRun run) {
        this.run = run;
    }

    String grant(Grant node) {
        if (!node.options().grantor().isEmpty()) {
            checkGrantor(run.roleName(node.options().grantor()));
        }
        List<String> roles = grantees(node);
        for (GrantObjects.Target target : new GrantObjects(run).of(node.target())) {
            change(node, target, roles);
        }
        return node.revoke() ? "REVOKE" : "GRANT";
    }

    private void checkGrantor(String grantor) {
        run.requireRole(grantor);
        if (!grantor.equals(run.session().currentUser())) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "grantor must be current user");
        }
    }

    /// Who gets or loses something; PUBLIC as an empty name.
    private List<String> grantees(Grant node) {
        List<String> roles = new ArrayList<>();
        for (String role : node.roles()) {
            if (role.equals("public")) {
                if (node.options().option() && !node.revoke()) {
                    throw new SqlException(
                            SqlState.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
                }
                roles.add("");
            } else {
                roles.add(run.requireRole(run.roleName(role)).name());
            }
        }
        return roles;
    }

    private void change(Grant node, GrantObjects.Target target, List<String> roles) {
        EnumSet<Privilege> whole = EnumSet.noneOf(Privilege.class);
        if (node.privileges().isEmpty()) {
            whole.addAll(target.object().kind().all());
        }
        for (Granted granted : node.privileges()) {
            if (granted.columns().isEmpty()) {
                whole.add(privilege(granted.word(), target));
            }
        }
        if (target.object().kind() == ObjectKind.SEQUENCE && target.granted() == ObjectKind.TABLE) {
            dropOddOfSequence(whole, target.object());
        }
        if (!whole.isEmpty()) {
            changeWhole(node, target.object(), whole, roles);
        }
        for (Granted granted : node.privileges()) {
            for (String column : granted.columns()) {
                changeColumn(node, target, granted.word(), column, roles);
            }
        }
        if (node.revoke() && target.relation() != null) {
            revokeColumns(node, target.relation(), whole, roles);
        }
    }

    // GRANT ... ON TABLE may name a sequence, for what was said before sequences had privileges of their own.
    private void dropOddOfSequence(EnumSet<Privilege> privileges, Securable sequence) {
        if (privileges.retainAll(sequence.kind().all())) {
            run.notice(
                    "WARNING",
                    SqlState.INVALID_GRANT_OPERATION,
                    "sequence \"" + sequence.name() + "\" only supports USAGE, SELECT, and UPDATE privileges");
        }
    }

    // What may be a sequence may have its privileges, until it is known to be none.
    private static Privilege privilege(String word, GrantObjects.Target target) {
        if (target.granted() != ObjectKind.TABLE || !word.equalsIgnoreCase("usage")) {
            return privilege(word, target.granted());
        }
        if (target.object().kind() != ObjectKind.SEQUENCE) {
            throw new SqlException(SqlState.INVALID_GRANT_OPERATION, "invalid privilege type USAGE for table");
        }
        return Privilege.USAGE;
    }

    static Privilege privilege(String word, ObjectKind kind) {
        Privilege privilege = Privilege.named(word)
                .orElseThrow(
                        () -> new SqlException(SqlState.SYNTAX_ERROR, "unrecognized privilege type \"" + word + "\""));
        if (!kind.all().contains(privilege)) {
            throw new SqlException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "invalid privilege type " + word.toUpperCase(Locale.ROOT) + " for " + kind.word());
        }
        return privilege;
    }

    private void changeWhole(Grant node, Securable object, EnumSet<Privilege> privileges, List<String> roles) {
        AccessList list = AccessList.of(run.catalog(), object);
        Grantor grantor = grantor(list, object);
        EnumSet<Privilege> allowed = allowed(node, grantor, privileges, object, object.name());
        store(object.oid(), 0, changed(node, list, grantor, allowed, roles));
    }

    private void changeColumn(Grant node, GrantObjects.Target target, String word, String column, List<String> roles) {
        RelationDef relation = target.relation();
        if (relation == null) {
            throw new SqlException(SqlState.INVALID_GRANT_OPERATION, "column privileges are only valid for relations");
        }
        ColumnDef found = relation.columns().stream()
                .filter(c -> !c.dropped() && c.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column + "\" of relation \"" + relation.name() + "\" does not exist"));
        EnumSet<Privilege> privileges = word.isEmpty()
                ? EnumSet.copyOf(ObjectKind.COLUMN.all())
                : EnumSet.of(privilege(word, ObjectKind.COLUMN));
        AccessList list = AccessList.of(run.catalog(), target.object(), found.number());
        Grantor grantor = grantorOfColumn(list, target.object());
        EnumSet<Privilege> allowed = allowed(node, grantor, privileges, target.object(), column);
        store(relation.oid(), found.number(), changed(node, list, grantor, allowed, roles));
    }

    // REVOKE on a table takes back what was granted on its columns, too.
    private void revokeColumns(Grant node, RelationDef relation, Set<Privilege> privileges, List<String> roles) {
        EnumSet<Privilege> ofColumns = EnumSet.copyOf(ObjectKind.COLUMN.all());
        ofColumns.retainAll(privileges);
        Securable object = Securable.of(relation);
        if (ofColumns.isEmpty()) {
            return;
        }
        if (relation instanceof RelationDef.Table
                && grantor(AccessList.of(run.catalog(), object), object)
                        .options()
                        .isEmpty()) {
            SYSTEM_COLUMNS.forEach(column -> warn(node, true, column, object));
        }
        for (ColumnDef column : relation.columns()) {
            AccessList list = AccessList.of(run.catalog(), object, column.number());
            Grantor grantor = grantorOfColumn(list, object);
            EnumSet<Privilege> allowed = EnumSet.copyOf(ofColumns);
            allowed.retainAll(grantor.options());
            if (allowed.isEmpty() && !column.dropped()) {
                warn(node, true, column.name(), object);
            } else if (!list.grants().isEmpty()) {
                store(relation.oid(), column.number(), changed(node, list, grantor, allowed, roles));
            }
        }
    }

    /// In whose name something is granted, and what that role may grant.
    private record Grantor(String role, Set<Privilege> options) {}

    private Grantor grantor(AccessList list, Securable object) {
        Rights rights = run.rights();
        if (rights.owns(object)) {
            return new Grantor(object.owner(), object.kind().all());
        }
        return new Grantor(rights.user(), list.grantable(rights::actsFor));
    }

    private Grantor grantorOfColumn(AccessList list, Securable object) {
        Grantor ofTable = grantor(AccessList.of(run.catalog(), object), object);
        EnumSet<Privilege> options = EnumSet.noneOf(Privilege.class);
        options.addAll(ofTable.options());
        options.addAll(list.grantable(run.rights()::actsFor));
        return new Grantor(ofTable.role(), options);
    }

    private EnumSet<Privilege> allowed(
            Grant node, Grantor grantor, EnumSet<Privilege> privileges, Securable object, String name) {
        EnumSet<Privilege> allowed = EnumSet.copyOf(privileges);
        allowed.retainAll(grantor.options());
        if (allowed.isEmpty() && grantor.options().isEmpty() && holdsNothing(object)) {
            throw Denied.to(object);
        }
        if (!node.privileges().isEmpty() && !allowed.equals(privileges) || allowed.isEmpty()) {
            warn(node, allowed.isEmpty(), name.equals(object.name()) ? "" : name, object);
        }
        return allowed;
    }

    private boolean holdsNothing(Securable object) {
        return run.rights().of(object, object.kind().all()).isEmpty();
    }

    private void warn(Grant node, boolean nothing, String column, Securable object) {
        String verb = node.revoke() ? "revoked" : "granted";
        String where = (column.isEmpty() ? "" : "column \"" + column + "\" of relation ") + "\"" + object.name() + "\"";
        run.notice(
                "WARNING",
                node.revoke() ? SqlState.WARNING_PRIVILEGE_NOT_REVOKED : SqlState.WARNING_PRIVILEGE_NOT_GRANTED,
                nothing
                        ? "no privileges " + (node.revoke() ? "could be revoked" : "were granted") + " for " + where
                        : "not all privileges " + (node.revoke() ? "could be " : "were ") + verb + " for " + where);
    }

    private static AccessList changed(
            Grant node, AccessList before, Grantor grantor, Set<Privilege> privileges, List<String> roles) {
        AccessList list = before;
        AccessList.Revocation how = new AccessList.Revocation(
                node.options().option(), node.options().cascade());
        for (String role : roles) {
            list = node.revoke()
                    ? list.revoked(role, grantor.role(), privileges, how)
                    : list.granted(
                            role, grantor.role(), privileges, node.options().option());
        }
        return list;
    }

    private void store(int oid, int column, AccessList list) {
        Privileges privileges = new Privileges(oid, column, list.grants());
        if (column > 0 && list.grants().isEmpty()) {
            run.catalog().privileges(oid, column).ifPresent(run::removeNote);
        } else {
            run.put(privileges);
        }
    }
}
