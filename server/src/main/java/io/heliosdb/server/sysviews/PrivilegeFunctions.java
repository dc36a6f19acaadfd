package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.NameResolver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `has_table_privilege` and its kin (PostgreSQL 15 manual, table 9.68). What was granted is told; nothing of it is
/// enforced.
final class PrivilegeFunctions implements FunctionModule {

    /// Kinds of objects with privileges of their own.
    private enum Kind {
        TABLE("arwdDxt"),
        SEQUENCE("rwU"),
        SCHEMA("UC"),
        DATABASE("CTc"),
        FUNCTION("X"),
        TYPE("U"),
        LANGUAGE("U"),
        TABLESPACE("C");

        final String letters;

        Kind(String letters) {
            this.letters = letters;
        }
    }

    /// An object and who owns it.
    private record Owned(int oid, String owner) {}

    @Override
    public void register(Bindings bindings) {
        for (Kind kind : Kind.values()) {
            kind(bindings, "has_" + kind.name().toLowerCase(Locale.ROOT) + "_privilege", kind);
        }
        kind(bindings, "has_any_column_privilege", Kind.TABLE);
        columns(bindings);
        roles(bindings);
        bindings.<Long>f1("row_security_active", oid -> false);
    }

    // A role and an object may each be named or told by oid, and the role may be left out.
    private static void kind(Bindings bindings, String function, Kind kind) {
        bindings.scalar(function + "_name", (c, a) -> test(c, c.currentUser(), kind, a[0], text(a[1])));
        bindings.scalar(function + "_id", (c, a) -> test(c, c.currentUser(), kind, a[0], text(a[1])));
        for (String user : List.of("name", "id")) {
            for (String object : List.of("name", "id")) {
                bindings.scalar(
                        function + "_" + user + "_" + object, (c, a) -> test(c, role(c, a[0]), kind, a[1], text(a[2])));
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
        bindings.scalar("pg_has_role_name", (c, a) -> hasRole(c, c.currentUser(), role(c, a[0])));
        bindings.scalar("pg_has_role_id", (c, a) -> hasRole(c, c.currentUser(), role(c, a[0])));
        for (String user : List.of("name", "id")) {
            for (String role : List.of("name", "id")) {
                bindings.scalar("pg_has_role_" + user + "_" + role, (c, a) -> hasRole(c, role(c, a[0]), role(c, a[1])));
            }
        }
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static String role(FunctionContext context, @Nullable Object role) {
        Catalog catalog = Scan.of(context).catalog();
        if (role instanceof Long oid) {
            return catalog.roles().stream()
                    .filter(r -> r.oid() == oid.intValue())
                    .map(CatalogObject.Role::name)
                    .findFirst()
                    .orElse("");
        }
        String name = text(role);
        boolean known = catalog.role(name).isPresent() || name.equals(context.currentUser()) || name.equals("public");
        if (!known) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
        }
        return name;
    }

    private static boolean hasRole(FunctionContext context, String user, String role) {
        Optional<CatalogObject.Role> found = Scan.of(context).catalog().role(user);
        return user.equals(role)
                || found.isEmpty()
                || found.get().flags().superuser()
                || found.get().memberOf().contains(role);
    }

    private static @Nullable Boolean test(
            FunctionContext context, String user, Kind kind, @Nullable Object object, String privileges) {
        Scan scan = Scan.of(context);
        Owned owned = object(context, kind, object);
        if (owned == null) {
            return null;
        }
        boolean any = false;
        for (String privilege : privileges.split(",", -1)) {
            any |= isAllowed(scan, user, owned, letter(kind, privilege));
        }
        return any;
    }

    private static @Nullable Boolean column(
            FunctionContext context, String user, @Nullable Object table, @Nullable Object column, String privilege) {
        Owned owned = object(context, Kind.TABLE, table);
        RelationDef relation = owned == null
                ? null
                : Scan.of(context).catalog().relation(owned.oid()).orElse(null);
        if (relation == null) {
            return null;
        }
        boolean known = ColumnRows.live(relation).stream()
                .anyMatch(c ->
                        c.name().equals(column) || column instanceof Number number && number.intValue() == c.number());
        if (!known && column instanceof Number) {
            return null;
        }
        if (!known) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + column + "\" of relation \"" + relation.name() + "\" does not exist");
        }
        return test(context, user, Kind.TABLE, table, privilege);
    }

