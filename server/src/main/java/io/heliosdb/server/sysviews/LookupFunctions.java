package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Tsv;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `to_regclass` and its kin, which find objects by name without an error, visibility of names, and what
/// is said of partitions (PostgreSQL 15 manual, 9.26).
final class LookupFunctions implements FunctionModule {

    @Override
    public void register(Bindings bindings) {
        names(bindings);
        visibility(bindings);
        bindings.set("pg_get_keywords", (context, arguments) -> keywords());
        bindings.set("pg_options_to_table", (context, arguments) -> options((ArrayValue) arguments[0]));
        bindings.set("pg_partition_tree", (context, arguments) -> noRows());
        bindings.<Long>f1("pg_get_partition_constraintdef", oid -> null);
        bindings.<Long>f1("pg_get_statisticsobjdef", oid -> null);
        bindings.<Long>f1("pg_get_function_sqlbody", oid -> null);
        bindings.<Long, Boolean>c2("pg_relation_is_updatable", (c, oid, triggers) -> updatable(c, oid));
        bindings.<Long, Integer, Boolean>c3(
                "pg_column_is_updatable", (c, oid, column, triggers) -> updatable(c, oid) != 0 && column > 0);
        bindings.f0("pg_my_temp_schema", LookupFunctions::temporarySchema);
        bindings.<Long>c1("pg_is_other_temp_schema", LookupFunctions::isOtherTemporary);
    }

    private static void names(Bindings bindings) {
        name(bindings, "to_regclass", NameResolver.Kind.CLASS);
        name(bindings, "to_regtype", NameResolver.Kind.TYPE);
        name(bindings, "to_regproc", NameResolver.Kind.PROC);
        name(bindings, "to_regprocedure", NameResolver.Kind.PROCEDURE);
        name(bindings, "to_regoper", NameResolver.Kind.OPER);
        name(bindings, "to_regoperator", NameResolver.Kind.OPERATOR);
        name(bindings, "to_regrole", NameResolver.Kind.ROLE);
        name(bindings, "to_regnamespace", NameResolver.Kind.NAMESPACE);
        name(bindings, "to_regcollation", NameResolver.Kind.COLLATION);
    }

    private static void name(Bindings bindings, String function, NameResolver.Kind kind) {
        bindings.<String>c1(function, (context, text) -> {
            try {
                return context.names().oidOf(kind, text);
            } catch (SqlException e) {
                boolean missing = e.state().isInClass("42") && e.state() != SqlState.SYNTAX_ERROR
                        || e.state() == SqlState.INVALID_SCHEMA_NAME;
                if (missing && e.state() != SqlState.INVALID_NAME) {
                    return null;
                }
                throw e;
            }
        });
    }

    private static Iterator<@Nullable Object[]> keywords() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        Tsv.read(LookupFunctions.class, "keywords.tsv").forEach(word -> {
            boolean bare = word.get(2).equals("t");
            String kind =
                    switch (word.get(1)) {
                        case "U" -> "unreserved";
                        case "C" -> "unreserved (cannot be function or type name)";
                        case "T" -> "reserved (can be function or type name)";
                        default -> "reserved";
                    };
            rows.add(new Object[] {word.get(0), word.get(1), bare, kind, bare ? "can be bare label" : "requires AS"});
        });
        return rows.iterator();
    }

    private static void visibility(Bindings bindings) {
        bindings.<Long>c1("pg_function_is_visible", LookupFunctions::isVisible);
        for (String kind : List.of(
                "operator",
                "opclass",
                "opfamily",
                "collation",
                "conversion",
                "ts_parser",
                "ts_dict",
                "ts_config",
                "ts_template")) {
            // Of these there are only the system's, which every path begins with.
            bindings.<Long>f1("pg_" + kind + "_is_visible", oid -> true);
        }
        bindings.<Long>f1("pg_statistics_obj_is_visible", oid -> null);
    }

    private static Boolean isVisible(FunctionContext context, Long oid) {
        Scan scan = Scan.of(context);
        Optional<CatalogObject.Routine> routine = scan.catalog().routine(oid.intValue());
        if (routine.isEmpty()) {
            return true;
        }
        for (String schema : scan.path().all()) {
            for (CatalogObject.Routine other :
                    scan.catalog().routines(schema, routine.get().name())) {
                if (other.argumentTypes().equals(routine.get().argumentTypes())) {
                    return other.oid() == oid.intValue();
                }
            }
        }
        return false;
    }

    private static Iterator<@Nullable Object[]> options(@Nullable ArrayValue options) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object option : options == null ? new Object[0] : options.elements()) {
            if (option instanceof String text) {
                int equals = text.indexOf('=');
                rows.add(
                        equals < 0
                                ? new Object[] {text, null}
                                : new Object[] {text.substring(0, equals), text.substring(equals + 1)});
            }
        }
        return rows.iterator();
    }

    /// There are no partitions.
    private static Iterator<@Nullable Object[]> noRows() {
        return List.<@Nullable Object[]>of().iterator();
    }

    /// The bits of what INSERT, UPDATE and DELETE may do: 8, 4 and 16.
    private static int updatable(FunctionContext context, Long oid) {
        RelationDef relation =
                Scan.of(context).catalog().relation(oid.intValue()).orElse(null);
        return relation instanceof RelationDef.Table ? 8 + 4 + 16 : 0;
    }

    private static Long temporarySchema(FunctionContext context) {
        Scan scan = Scan.of(context);
        return Integer.toUnsignedLong(scan.schemaOid(scan.path().temporary()));
    }

    private static boolean isOtherTemporary(FunctionContext context, Long oid) {
        Catalog catalog = Scan.of(context).catalog();
        String own = Scan.of(context).path().temporary();
        return catalog.schema(oid.intValue())
                .map(CatalogObject.Schema::name)
                .filter(name -> name.startsWith("pg_temp_") && !name.equals(own))
                .isPresent();
    }
}
