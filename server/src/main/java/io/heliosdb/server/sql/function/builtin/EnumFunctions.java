package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions on enums (PostgreSQL 18 manual, 9.10); arguments count by their type only, and may be null.
final class EnumFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        b.byTypes("enum_first", (types, result) -> {
            String first = labels(types).getFirst().name();
            return (c, a) -> usable(types, first, c);
        });
        b.byTypes("enum_last", (types, result) -> {
            String last = labels(types).getLast().name();
            return (c, a) -> usable(types, last, c);
        });
        b.byTypes("enum_range_all", (types, result) -> (c, a) -> range(types, null, null, c));
        b.byTypes("enum_range_bounds", (types, result) -> (c, a) -> range(types, a[0], a[1], c));
    }

    private static String usable(List<Type> types, String label, FunctionContext context) {
        return Types.baseOf(types.getFirst()) instanceof EnumType type ? type.usable(label, context) : label;
    }

    private static List<EnumType.Label> labels(List<Type> types) {
        return Types.baseOf(types.getFirst()) instanceof EnumType type ? type.labels() : List.of();
    }

    private static ArrayValue range(
            List<Type> types, @Nullable Object low, @Nullable Object high, FunctionContext context) {
        Type type = types.getFirst();
        Object[] names = labels(types).stream()
                .map(EnumType.Label::name)
                .filter(name -> (low == null || type.compare(name, low) >= 0)
                        && (high == null || type.compare(name, high) <= 0))
                .map(name -> usable(types, name, context))
                .toArray();
        return ArrayValue.of(type, names);
    }
}
