package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges.Grant;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Privileges as `aclitem[]` shows them, such as `{postgres=arwdDxt/postgres,=r/postgres}`, and the functions that
/// take them apart.
final class Privileges implements FunctionModule {

    /// Each letter's privilege, in the order in which an aclitem has them.
    private static final String LETTERS = "arwdDxtXUCTcsA";

    private static final List<String> WORDS = List.of(
            "INSERT",
            "SELECT",
            "UPDATE",
            "DELETE",
            "TRUNCATE",
            "REFERENCES",
            "TRIGGER",
            "EXECUTE",
            "USAGE",
            "CREATE",
            "TEMPORARY",
            "CONNECT",
            "SET",
            "ALTER SYSTEM");

    /// What PUBLIC and the owner have of an object of each kind as long as nothing was granted, parted by `/`.
    private static final Map<String, String> DEFAULTS = new HashMap<>(Map.of(
            "r", "/arwdDxt",
            "s", "/rwU",
            "d", "Tc/CTc",
            "f", "X/X",
            "l", "U/U",
            "L", "/rw",
            "n", "/UC",
            "t", "/C",
            "T", "U/U",
            "p", "/sA"));

    static {
        DEFAULTS.put("F", "/U");
        DEFAULTS.put("S", "/U");
        DEFAULTS.put("c", "/");
    }

    /// What was granted on an object or column; null when nothing was, so that the defaults hold.
    static @Nullable ArrayValue acl(Catalog catalog, int oid, int column) {
        return catalog.privileges(oid, column)
                .map(CatalogObject.Privileges::grants)
                .map(Privileges::items)
                .orElse(null);
    }

    private static ArrayValue items(List<Grant> grants) {
        return ArrayValue.ofList(
                Types.ACLITEM,
                grants.stream()
                        .map(g -> name(g.grantee()) + "=" + g.letters() + "/" + name(g.grantor()))
                        .toList());
    }

    // Names are quoted as an aclitem does it: where they have anything but letters, digits and underscores.
    private static String name(String role) {
        boolean plain = role.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        return plain ? role : '"' + role.replace("\"", "\"\"") + '"';
    }

    /// `pg_default_acl`.
    static void defaults(Scan scan, RowSink rows) {
        for (CatalogObject.DefaultPrivileges said : scan.catalog().defaultPrivileges()) {
            rows.row()
                    .oid("oid", said.oid())
                    .oid("defaclrole", scan.roleOid(said.role()))
                    .oid("defaclnamespace", said.schema().isEmpty() ? 0 : scan.schemaOid(said.schema()))
                    .set("defaclobjtype", String.valueOf(said.kind()))
                    .set("defaclacl", items(said.grants()));
        }
    }

    /// What holds for a schema: everybody may use those that are there from the start.
    static @Nullable ArrayValue ofSchema(Catalog catalog, CatalogObject.Schema schema) {
        ArrayValue granted = acl(catalog, schema.oid(), 0);
        return granted != null || !isOpen(schema) ? granted : open(schema);
    }

    /// Whether everybody may use a schema without having been granted it.
    static boolean isOpen(CatalogObject.Schema schema) {
        return schema.oid() < OidCounter.FIRST && !schema.name().equals("pg_toast");
    }

    private static ArrayValue open(CatalogObject.Schema schema) {
        String owner = schema.owner();
        return ArrayValue.ofList(Types.ACLITEM, List.of(owner + "=UC/" + owner, "=U/" + owner));
    }

    /// `pg_init_privs`: what clients need not restore.
    static void initial(Scan scan, RowSink rows) {
        for (CatalogObject.Schema schema : scan.catalog().schemas()) {
            if (isOpen(schema)) {
                rows.row()
                        .oid("objoid", schema.oid())
                        .oid("classoid", SystemCatalogs.NAMESPACE)
                        .set("objsubid", 0)
                        .set("privtype", "i")
                        .set("initprivs", open(schema));
            }
        }
    }

    @Override
    public void register(Bindings bindings) {
        bindings.<String, Long>c2("acldefault_sql", Privileges::defaults);
        bindings.set("aclexplode", (context, arguments) -> explode(context, (ArrayValue) arguments[0]));
    }

    private static ArrayValue defaults(FunctionContext context, String kind, Long owner) {
        String[] letters = DEFAULTS.getOrDefault(kind, "/").split("/", -1);
        String name = CatalogFunctions.userById(context, owner);
        List<String> items = new ArrayList<>();
        if (!letters[0].isEmpty()) {
            items.add("=" + letters[0] + "/" + name);
        }
        if (!letters[1].isEmpty()) {
            items.add(name + "=" + letters[1] + "/" + name);
        }
        return ArrayValue.ofList(Types.ACLITEM, items);
    }

    private static Iterator<@Nullable Object[]> explode(FunctionContext context, @Nullable ArrayValue items) {
        Scan scan = Scan.of(context);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object item : items == null ? new Object[0] : items.elements()) {
            if (item instanceof String text) {
                explode(scan, text, rows);
            }
        }
        return rows.iterator();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static void explode(Scan scan, String item, List<@Nullable Object[]> rows) {
        int equals = item.startsWith("\"") ? item.indexOf("\"=") + 1 : item.indexOf('=');
        int slash = item.indexOf('/', equals);
        String grantee = unquoted(item.substring(0, equals));
        long to = grantee.isEmpty() ? 0 : scan.roleOid(grantee);
        long from = scan.roleOid(unquoted(item.substring(slash + 1)));
        String letters = item.substring(equals + 1, slash);
        for (int i = 0; i < letters.length(); i++) {
            int at = LETTERS.indexOf(letters.charAt(i));
            if (at >= 0) {
                boolean option = i + 1 < letters.length() && letters.charAt(i + 1) == '*';
                rows.add(new Object[] {from, to, WORDS.get(at), option});
            }
        }
    }
}
