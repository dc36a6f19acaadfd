package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions and procedures that users wrote: their rows of `pg_proc`, and how `\df` of psql and others write
/// them out (PostgreSQL 18 manual, table 9.76).
final class RoutineRows implements FunctionModule {

    /// What an argument of a routine is for, as `proargmodes` says it.
    private record Argument(String mode, String name, int type) {
        boolean isInput() {
            return !mode.equals("o") && !mode.equals("t");
        }
    }

    static void add(Scan scan, RowSink rows) {
        List<Routine> routines = scan.catalog().routines().stream()
                .sorted(Comparator.comparingInt(Routine::oid))
                .toList();
        for (Routine routine : routines) {
            Object[] types = routine.argumentTypes().stream()
                    .map(oid -> (Object) Integer.toUnsignedLong(oid))
                    .toArray();
            RowSink.Row row = rows.row()
                    .oid("oid", routine.oid())
                    .set("proname", routine.name())
                    .oid("pronamespace", scan.schemaOid(routine.schema()))
                    .oid("proowner", scan.roleOid(routine.owner()))
                    .oid("prolang", DatabaseRows.language(routine.language()))
                    .set("procost", 100f)
                    .set("prorows", routine.returnsSet() ? 1000f : 0f)
                    .oid("provariadic", routine.variadic() ? element(scan, routine) : 0)
                    .oid("prosupport", 0)
                    .set("prokind", routine.procedure() ? "p" : "f")
                    .flag("prosecdef", routine.definer())
                    .flag("proleakproof", false)
                    .flag("proisstrict", routine.strict())
                    .flag("proretset", routine.returnsSet())
                    .set("provolatile", String.valueOf(routine.volatility()))
                    .set("proparallel", "u")
                    .set("pronargs", types.length)
                    .set("pronargdefaults", routine.defaultSql().size())
                    .oid("prorettype", routine.resultType())
                    .set("proargtypes", RelationRows.vector(Types.OID, types))
                    .set("prosrc", routine.body())
                    .set("proacl", Privileges.acl(scan.catalog(), routine.oid(), 0));
            if (!routine.defaultSql().isEmpty()) {
                row.set("proargdefaults", String.join(", ", routine.defaultSql()));
            }
            arguments(row, arguments(routine));
        }
    }

    private static int element(Scan scan, Routine routine) {
        return scan.catalog()
                .type(routine.argumentTypes().getLast())
                .flatMap(Types::elementOf)
                .map(Type::oid)
                .orElse(0);
    }

    private static void arguments(RowSink.Row row, List<Argument> arguments) {
        if (arguments.stream().anyMatch(a -> !a.name().isEmpty())) {
            row.set(
                    "proargnames",
                    ArrayValue.ofList(
                            Types.TEXT, arguments.stream().map(Argument::name).toList()));
        }
        if (arguments.stream().anyMatch(a -> !a.mode().equals("i"))) {
            row.set(
                    "proargmodes",
                    ArrayValue.ofList(
                            Types.CHAR, arguments.stream().map(Argument::mode).toList()));
            row.set(
                    "proallargtypes",
                    ArrayValue.ofList(
                            Types.OID,
                            arguments.stream()
                                    .map(a -> Integer.toUnsignedLong(a.type()))
                                    .toList()));
        }
    }

    /// All arguments: those that go in, then those that only come out.
    private static List<Argument> arguments(Routine routine) {
        List<Argument> arguments = new ArrayList<>();
        List<String> results =
                routine.resultColumns().stream().map(Routine.ResultColumn::name).toList();
        int count = routine.argumentTypes().size();
        for (int i = 0; i < count; i++) {
            String name = routine.argumentNames().get(i);
            boolean both = !name.isEmpty() && results.contains(name);
            String mode = both ? "b" : routine.variadic() && i == count - 1 ? "v" : "i";
            arguments.add(new Argument(mode, name, routine.argumentTypes().get(i)));
        }
        for (Routine.ResultColumn column : routine.resultColumns()) {
            if (!routine.argumentNames().contains(column.name())) {
                arguments.add(new Argument(isTable(routine) ? "t" : "o", column.name(), column.typeOid()));
            }
        }
        return arguments;
    }

    private static boolean isTable(Routine routine) {
        return routine.returnsSet() && !routine.resultColumns().isEmpty();
    }

