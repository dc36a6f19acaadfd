package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.NameResolver;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `has_table_privilege` and its kin for the current user.
final class PrivilegeFunctions implements FunctionModule {

    /// Privileges as an aclitem abbreviates them.
    private static final Map<String, Character> LETTERS = Map.ofEntries(
            Map.entry("SELECT", 'r'),
            Map.entry("INSERT", 'a'),
            Map.entry("UPDATE", 'w'),
            Map.entry("DELETE", 'd'),
            Map.entry("TRUNCATE", 'D'),
            Map.entry("REFERENCES", 'x'),
            Map.entry("TRIGGER", 't'),
            Map.entry("USAGE", 'U'),
            Map.entry("CREATE", 'C'),
            Map.entry("CONNECT", 'c'),
            Map.entry("TEMPORARY", 'T'),
            Map.entry("TEMP", 'T'));

    @Override
    public void register(Bindings bindings) {
        bindings.<Long, String>c2("has_table_privilege_id", (c, oid, privilege) -> table(c, oid.intValue(), privilege));
        bindings.<String, String>c2(
                "has_table_privilege_name",
                (c, name, privilege) -> table(c, (int) c.names().oidOf(NameResolver.Kind.CLASS, name), privilege));
        bindings.<Long, String>c2(
                "has_schema_privilege_id",
                (c, oid, privilege) -> schema(c, Scan.of(c).catalog().schema(oid.intValue()), privilege));
        bindings.<String, String>c2(
                "has_schema_privilege_name",
                (c, name, privilege) -> schema(
                        c,
                        Optional.of(Scan.of(c)
                                .catalog()
                                .schema(name)
                                .orElseThrow(() -> new SqlException(
                                        SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"))),
                        privilege));
        bindings.<String, String>c2("has_database_privilege_name", (c, name, privilege) -> {
            letter(privilege);
            return true;
        });
        bindings.<Long, String>c2("has_database_privilege_id", (c, oid, privilege) -> {
            letter(privilege);
            return true;
        });
        bindings.<Long>f1("row_security_active", oid -> false);
    }

    private static @Nullable Boolean table(FunctionContext context, int oid, String privilege) {
        Scan scan = Scan.of(context);
        Optional<RelationDef> relation = scan.catalog().relation(oid);
        return relation.map(r -> r.schema().equals("pg_catalog") || isAllowed(scan, oid, r.owner(), privilege))
                .orElse(null);
    }

    private static @Nullable Boolean schema(
            FunctionContext context, Optional<CatalogObject.Schema> schema, String privilege) {
        Scan scan = Scan.of(context);
        return schema.map(s -> isAllowed(scan, s.oid(), s.owner(), privilege)).orElse(null);
    }

    /// A user who is no stored role came in by trust and has ordinary full rights.
    private static boolean isAllowed(Scan scan, int oid, String owner, String privilege) {
        char letter = letter(privilege);
        String user = scan.context().currentUser();
        Optional<CatalogObject.Role> role = scan.catalog().role(user);
        if (role.isEmpty() || user.equals(owner) || role.get().flags().superuser()) {
            return true;
        }
        return scan.catalog()
                .privileges(oid, 0)
                .filter(p -> p.grants().stream()
                        .filter(g -> g.grantee().isEmpty()
                                || g.grantee().equals(user)
                                || role.get().memberOf().contains(g.grantee()))
                        .anyMatch(g -> g.letters().indexOf(letter) >= 0))
                .isPresent();
    }

    private static char letter(String privilege) {
        String word = privilege.strip().toUpperCase(Locale.ROOT).replace(" WITH GRANT OPTION", "");
        Character letter = LETTERS.get(word);
        if (letter == null) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"" + privilege + "\"");
        }
        return letter;
    }
}
