package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.OperatorClass;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.function.TypeFunctions;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What every database of PostgreSQL holds alike: `pg_database`, access methods, collations, languages, and the
/// built-in functions, operators and casts.
final class DatabaseRows {

    static final int DATABASE_OID = 5;
    private static final int UTF8 = 6;
    private static final int BTREE = 403;

    /// Oids of languages. PL/pgSQL's is where initdb would have put it, in the system's range.
    private static final Map<String, Integer> LANGUAGES =
            new TreeMap<>(Map.of("internal", 12, "sql", 14, "plpgsql", 13_545));

    /// Extensions whose functions are built in, with their versions; plpgsql's oid first.
    private static final Map<String, String> EXTENSIONS =
            new TreeMap<>(Map.of("plpgsql", "1.0", "pgcrypto", "1.3", "uuid-ossp", "1.1"));

    private static final int FIRST_EXTENSION = 13_541;

    private final SqlFunctions functions;

    DatabaseRows(SqlFunctions functions) {
        this.functions = functions;
    }

    Map<String, SystemRows> all() {
        return Map.of(
                "pg_database", DatabaseRows::databases,
                "pg_tablespace", DatabaseRows::tablespaces,
                "pg_am", DatabaseRows::accessMethods,
                "pg_collation", DatabaseRows::collations,
                "pg_language", DatabaseRows::languages,
                "pg_extension", DatabaseRows::extensions,
                "pg_proc", this::procedures,
                "pg_operator", this::operators,
                "pg_cast", this::casts,
                "pg_opclass", DatabaseRows::operatorClasses);
    }

    private static void databases(Scan scan, RowSink rows) {
        rows.row()
                .oid("oid", DATABASE_OID)
                .set("datname", scan.context().database())
                .oid("datdba", Scan.BOOTSTRAP_ROLE)
                .set("encoding", UTF8)
                .set("datlocprovider", "c")
                .flag("datistemplate", false)
                .flag("datallowconn", true)
                .set("datconnlimit", -1)
                .oid("datfrozenxid", 0)
                .oid("datminmxid", 0)
                .oid("dattablespace", 1663)
                .set("datcollate", "C.UTF-8")
                .set("datctype", "C.UTF-8")
                .set("datacl", Privileges.acl(scan.catalog(), DATABASE_OID, 0));
    }

    private static void tablespaces(Scan scan, RowSink rows) {
        rows.row().oid("oid", 1663).set("spcname", "pg_default").oid("spcowner", Scan.BOOTSTRAP_ROLE);
    }

    private static void accessMethods(Scan scan, RowSink rows) {
        rows.row().oid("oid", 2).set("amname", "heap").oid("amhandler", 3).set("amtype", "t");
        rows.row()
                .oid("oid", BTREE)
                .set("amname", "btree")
                .oid("amhandler", 330)
                .set("amtype", "i");
    }

    private static void collations(Scan scan, RowSink rows) {
        collation(scan, rows, 100, "default", "d");
        collation(scan, rows, 950, "C", "c");
        collation(scan, rows, 951, "POSIX", "c");
    }

    private static void collation(Scan scan, RowSink rows, int oid, String name, String provider) {
        rows.row()
                .oid("oid", oid)
                .set("collname", name)
                .oid("collnamespace", scan.schemaOid("pg_catalog"))
                .oid("collowner", Scan.BOOTSTRAP_ROLE)
                .set("collprovider", provider)
                .flag("collisdeterministic", true)
                .set("collencoding", -1)
                .set("collcollate", provider.equals("d") ? null : name)
                .set("collctype", provider.equals("d") ? null : name);
    }

    private static void languages(Scan scan, RowSink rows) {
        LANGUAGES.forEach(
                (name, oid) -> language(rows, oid, name).set("lanacl", Privileges.acl(scan.catalog(), oid, 0)));
    }

    /// A language's oid; 0 for one that is not there.
    static int language(String name) {
        return LANGUAGES.getOrDefault(name, 0);
    }

    private static RowSink.Row language(RowSink rows, int oid, String name) {
        return rows.row()
                .oid("oid", oid)
                .set("lanname", name)
                .oid("lanowner", Scan.BOOTSTRAP_ROLE)
                .flag("lanispl", name.equals("plpgsql"))
                .flag("lanpltrusted", !name.equals("internal"))
                .oid("lanplcallfoid", 0)
                .oid("laninline", 0)
                .oid("lanvalidator", 0);
    }

    private static void extensions(Scan scan, RowSink rows) {
        int oid = FIRST_EXTENSION;
        for (Map.Entry<String, String> extension : EXTENSIONS.entrySet()) {
            rows.row()
                    .oid("oid", oid++)
                    .set("extname", extension.getKey())
                    .oid("extowner", Scan.BOOTSTRAP_ROLE)
                    .oid("extnamespace", scan.schemaOid("pg_catalog"))
                    .flag("extrelocatable", false)
                    .set("extversion", extension.getValue());
        }
    }

