package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Tsv;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One row of PostgreSQL 15's own `pg_proc`, as far as its types are built in here; `pg_proc.tsv` holds them.
///
/// @param kind `prokind`: f, a or w
/// @param defaultsText default expressions of the last arguments, parted by `|`
/// @param symbol what implements it: `prosrc` of an internal function; for others its name and argument types, such as
///               `sum(int4)`
record ProcFacts(
        int oid,
        String name,
        char kind,
        boolean strict,
        boolean returnsSet,
        char volatility,
        boolean variadic,
        Type result,
        List<Type> arguments,
        List<String> argumentNames,
        List<FunctionDef.Output> outputs,
        String defaultsText,
        String symbol) {

    private static final int DIRECT = 2;

    static List<ProcFacts> all() {
        return Tsv.read(ProcFacts.class, "pg_proc.tsv").map(ProcFacts::of).toList();
    }

    /// How many direct arguments each ordered-set aggregate has, by oid.
    static Map<Integer, Integer> directArguments() {
        Map<Integer, Integer> direct = new HashMap<>();
        Tsv.read(ProcFacts.class, "pg_aggregate.tsv")
                .filter(row -> !row.get(1).equals("n"))
                .forEach(row -> direct.put(Integer.parseInt(row.get(0)), Integer.parseInt(row.get(DIRECT))));
        return direct;
    }

    private static ProcFacts of(List<String> row) {
        List<Type> arguments = types(row.get(10));
        List<String> names = words(row.get(13), ' ');
        String modes = row.get(12);
        List<Type> allTypes = types(row.get(11));
        List<String> inputNames = new ArrayList<>();
        List<FunctionDef.Output> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            char mode = modes.isEmpty() ? 'i' : modes.charAt(i);
            if (mode == 'o' || mode == 't' || mode == 'b') {
                outputs.add(new FunctionDef.Output(names.get(i), allTypes.get(i)));
            }
            if (mode == 'i' || mode == 'b' || mode == 'v') {
                inputNames.add(names.get(i));
            }
        }
        String source = row.get(14);
        boolean shared = source.equals("-") || source.equals("aggregate_dummy");
        return new ProcFacts(
                Integer.parseInt(row.get(0)),
                row.get(1),
                row.get(2).charAt(0),
                row.get(3).equals("t"),
                row.get(4).equals("t"),
                row.get(5).charAt(0),
                !row.get(8).equals("0"),
                type(row.get(9)),
                arguments,
                inputNames,
                outputs,
                row.get(18),
                shared ? signature(row.get(1), arguments) : source);
    }

    private static String signature(String name, List<Type> arguments) {
        return name + arguments.stream().map(Type::name).collect(Collectors.joining(",", "(", ")"));
    }

    private static List<Type> types(String oids) {
        return words(oids, ' ').stream().map(ProcFacts::type).toList();
    }

    private static Type type(String oid) {
        return Types.byOid(Integer.parseInt(oid))
                .orElseThrow(() -> new IllegalStateException("pg_proc.tsv names an unknown type " + oid));
    }

    static List<String> words(String text, char separator) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length() && !text.isEmpty(); i++) {
            if (i == text.length() || text.charAt(i) == separator) {
                words.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return words;
    }

    /// Values of the default expressions.
    List<Object> defaultValues() {
        List<String> texts = words(defaultsText, '|');
        List<Object> values = new ArrayList<>();
        int first = arguments.size() - texts.size();
        for (int i = 0; i < texts.size(); i++) {
            values.add(DefaultValue.parse(texts.get(i), arguments.get(first + i)));
        }
        return values;
    }
}
