package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions and procedures that users wrote: their rows of `pg_proc`, and how `\df` of psql and others write
/// them out (PostgreSQL 18 manual, table 9.76).
final class RoutineRows implements FunctionModule {

    private static final int SQL_LANGUAGE = 14;

    static void add(Scan scan, RowSink rows) {
        List<Routine> routines = scan.catalog().routines().stream()
                .sorted(Comparator.comparingInt(Routine::oid))
                .toList();
        for (Routine routine : routines) {
            Object[] types = routine.argumentTypes().stream()
                    .map(oid -> (Object) Integer.toUnsignedLong(oid))
                    .toArray();
            rows.row()
                    .oid("oid", routine.oid())
                    .set("proname", routine.name())
                    .oid("pronamespace", scan.schemaOid(routine.schema()))
                    .oid("proowner", scan.roleOid(routine.owner()))
                    .oid("prolang", SQL_LANGUAGE)
                    .set("procost", 100f)
                    .set("prorows", routine.returnsSet() ? 1000f : 0f)
                    .oid("provariadic", 0)
                    .oid("prosupport", 0)
                    .set("prokind", routine.procedure() ? "p" : "f")
                    .flag("prosecdef", false)
                    .flag("proleakproof", false)
                    .flag("proisstrict", routine.strict())
                    .flag("proretset", routine.returnsSet())
                    .set("provolatile", String.valueOf(routine.volatility()))
                    .set("proparallel", "u")
                    .set("pronargs", types.length)
                    .set("pronargdefaults", routine.defaultSql().size())
                    .oid("prorettype", routine.resultType())
                    .set("proargtypes", RelationRows.vector(Types.OID, types))
                    .set("prosrc", routine.body());
        }
    }

    @Override
    public void register(Bindings b) {
        b.<Long>c1("pg_get_function_arguments", (c, oid) -> text(c, oid, true));
        b.<Long>c1("pg_get_function_identity_arguments", (c, oid) -> text(c, oid, false));
        b.<Long>c1("pg_get_function_result", (c, oid) -> routine(c, oid)
                .filter(r -> !r.procedure())
                .map(r -> result(r, Scan.of(c)))
                .orElse(null));
        b.<Long>c1(
                "pg_get_functiondef",
                (c, oid) -> routine(c, oid).map(r -> definition(r, Scan.of(c))).orElse(null));
    }

    private static Optional<Routine> routine(FunctionContext context, Long oid) {
        return Scan.of(context).catalog().routine(oid.intValue());
    }

    private static @Nullable String text(FunctionContext context, Long oid, boolean defaults) {
        return routine(context, oid)
                .map(r -> arguments(r, Scan.of(context), defaults))
                .orElse(null);
    }

    private static String type(Scan scan, int oid) {
        return scan.catalog().type(oid).map(t -> t.displayName(-1)).orElse("???");
    }

    private static String arguments(Routine routine, Scan scan, boolean defaults) {
        List<String> parts = new ArrayList<>();
        int count = routine.argumentTypes().size();
        int firstDefault = count - routine.defaultSql().size();
        for (int i = 0; i < count; i++) {
            String name = routine.argumentNames().get(i);
            boolean last = i == count - 1;
            parts.add((routine.procedure() && defaults ? "IN " : "")
                    + (routine.variadic() && last ? "VARIADIC " : "")
                    + (name.isEmpty() ? "" : name + " ")
                    + type(scan, routine.argumentTypes().get(i))
                    + (defaults && i >= firstDefault
                            ? " DEFAULT " + routine.defaultSql().get(i - firstDefault)
                            : ""));
        }
        if (defaults && !routine.returnsSet()) {
            routine.resultColumns().forEach(c -> parts.add("OUT " + c.name() + " " + type(scan, c.typeOid())));
        }
        return String.join(", ", parts);
    }

    private static String result(Routine routine, Scan scan) {
        if (routine.returnsSet() && !routine.resultColumns().isEmpty()) {
            List<String> columns = routine.resultColumns().stream()
                    .map(c -> c.name() + " " + type(scan, c.typeOid()))
                    .toList();
            return "TABLE(" + String.join(", ", columns) + ")";
        }
        return (routine.returnsSet() ? "SETOF " : "") + type(scan, routine.resultType());
    }

    private static String definition(Routine routine, Scan scan) {
        String kind = routine.procedure() ? "PROCEDURE" : "FUNCTION";
        StringBuilder out = new StringBuilder("CREATE OR REPLACE " + kind + " ")
                .append(routine.schema())
                .append('.')
                .append(routine.name())
                .append('(')
                .append(arguments(routine, scan, true))
                .append(")\n");
        if (!routine.procedure()) {
            out.append(" RETURNS ").append(result(routine, scan)).append('\n');
        }
        out.append(" LANGUAGE sql\n");
        String attributes = (routine.volatility() == 'i' ? " IMMUTABLE" : routine.volatility() == 's' ? " STABLE" : "")
                + (routine.strict() ? " STRICT" : "");
        if (!attributes.isEmpty()) {
            out.append(attributes).append('\n');
        }
        String quote = routine.procedure() ? "$procedure$" : "$function$";
        return out.append("AS ")
                .append(quote)
                .append(routine.body())
                .append(quote)
                .append('\n')
                .toString();
    }
}
