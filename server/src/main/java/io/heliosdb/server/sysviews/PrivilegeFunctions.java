package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.privilege.ObjectKind;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.sql.type.NameResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `has_table_privilege` and its kin (PostgreSQL 15 manual, table 9.68).
final class PrivilegeFunctions implements FunctionModule {

    private static final List<ObjectKind> KINDS = List.of(
            ObjectKind.TABLE,
            ObjectKind.SEQUENCE,
            ObjectKind.SCHEMA,
            ObjectKind.DATABASE,
            ObjectKind.FUNCTION,
            ObjectKind.TYPE,
            ObjectKind.LANGUAGE,
            ObjectKind.TABLESPACE);

    private static final String WITH_OPTION = " WITH GRANT OPTION";

    /// What was asked: a privilege, and whether it may be granted on.
    private record Asked(Privilege privilege, boolean option) {}

    @Override
    public void register(Bindings bindings) {
        for (ObjectKind kind : KINDS) {
            kind(
                    bindings,
                    "has_" + kind.name().toLowerCase(Locale.ROOT) + "_privilege",
                    (c, u, o, p) -> test(c, u, kind, o, p));
        }
        kind(bindings, "has_any_column_privilege", PrivilegeFunctions::anyColumn);
        columns(bindings);
        roles(bindings);
        bindings.<Long>f1("row_security_active", oid -> false);
    }

    private interface Test {
        @Nullable
        Boolean of(FunctionContext context, String user, @Nullable Object object, String privileges);
    }

    // A role and an object may each be named or told by oid, and the role may be left out.
    private static void kind(Bindings bindings, String function, Test test) {
        bindings.scalar(function + "_name", (c, a) -> test.of(c, c.currentUser(), a[0], text(a[1])));
        bindings.scalar(function + "_id", (c, a) -> test.of(c, c.currentUser(), a[0], text(a[1])));
        for (String user : List.of("name", "id")) {
            for (String object : List.of("name", "id")) {
                bindings.scalar(
                        function + "_" + user + "_" + object, (c, a) -> test.of(c, role(c, a[0]), a[1], text(a[2])));
            }
        }
    }

    private static void columns(Bindings bindings) {
        for (String table : List.of("name", "id")) {
            for (String column : List.of("name", "attnum")) {
                String symbol = "_" + table + "_" + column;
                bindings.scalar(
                        "has_column_privilege" + symbol, (c, a) -> column(c, c.currentUser(), a[0], a[1], text(a[2])));
                for (String user : List.of("name", "id")) {
                    bindings.scalar(
                            "has_column_privilege_" + user + symbol,
                            (c, a) -> column(c, role(c, a[0]), a[1], a[2], text(a[3])));
                }
            }
        }
    }

    private static void roles(Bindings bindings) {
        bindings.scalar("pg_has_role_name", (c, a) -> hasRole(c, c.currentUser(), role(c, a[0]), text(a[1])));
        bindings.scalar("pg_has_role_id", (c, a) -> hasRole(c, c.currentUser(), role(c, a[0]), text(a[1])));
        for (String user : List.of("name", "id")) {
            for (String role : List.of("name", "id")) {
                bindings.scalar(
                        "pg_has_role_" + user + "_" + role,
                        (c, a) -> hasRole(c, role(c, a[0]), role(c, a[1]), text(a[2])));
            }
        }
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    // Nobody in particular, such as 0 or the number of no role, has what everybody has.
    private static String role(FunctionContext context, @Nullable Object role) {
        Catalog catalog = Scan.of(context).catalog();
        if (role instanceof Long oid) {
            return catalog.roles().stream()
                    .filter(r -> r.oid() == oid.intValue())
                    .map(CatalogObject.Role::name)
                    .findFirst()
                    .orElse(Rights.PUBLIC);
        }
        String name = text(role);
        boolean known =
                catalog.role(name).isPresent() || name.equals(context.currentUser()) || name.equals(Rights.PUBLIC);
        if (!known) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
        }
        return name;
    }

    private static Rights rights(FunctionContext context, String user) {
        return Rights.of(Scan.of(context).catalog(), user);
    }

    private static boolean hasRole(FunctionContext context, String user, String role, String privileges) {
        Rights rights = rights(context, user);
        boolean any = false;
        for (String part : privileges.split(",", -1)) {
            String word = part.strip().toUpperCase(Locale.ROOT);
            any |= switch (word) {
                case "USAGE" -> rights.actsFor(role);
                case "MEMBER" -> rights.isMemberOf(role);
                case "USAGE WITH GRANT OPTION",
                        "USAGE WITH ADMIN OPTION",
                        "MEMBER WITH GRANT OPTION",
                        "MEMBER WITH ADMIN OPTION" -> rights.isAdminOf(role);
                default -> throw unrecognized(part);
            };
        }
        return any;
    }

    private static @Nullable Boolean test(
            FunctionContext context, String user, ObjectKind kind, @Nullable Object object, String privileges) {
        List<Asked> asked = asked(kind, privileges);
        Securable found = object(context, kind, object);
        if (found == null) {
            return null;
        }
        Rights rights = rights(context, user);
        return asked.stream().anyMatch(a -> has(rights, found, a));
    }

