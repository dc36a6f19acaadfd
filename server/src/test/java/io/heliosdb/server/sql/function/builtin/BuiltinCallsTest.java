package io.heliosdb.server.sql.function.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.SqlFunctions;
import io.heliosdb.server.sql.type.TestContext;
import io.heliosdb.server.sql.type.Tsv;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every line of `calls.tsv` is what PostgreSQL 15 said about a call of a function or an operator.
class BuiltinCallsTest {

    private final SqlFunctions sql = BuiltinFunctions.with(List.of());
    private final TestContext context = new TestContext();

    @Test
    void callsGiveWhatPostgresGives() {
        List<String> wrong = new ArrayList<>();
        Tsv.read(BuiltinCallsTest.class, "calls.tsv").forEach(row -> {
            String expected = row.get(1) + " " + unescape(row.get(2));
            String actual = outcome(row.get(0), row.subList(3, row.size()));
            if (!actual.equals(expected)) {
                wrong.add(row.get(0) + row.subList(3, row.size()) + ": " + actual + " INSTEAD OF " + expected);
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\\\", "\\");
    }

    private String outcome(String name, List<String> arguments) {
        List<Type> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        try {
            for (int i = 0; i < arguments.size(); i += 2) {
                if (!arguments.get(i).equals("-")) {
                    Type type = Types.byName(arguments.get(i)).orElseThrow();
                    types.add(type);
                    values.add(type.parse(unescape(arguments.get(i + 1)), context));
                }
            }
            FunctionDef function = find(name, types).orElse(null);
            if (function == null) {
                return "missing";
            }
            return "00000 " + run(function, types, values.toArray());
        } catch (SqlException e) {
            return e.state().code() + " " + e.message();
        }
    }

    private Optional<FunctionDef> find(String name, List<Type> types) {
        Stream<FunctionDef> candidates = Character.isLetter(name.charAt(0))
                ? sql.functions().named(name).stream()
                : Stream.concat(sql.operators().binary(name).stream(), sql.operators().prefix(name).stream())
                        .map(operator -> operator.function());
        List<FunctionDef> all = candidates.toList();
        return all.stream().filter(f -> f.arguments().equals(types)).findFirst().or(() -> all.stream()
                .filter(f -> accepts(f, types))
                .findFirst());
    }

    private static boolean accepts(FunctionDef function, List<Type> types) {
        if (function.arguments().size() != types.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            Type declared = function.arguments().get(i);
            boolean array = Types.elementOf(types.get(i)).isPresent();
            boolean fits = declared.equals(types.get(i))
                    || (Types.isPolymorphic(declared) && declared.name().endsWith("array") == array);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private String run(FunctionDef function, List<Type> types, @Nullable Object[] a) {
        Type result = Types.isPolymorphic(function.result()) ? types.getFirst() : function.result();
        Object value =
                switch (function.implementation().bind(types, result)) {
                    case Implementation.Scalar f -> f.body().call(context, a);
                    case Implementation.LongBinary f -> {
                        long number = f.body().call(number(a[0]), number(a[1]));
                        yield result.valueClass() == Integer.class ? (Object) (int) number : (Object) number;
                    }
                    case Implementation.LongPredicate f -> f.body().call(number(a[0]), number(a[1]));
                    case Implementation.DoubleBinary f -> f.body().call((Double) a[0], (Double) a[1]);
                    case Implementation.DoublePredicate f -> f.body().call((Double) a[0], (Double) a[1]);
                    default -> throw new IllegalStateException("no scalar: " + function);
                };
        return value == null ? "\\N" : result.format(value, context);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
