package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogObject.DefaultPrivileges;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterDefaultPrivileges;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Grant;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Granted;
import io.heliosdb.server.sql.privilege.AccessList;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.ObjectKind;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Securable;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// ALTER DEFAULT PRIVILEGES, and what new objects get by it.
///
/// What was said without a schema is all that holds for a role's new objects; what was said of a schema is added.
final class DefaultGrants {

    private final CommandRun run;

    DefaultGrants(CommandRun run) {
        this.run = run;
    }

    String alter(AlterDefaultPrivileges node) {
        List<String> owners = node.roles().isEmpty() ? List.of(run.session().currentUser()) : node.roles();
        for (String word : owners) {
            String owner = run.requireRole(run.roleName(word)).name();
            if (!run.rights().isMemberOf(owner)) {
                throw Denied.because("must be member of role \"" + owner + "\"");
            }
            if (node.schemas().isEmpty()) {
                change(owner, "", node.grant());
            }
            for (String schema : node.schemas()) {
                change(owner, run.requireSchema(schema).name(), node.grant());
            }
        }
        return "ALTER DEFAULT PRIVILEGES";
    }

    private static ObjectKind kind(String word) {
        return switch (word) {
            case "tables" -> ObjectKind.TABLE;
            case "sequences" -> ObjectKind.SEQUENCE;
            case "types" -> ObjectKind.TYPE;
            case "schemas" -> ObjectKind.SCHEMA;
            default -> ObjectKind.FUNCTION;
        };
    }

    /// The letter of `pg_default_acl.defaclobjtype`.
    static char code(ObjectKind kind) {
        return switch (kind) {
            case TABLE -> 'r';
            case SEQUENCE -> 'S';
            case FUNCTION -> 'f';
            case TYPE -> 'T';
            default -> 'n';
        };
    }

    private void change(String owner, String schema, Grant grant) {
        ObjectKind kind = kind(grant.target().kind());
        if (kind == ObjectKind.SCHEMA && !schema.isEmpty()) {
            throw new SqlException(
                    SqlState.INVALID_GRANT_OPERATION, "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
        }
        EnumSet<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (Granted granted : grant.privileges()) {
            if (!granted.columns().isEmpty()) {
                throw new SqlException(
                        SqlState.INVALID_GRANT_OPERATION, "default privileges cannot be set for columns");
            }
            privileges.add(Grants.privilege(granted.word(), kind));
        }
        if (grant.privileges().isEmpty()) {
            privileges.addAll(kind.all());
        }
        Optional<DefaultPrivileges> stored = run.catalog().defaultPrivileges(owner, schema, code(kind));
        AccessList none = schema.isEmpty() ? AccessList.initial(kind, owner) : new AccessList(owner, List.of());
        AccessList list = stored.map(d -> new AccessList(owner, d.grants())).orElse(none);
        AccessList.Revocation how = new AccessList.Revocation(
                grant.options().option(), grant.options().cascade());
        for (String role : grant.roles()) {
            String grantee = role.equals("public")
                    ? ""
                    : run.requireRole(run.roleName(role)).name();
            if (grantee.isEmpty() && grant.options().option() && !grant.revoke()) {
                throw new SqlException(SqlState.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
            }
            list = grant.revoke()
                    ? list.revoked(grantee, owner, privileges, how)
                    : list.granted(grantee, owner, privileges, grant.options().option());
        }
        store(stored, new DefaultPrivileges(0, owner, schema, code(kind), list.grants()), list.isSameAs(none));
    }

    // What says no more than what holds anyway is forgotten.
    private void store(Optional<DefaultPrivileges> stored, DefaultPrivileges now, boolean plain) {
        if (plain) {
            stored.ifPresent(run::removeNote);
        } else {
            int oid = stored.map(DefaultPrivileges::oid).orElseGet(run::newOid);
            run.put(new DefaultPrivileges(oid, now.role(), now.schema(), now.kind(), now.grants()));
        }
    }

    /// Whether an object is stored for the first time and something may have been said of it.
    boolean isAbout(CatalogObject object) {
        if (run.catalog().defaultPrivileges().isEmpty()) {
            return false;
        }
        return switch (object) {
            case RelationDef relation -> run.catalog().relation(relation.oid()).isEmpty();
            case CatalogObject.Schema schema ->
                run.catalog().schema(schema.oid()).isEmpty();
            case CatalogObject.Routine routine ->
                run.catalog().routine(routine.oid()).isEmpty();
            case TypeDef type -> run.catalog().typeDef(type.oid()).isEmpty();
            default -> false;
        };
    }

    /// Grants what its owner has said of such objects.
    void apply(CatalogObject object) {
        switch (object) {
            case RelationDef relation -> apply(Securable.of(relation), relation.schema());
            case CatalogObject.Schema schema -> apply(Securable.of(schema), "");
            case CatalogObject.Routine routine -> apply(Securable.of(routine), routine.schema());
            case TypeDef type -> apply(Securable.of(type), type.schema());
            default -> {}
        }
    }

    private void apply(Securable object, String schema) {
        char code = code(object.kind());
        Optional<DefaultPrivileges> everywhere = run.catalog().defaultPrivileges(object.owner(), "", code);
        Optional<DefaultPrivileges> here =
                schema.isEmpty() ? Optional.empty() : run.catalog().defaultPrivileges(object.owner(), schema, code);
        boolean temporary = schema.startsWith("pg_temp_") || object.name().startsWith("pg_temp_");
        if (temporary || everywhere.isEmpty() && here.isEmpty()) {
            return;
        }
        AccessList list = everywhere
                .map(d -> new AccessList(object.owner(), d.grants()))
                .orElseGet(() -> AccessList.initial(object));
        for (Privileges.Grant grant : here.map(DefaultPrivileges::grants).orElse(List.of())) {
            list = list.with(grant);
        }
        if (!list.isSameAs(AccessList.initial(object))) {
            run.put(new Privileges(object.oid(), list.grants()));
        }
    }
}