    private static @Nullable Owned object(FunctionContext context, Kind kind, @Nullable Object object) {
        Catalog catalog = Scan.of(context).catalog();
        int oid = object instanceof Long number ? number.intValue() : oid(context, kind, text(object));
        return switch (kind) {
            case TABLE, SEQUENCE ->
                catalog.relation(oid).map(r -> new Owned(oid, r.owner())).orElse(null);
            case SCHEMA ->
                catalog.schema(oid).map(s -> new Owned(oid, s.owner())).orElse(null);
            case FUNCTION ->
                new Owned(
                        oid,
                        catalog.routine(oid).map(CatalogObject.Routine::owner).orElse(""));
            case TYPE, DATABASE, LANGUAGE, TABLESPACE -> new Owned(oid, "");
        };
    }

    private static int oid(FunctionContext context, Kind kind, String name) {
        return switch (kind) {
            case TABLE, SEQUENCE -> (int) context.names().oidOf(NameResolver.Kind.CLASS, name);
            case SCHEMA -> (int) context.names().oidOf(NameResolver.Kind.NAMESPACE, name);
            case FUNCTION -> (int) context.names().oidOf(NameResolver.Kind.PROCEDURE, name);
            case TYPE -> (int) context.names().oidOf(NameResolver.Kind.TYPE, name);
            case DATABASE -> DatabaseRows.DATABASE_OID;
            case LANGUAGE, TABLESPACE -> 0;
        };
    }

    /// A user who is no stored role came in by trust and has ordinary full rights.
    private static boolean isAllowed(Scan scan, String user, Owned object, char letter) {
        Optional<CatalogObject.Role> role = scan.catalog().role(user);
        boolean known = !user.equals("public");
        if (known
                && (role.isEmpty()
                        || user.equals(object.owner())
                        || role.get().flags().superuser())) {
            return true;
        }
        Optional<CatalogObject.Privileges> granted = scan.catalog().privileges(object.oid(), 0);
        if (granted.isEmpty()) {
            return isDefault(scan, object, letter);
        }
        return granted.get().grants().stream()
                .filter(g -> g.grantee().isEmpty()
                        || g.grantee().equals(user)
                        || role.isPresent() && role.get().memberOf().contains(g.grantee()))
                .anyMatch(g -> g.letters().indexOf(letter) >= 0);
    }

    /// What everybody may do as long as nothing was granted: connect, run functions, use types, read the system's
    /// relations.
    private static boolean isDefault(Scan scan, Owned object, char letter) {
        boolean relation = scan.catalog().relation(object.oid()).isPresent();
        boolean schema = scan.catalog().schema(object.oid()).isPresent();
        if (relation) {
            return letter == 'r' && scan.catalog().relation(object.oid()).get() instanceof RelationDef.Virtual;
        }
        if (schema) {
            boolean open = scan.catalog()
                                    .schema("public")
                                    .map(CatalogObject.Schema::oid)
                                    .orElse(0)
                            == object.oid()
                    || object.oid() < io.heliosdb.server.sql.catalog.OidCounter.FIRST;
            return letter == 'U' && open;
        }
        return letter != 'C';
    }

    private static char letter(Kind kind, String privilege) {
        String word = privilege.strip().toUpperCase(Locale.ROOT).replace(" WITH GRANT OPTION", "");
        char letter = Privileges.letter(word);
        if (letter == 0 || kind.letters.indexOf(letter) < 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + privilege.strip() + "\"");
        }
        return letter;
    }
}