    @Override
    public void register(Bindings b) {
        b.<Long>c1("pg_get_function_arguments", (c, oid) -> text(c, oid, true));
        b.<Long>c1("pg_get_function_identity_arguments", (c, oid) -> text(c, oid, false));
        b.<Long>c1("pg_get_function_result", (c, oid) -> routine(c, oid)
                .filter(r -> !r.procedure())
                .map(r -> result(r, Scan.of(c)))
                .orElse(null));
        b.<Long, Integer>c2(
                "pg_get_function_arg_default", (c, oid, number) -> argumentDefault(Scan.of(c), oid.intValue(), number));
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

    /// The default of an argument, counted from 1; null without one.
    static @Nullable String argumentDefault(Scan scan, int oid, int number) {
        return scan.catalog()
                .routine(oid)
                .map(r -> {
                    int at = number
                            - 1
                            - (r.argumentTypes().size() - r.defaultSql().size());
                    boolean given = at >= 0 && at < r.defaultSql().size();
                    return given ? shown(scan, r.defaultSql().get(at)) : null;
                })
                .orElse(null);
    }

    private static String type(Scan scan, int oid) {
        return scan.catalog()
                .type(oid)
                .map(t -> scan.context()
                        .names()
                        .nameOf(NameResolver.Kind.TYPE, oid)
                        .orElse(t.displayName(-1)))
                .orElse("???");
    }

    private static String arguments(Routine routine, Scan scan, boolean defaults) {
        List<String> parts = new ArrayList<>();
        int firstDefault = routine.argumentTypes().size() - routine.defaultSql().size();
        int input = 0;
        for (Argument argument : arguments(routine)) {
            if (argument.mode().equals("t")) {
                continue;
            }
            String word =
                    switch (argument.mode()) {
                        case "v" -> "VARIADIC ";
                        case "b" -> "INOUT ";
                        case "o" -> "OUT ";
                        default -> routine.procedure() ? "IN " : "";
                    };
            String name = argument.name().isEmpty() ? "" : Identifiers.quote(argument.name()) + " ";
            boolean given = argument.isInput() && defaults && input >= firstDefault;
            parts.add(word
                    + name
                    + type(scan, argument.type())
                    + (given ? " DEFAULT " + shown(scan, routine.defaultSql().get(input - firstDefault)) : ""));
            input += argument.isInput() ? 1 : 0;
        }
        return String.join(", ", parts);
    }

    private static String shown(Scan scan, String sql) {
        return Definitions.plain(scan).expression(sql, null);
    }

    private static String result(Routine routine, Scan scan) {
        if (isTable(routine)) {
            List<String> columns = routine.resultColumns().stream()
                    .map(c -> Identifiers.quote(c.name()) + " " + type(scan, c.typeOid()))
                    .toList();
            return "TABLE(" + String.join(", ", columns) + ")";
        }
        return (routine.returnsSet() ? "SETOF " : "") + type(scan, routine.resultType());
    }

    private static String definition(Routine routine, Scan scan) {
        String kind = routine.procedure() ? "PROCEDURE" : "FUNCTION";
        StringBuilder out = new StringBuilder("CREATE OR REPLACE " + kind + " ")
                .append(Definitions.qualified(routine.schema(), routine.name()))
                .append('(')
                .append(arguments(routine, scan, true))
                .append(")\n");
        if (!routine.procedure()) {
            out.append(" RETURNS ").append(result(routine, scan)).append('\n');
        }
        out.append(" LANGUAGE ").append(routine.language()).append('\n');
        String attributes = (routine.volatility() == 'i' ? " IMMUTABLE" : routine.volatility() == 's' ? " STABLE" : "")
                + (routine.strict() ? " STRICT" : "")
                + (routine.definer() ? " SECURITY DEFINER" : "");
        if (!attributes.isEmpty()) {
            out.append(attributes).append('\n');
        }
        String word = routine.procedure() ? "procedure" : "function";
        String quote = "$" + word + "$";
        while (routine.body().contains(quote)) {
            word += "x";
            quote = "$" + word + "$";
        }
        return out.append("AS ")
                .append(quote)
                .append(routine.body())
                .append(quote)
                .append('\n')
                .toString();
    }
}
