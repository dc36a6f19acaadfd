package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges.Grant;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.privilege.AccessList;
import io.heliosdb.server.sql.privilege.ObjectKind;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The views of `information_schema` about privileges and roles (SQL standard, part 11): of each object the grants that
/// the user has given or has.
final class GrantRows {

    private final Scan scan;
    private final RowSink rows;
    private final Rights rights;

    /// Whether grants to everybody are shown, too.
    private final boolean withPublic;

    private GrantRows(Scan scan, RowSink rows, boolean withPublic) {
        this.scan = scan;
        this.rows = rows;
        this.rights = scan.rights();
        this.withPublic = withPublic;
    }

    static Map<String, SystemRows> all() {
        return Map.ofEntries(
                Map.entry("table_privileges", (scan, rows) -> new GrantRows(scan, rows, true).tables()),
                Map.entry("role_table_grants", (scan, rows) -> new GrantRows(scan, rows, false).tables()),
                Map.entry("column_privileges", (scan, rows) -> new GrantRows(scan, rows, true).columns()),
                Map.entry("role_column_grants", (scan, rows) -> new GrantRows(scan, rows, false).columns()),
                Map.entry("usage_privileges", (scan, rows) -> new GrantRows(scan, rows, true).usages()),
                Map.entry("role_usage_grants", (scan, rows) -> new GrantRows(scan, rows, false).usages()),
                Map.entry("routine_privileges", (scan, rows) -> new GrantRows(scan, rows, true).routines()),
                Map.entry("role_routine_grants", (scan, rows) -> new GrantRows(scan, rows, false).routines()),
                Map.entry("udt_privileges", (scan, rows) -> new GrantRows(scan, rows, true).types()),
                Map.entry("role_udt_grants", (scan, rows) -> new GrantRows(scan, rows, false).types()),
                Map.entry("enabled_roles", GrantRows::enabled),
                Map.entry("applicable_roles", (scan, rows) -> applicable(scan, rows, false)),
                Map.entry("administrable_role_authorizations", (scan, rows) -> applicable(scan, rows, true)));
    }

    private interface Fields {
        void set(RowSink.Row row, Privilege privilege);
    }

    /// One row per privilege of each grant that the user may see.
    private void each(AccessList list, Set<Privilege> shown, Fields fields) {
        for (Grant grant : list.grants()) {
            boolean toAll = grant.grantee().isEmpty();
            boolean involved =
                    rights.actsFor(grant.grantor()) || (toAll ? withPublic : rights.actsFor(grant.grantee()));
            for (Privilege privilege : Privilege.ofLetters(grant.letters())) {
                if (involved && shown.contains(privilege)) {
                    boolean grantable = grant.letters().contains(privilege.letter() + "*")
                            || !toAll
                                    && Rights.of(scan.catalog(), grant.grantee())
                                            .actsFor(list.owner());
                    RowSink.Row row = rows.row()
                            .set("grantor", grant.grantor())
                            .set("grantee", toAll ? "PUBLIC" : grant.grantee())
                            .set("privilege_type", privilege.word())
                            .set("is_grantable", grantable ? "YES" : "NO");
                    fields.set(row, privilege);
                }
            }
        }
    }

    private void tables() {
        for (RelationDef relation : scan.relations()) {
            if (!(relation instanceof RelationDef.Sequence)) {
                each(
                        AccessList.of(scan.catalog(), Securable.of(relation)),
                        ObjectKind.TABLE.all(),
                        (row, privilege) -> table(row, relation)
                                .set("with_hierarchy", privilege == Privilege.SELECT ? "YES" : "NO"));
            }
        }
    }

    private RowSink.Row table(RowSink.Row row, RelationDef relation) {
        return row.set("table_catalog", scan.context().database())
                .set("table_schema", relation.schema())
                .set("table_name", relation.name());
    }

    // What was granted on the whole counts for each column; a grant that was made on both is shown once.
    private void columns() {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence) {
                continue;
            }
            Securable object = Securable.of(relation);
            AccessList whole = AccessList.of(scan.catalog(), object);
            for (ColumnDef column : ColumnRows.live(relation)) {
                AccessList all = whole;
                for (Grant grant :
                        AccessList.of(scan.catalog(), object, column.number()).grants()) {
                    all = all.with(grant);
                }
                each(all, ObjectKind.COLUMN.all(), (row, privilege) -> table(row, relation)
                        .set("column_name", column.name()));
            }
        }
    }

    private void usages() {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence sequence) {
                usages(Securable.of(sequence), sequence.schema(), "SEQUENCE");
            }
        }
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Domain) {
                usages(Securable.of(type), type.schema(), "DOMAIN");
            }
        }
    }

    private void usages(Securable object, String schema, String type) {
        each(AccessList.of(scan.catalog(), object), EnumSet.of(Privilege.USAGE), (row, privilege) -> row.set(
                        "object_catalog", scan.context().database())
                .set("object_schema", schema)
                .set("object_name", object.name())
                .set("object_type", type));
    }

    private void routines() {
        for (CatalogObject.Routine routine : scan.catalog().routines()) {
            String specific = routine.name() + "_" + Integer.toUnsignedString(routine.oid());
            each(
                    AccessList.of(scan.catalog(), Securable.of(routine)),
                    EnumSet.of(Privilege.EXECUTE),
                    (row, privilege) -> row.set(
                                    "specific_catalog", scan.context().database())
                            .set("specific_schema", routine.schema())
                            .set("specific_name", specific)
                            .set("routine_catalog", scan.context().database())
                            .set("routine_schema", routine.schema())
                            .set("routine_name", routine.name()));
        }
    }

    private void types() {
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Composite) {
                AccessList list = AccessList.of(scan.catalog(), Securable.of(type));
                each(list, EnumSet.of(Privilege.USAGE), (row, privilege) -> row.set(
                                "udt_catalog", scan.context().database())
                        .set("udt_schema", type.schema())
                        .set("udt_name", type.name())
                        .set("privilege_type", "TYPE USAGE"));
            }
        }
    }

    private static void enabled(Scan scan, RowSink rows) {
        Rights rights = scan.rights();
        for (CatalogObject.Role role : scan.catalog().roles()) {
            if (rights.actsFor(role.name())) {
                rows.row().set("role_name", role.name());
            }
        }
    }

    private static void applicable(Scan scan, RowSink rows, boolean administrable) {
        Rights rights = scan.rights();
        Set<CatalogObject.Role> shown = new LinkedHashSet<>(scan.catalog().roles());
        for (CatalogObject.Role member : shown) {
            for (CatalogObject.Role.Membership membership : member.memberOf()) {
                if (rights.actsFor(member.name()) && (membership.admin() || !administrable)) {
                    rows.row()
                            .set("grantee", member.name())
                            .set("role_name", membership.role())
                            .set("is_grantable", membership.admin() ? "YES" : "NO");
                }
            }
        }
    }
}