    private static boolean has(Rights rights, Securable object, Asked asked) {
        return asked.option() ? rights.mayGrant(object, asked.privilege()) : rights.may(object, asked.privilege());
    }

    private static @Nullable Boolean anyColumn(
            FunctionContext context, String user, @Nullable Object table, String privileges) {
        List<Asked> asked = asked(ObjectKind.COLUMN, privileges);
        RelationDef relation = relation(context, table);
        if (relation == null) {
            return null;
        }
        Rights rights = rights(context, user);
        return ColumnRows.live(relation).stream()
                .anyMatch(c -> asked.stream().anyMatch(a -> has(rights, relation, c.number(), a)));
    }

    private static boolean has(Rights rights, RelationDef relation, int column, Asked asked) {
        return asked.option()
                ? rights.mayGrantOnColumn(relation, column, asked.privilege())
                : rights.mayOnColumn(relation, column, asked.privilege());
    }

    private static @Nullable Boolean column(
            FunctionContext context, String user, @Nullable Object table, @Nullable Object column, String privileges) {
        List<Asked> asked = asked(ObjectKind.COLUMN, privileges);
        RelationDef relation = relation(context, table);
        if (relation == null) {
            return null;
        }
        ColumnDef found = ColumnRows.live(relation).stream()
                .filter(c ->
                        c.name().equals(column) || column instanceof Number number && number.intValue() == c.number())
                .findFirst()
                .orElse(null);
        if (found == null && column instanceof Number) {
            return null;
        }
        if (found == null) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + column + "\" of relation \"" + relation.name() + "\" does not exist");
        }
        Rights rights = rights(context, user);
        return asked.stream().anyMatch(a -> has(rights, relation, found.number(), a));
    }

    private static @Nullable RelationDef relation(FunctionContext context, @Nullable Object table) {
        int oid = table instanceof Long number ? number.intValue() : oid(context, ObjectKind.TABLE, text(table));
        return Scan.of(context).catalog().relation(oid).orElse(null);
    }

    private static @Nullable Securable object(FunctionContext context, ObjectKind kind, @Nullable Object object) {
        Catalog catalog = Scan.of(context).catalog();
        int oid = object instanceof Long number ? number.intValue() : oid(context, kind, text(object));
        return switch (kind) {
            case TABLE, COLUMN -> catalog.relation(oid).map(Securable::of).orElse(null);
            case SEQUENCE ->
                catalog.relation(oid).map(PrivilegeFunctions::sequence).orElse(null);
            case SCHEMA -> catalog.schema(oid).map(Securable::of).orElse(null);
            case FUNCTION ->
                catalog.routine(oid)
                        .map(Securable::of)
                        .orElseGet(() -> Securable.builtInFunction(oid, builtInName(context, oid)));
            case TYPE -> catalog.typeDef(oid).map(Securable::of).orElseGet(() -> builtIn(oid, kind));
            case DATABASE -> Securable.database(context.database());
            case LANGUAGE, TABLESPACE -> builtIn(oid, kind);
        };
    }

    private static Securable sequence(RelationDef relation) {
        if (relation instanceof RelationDef.Sequence) {
            return Securable.of(relation);
        }
        throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a sequence");
    }

    private static String builtInName(FunctionContext context, int oid) {
        return context.names().nameOf(NameResolver.Kind.PROC, oid).orElse("");
    }

    private static Securable builtIn(int oid, ObjectKind kind) {
        return new Securable(oid, kind, kind.word(), "", Catalog.BOOTSTRAP_ROLE, kind.ofPublic());
    }

    private static int oid(FunctionContext context, ObjectKind kind, String name) {
        return switch (kind) {
            case TABLE, COLUMN, SEQUENCE -> (int) context.names().oidOf(NameResolver.Kind.CLASS, name);
            case SCHEMA -> (int) context.names().oidOf(NameResolver.Kind.NAMESPACE, name);
            case FUNCTION -> (int) context.names().oidOf(NameResolver.Kind.PROCEDURE, name);
            case TYPE -> (int) context.names().oidOf(NameResolver.Kind.TYPE, name);
            case DATABASE -> DatabaseRows.DATABASE_OID;
            case LANGUAGE, TABLESPACE -> 0;
        };
    }

    private static List<Asked> asked(ObjectKind kind, String privileges) {
        List<Asked> asked = new ArrayList<>();
        for (String part : privileges.split(",", -1)) {
            String word = part.strip().toUpperCase(Locale.ROOT);
            boolean option = word.endsWith(WITH_OPTION);
            String plain = option ? word.substring(0, word.length() - WITH_OPTION.length()) : word;
            Privilege privilege =
                    Privilege.named(plain).filter(kind.all()::contains).orElseThrow(() -> unrecognized(part));
            asked.add(new Asked(privilege, option));
        }
        return asked;
    }

    private static SqlException unrecognized(String privilege) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + privilege.strip() + "\"");
    }
}