    private static void typeFunctions(Scan scan, RowSink rows, Set<Integer> known) {
        int schema = scan.schemaOid("pg_catalog");
        for (TypeFunctions function : TypeFunctions.all()) {
            if (!known.contains(function.oid())) {
                rows.row()
                        .oid("oid", function.oid())
                        .set("proname", function.name())
                        .oid("pronamespace", schema)
                        .oid("proowner", Scan.BOOTSTRAP_ROLE)
                        .oid("prolang", 12)
                        .set("procost", 1f)
                        .set("prorows", 0f)
                        .oid("provariadic", 0)
                        .oid("prosupport", 0)
                        .set("prokind", "f")
                        .flag("prosecdef", false)
                        .flag("proleakproof", false)
                        .flag("proisstrict", function.strict())
                        .flag("proretset", false)
                        .set("provolatile", function.volatility())
                        .set("proparallel", "s")
                        .set("pronargs", function.types().length)
                        .set("pronargdefaults", 0)
                        .oid("prorettype", function.result())
                        .set("proargtypes", RelationRows.vector(Types.OID, function.types()))
                        .set("prosrc", function.name());
            }
        }
    }

    private void procedures(Scan scan, RowSink rows) {
        int schema = scan.schemaOid("pg_catalog");
        for (FunctionDef function : functions.functions().all()) {
            Object[] types = function.arguments().stream()
                    .map(type -> (Object) Integer.toUnsignedLong(type.oid()))
                    .toArray();
            rows.row()
                    .oid("oid", function.oid())
                    .set("proname", function.name())
                    .oid("pronamespace", schema)
                    .oid("proowner", Scan.BOOTSTRAP_ROLE)
                    .oid("prolang", 12)
                    .set("procost", 1f)
                    .set("prorows", function.returnsSet() ? 1000f : 0f)
                    .oid("provariadic", 0)
                    .oid("prosupport", 0)
                    .set("prokind", function.isAggregate() ? "a" : function.isWindow() ? "w" : "f")
                    .flag("prosecdef", false)
                    .flag("proleakproof", false)
                    .flag("proisstrict", function.strict())
                    .flag("proretset", function.returnsSet())
                    .set(
                            "provolatile",
                            function.volatility().name().substring(0, 1).toLowerCase(Locale.ROOT))
                    .set("proparallel", "s")
                    .set("pronargs", types.length)
                    .set("pronargdefaults", function.defaults())
                    .oid("prorettype", function.result().oid())
                    .set("proargtypes", RelationRows.vector(Types.OID, types))
                    .set("prosrc", function.name());
        }
        typeFunctions(
                scan,
                rows,
                functions.functions().all().stream().map(FunctionDef::oid).collect(Collectors.toSet()));
        RoutineRows.add(scan, rows);
    }

    private void operators(Scan scan, RowSink rows) {
        int schema = scan.schemaOid("pg_catalog");
        for (OperatorDef operator : functions.operators().all()) {
            Type left = operator.left();
            rows.row()
                    .oid("oid", operator.oid())
                    .set("oprname", operator.name())
                    .oid("oprnamespace", schema)
                    .oid("oprowner", Scan.BOOTSTRAP_ROLE)
                    .set("oprkind", left == null ? "l" : "b")
                    .flag("oprcanmerge", operator.meaning() == OperatorDef.Meaning.EQUAL)
                    .flag("oprcanhash", operator.meaning() == OperatorDef.Meaning.EQUAL)
                    .oid("oprleft", left == null ? 0 : left.oid())
                    .oid("oprright", operator.right().oid())
                    .oid("oprresult", operator.result().oid())
                    .oid("oprcom", 0)
                    .oid("oprnegate", 0)
                    .oid("oprcode", operator.function().oid())
                    .oid("oprrest", 0)
                    .oid("oprjoin", 0);
        }
    }

    private static void operatorClasses(Scan scan, RowSink rows) {
        for (OperatorClass found : OperatorClass.all()) {
            rows.row()
                    .oid("oid", found.oid())
                    .oid("opcmethod", BTREE)
                    .set("opcname", found.name())
                    .oid("opcnamespace", scan.schemaOid("pg_catalog"))
                    .oid("opcowner", Scan.BOOTSTRAP_ROLE)
                    .oid("opcfamily", found.family())
                    .oid("opcintype", found.type())
                    .flag("opcdefault", found.byDefault())
                    .oid("opckeytype", 0);
        }
    }

    private void casts(Scan scan, RowSink rows) {
        int oid = 10_000;
        for (CastDef cast : functions.casts().all()) {
            FunctionDef function = cast.function();
            String method = function != null ? "f" : cast.viaText() ? "i" : "b";
            String context =
                    switch (cast.context()) {
                        case IMPLICIT -> "i";
                        case ASSIGNMENT -> "a";
                        case EXPLICIT -> "e";
                    };
            rows.row()
                    .oid("oid", oid++)
                    .oid("castsource", cast.source().oid())
                    .oid("casttarget", cast.target().oid())
                    .oid("castfunc", function == null ? 0 : function.oid())
                    .set("castcontext", context)
                    .set("castmethod", method);
        }
    }
}
