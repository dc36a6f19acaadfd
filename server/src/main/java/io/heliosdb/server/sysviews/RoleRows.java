package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pg_roles`, `pg_authid`, `pg_user`, `pg_shadow`, `pg_group` and `pg_auth_members`.
final class RoleRows {

    private static final String HIDDEN = "********";

    private RoleRows() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "pg_roles", RoleRows::roles,
                "pg_authid", RoleRows::secrets,
                "pg_user", RoleRows::users,
                "pg_auth_members", RoleRows::members);
    }

    private static void roles(Scan scan, RowSink rows) {
        for (CatalogObject.Role role : scan.catalog().roles()) {
            flags(rows, role).set("rolpassword", HIDDEN).set("rolconfig", settings(role));
        }
    }

    /// Read by superusers only.
    private static void secrets(Scan scan, RowSink rows) {
        for (CatalogObject.Role role : scan.catalog().roles()) {
            flags(rows, role).set("rolpassword", role.password());
        }
    }

    private static RowSink.Row flags(RowSink rows, CatalogObject.Role role) {
        CatalogObject.Role.Flags flags = role.flags();
        return rows.row()
                .oid("oid", role.oid())
                .set("rolname", role.name())
                .flag("rolsuper", flags.superuser())
                .flag("rolinherit", flags.inherit())
                .flag("rolcreaterole", flags.createRole())
                .flag("rolcreatedb", flags.createDatabase())
                .flag("rolcanlogin", flags.login())
                .flag("rolreplication", flags.replication())
                .flag("rolbypassrls", flags.bypassRowSecurity())
                .set("rolconnlimit", role.connectionLimit())
                .set("rolvaliduntil", validUntil(role));
    }

    private static @Nullable Long validUntil(CatalogObject.Role role) {
        return role.validUntilMicros().isPresent() ? role.validUntilMicros().getAsLong() : null;
    }

    private static @Nullable ArrayValue settings(CatalogObject.Role role) {
        return role.settings().isEmpty()
                ? null
                : ArrayValue.ofList(
                        Types.TEXT,
                        role.settings().entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .toList());
    }

    private static void users(Scan scan, RowSink rows) {
        for (CatalogObject.Role role : scan.catalog().roles()) {
            if (role.flags().login()) {
                rows.row()
                        .set("usename", role.name())
                        .oid("usesysid", role.oid())
                        .flag("usecreatedb", role.flags().createDatabase())
                        .flag("usesuper", role.flags().superuser())
                        .flag("userepl", role.flags().replication())
                        .flag("usebypassrls", role.flags().bypassRowSecurity())
                        .set("passwd", HIDDEN)
                        .set("useconfig", settings(role));
            }
        }
    }

    private static void members(Scan scan, RowSink rows) {
        for (CatalogObject.Role role : scan.catalog().roles()) {
            for (CatalogObject.Role.Membership membership : role.memberOf()) {
                rows.row()
                        .oid("roleid", scan.roleOid(membership.role()))
                        .oid("member", role.oid())
                        .oid("grantor", scan.roleOid(membership.grantor()))
                        .flag("admin_option", membership.admin());
            }
        }
    }
}
