package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.Volatility;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `information_schema._pg_expandarray`: the elements of an array with their numbers from 1. JDBC's driver asks with
/// it for the columns of keys and indexes.
final class ExpandArray implements FunctionModule {

    // PostgreSQL gives it an oid at initdb, in this range.
    private static final int OID = 13_130;

    @Override
    public void register(Bindings bindings) {
        define(bindings, OID, Types.arrayOf(Types.INT2), Types.INT2);
        define(bindings, OID + 1, Types.INT2VECTOR, Types.INT2);
        define(bindings, OID + 2, Types.OIDVECTOR, Types.OID);
    }

    private static void define(Bindings bindings, int oid, Type array, Type element) {
        bindings.define(new FunctionDef(
                oid,
                "information_schema",
                "_pg_expandarray",
                List.of(array),
                0,
                false,
                Types.RECORD,
                true,
                Volatility.IMMUTABLE,
                false,
                new Implementation.SetReturning((context, arguments) -> expand((ArrayValue) arguments[0]), List.of()),
                new FunctionDef.Parameters(
                        List.of(),
                        List.of(),
                        List.of(new FunctionDef.Output("x", element), new FunctionDef.Output("n", Types.INT4)),
                        -1)));
    }

    private static Iterator<@Nullable Object[]> expand(@Nullable ArrayValue array) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Object element : array == null ? new Object[0] : array.elements()) {
            rows.add(new Object[] {element, rows.size() + 1});
        }
        return rows.iterator();
    }
}
