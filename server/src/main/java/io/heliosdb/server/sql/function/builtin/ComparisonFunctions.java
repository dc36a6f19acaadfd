package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Floats;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.function.IntPredicate;

/// The six comparisons of every type that has an order, `larger`, `smaller` and the B-tree support functions.
final class ComparisonFunctions implements FunctionModule {

    private static final String[] ENDINGS = {"eq", "ne", "lt", "le", "gt", "ge"};
    private static final List<IntPredicate> TESTS =
            List.of(c -> c == 0, c -> c != 0, c -> c < 0, c -> c <= 0, c -> c > 0, c -> c >= 0);

    @Override
    public void register(Bindings b) {
        for (String prefix : new String[] {
            "int2",
            "int4",
            "int8",
            "int24",
            "int42",
            "int28",
            "int82",
            "int48",
            "int84",
            "oid",
            "date_",
            "time_",
            "timestamp_",
            "cash_",
            "macaddr_"
        }) {
            longTests(b, prefix);
        }
        b.longTest("xideq", (x, y) -> x == y);
        b.longTest("xidneq", (x, y) -> x != y);
        b.longTest("cideq", (x, y) -> x == y);
        unsigned(b, "xid8");
        unsigned(b, "pg_lsn_");
        doubleTests(b, "float8");
        objectTests(b, "bool", Types.BOOL);
        objectTests(b, "char", Types.CHAR);
        objectTests(b, "name", Types.NAME);
        objectTests(b, "bpchar", Types.BPCHAR);
        objectTests(b, "bytea", Types.BYTEA);
        objectTests(b, "numeric_", Types.NUMERIC);
        objectTests(b, "timetz_", Types.TIMETZ);
        objectTests(b, "interval_", Types.INTERVAL);
        objectTests(b, "uuid_", Types.UUID);
        objectTests(b, "jsonb_", Types.JSONB);
        objectTests(b, "bit", Types.BIT);
        objectTests(b, "network_", Types.INET);
        objectTests(b, "tid", Types.TID);
        objectTests(b, "oidvector", Types.OIDVECTOR);
        textTests(b);
        mixedFloats(b);
        polymorphic(b);
        larger(b);
        compares(b);
    }

    private static void longTests(Bindings b, String prefix) {
        b.longTest(prefix + "eq", (x, y) -> x == y);
        b.longTest(prefix + "ne", (x, y) -> x != y);
        b.longTest(prefix + "lt", (x, y) -> x < y);
        b.longTest(prefix + "le", (x, y) -> x <= y);
        b.longTest(prefix + "gt", (x, y) -> x > y);
        b.longTest(prefix + "ge", (x, y) -> x >= y);
    }

    private static void unsigned(Bindings b, String prefix) {
        b.longTest(prefix + "eq", (x, y) -> x == y);
        b.longTest(prefix + "ne", (x, y) -> x != y);
        b.longTest(prefix + "lt", (x, y) -> Long.compareUnsigned(x, y) < 0);
        b.longTest(prefix + "le", (x, y) -> Long.compareUnsigned(x, y) <= 0);
        b.longTest(prefix + "gt", (x, y) -> Long.compareUnsigned(x, y) > 0);
        b.longTest(prefix + "ge", (x, y) -> Long.compareUnsigned(x, y) >= 0);
    }

    private static void doubleTests(Bindings b, String prefix) {
        b.doubleTest(prefix + "eq", (x, y) -> Floats.compare(x, y) == 0);
        b.doubleTest(prefix + "ne", (x, y) -> Floats.compare(x, y) != 0);
        b.doubleTest(prefix + "lt", (x, y) -> Floats.compare(x, y) < 0);
        b.doubleTest(prefix + "le", (x, y) -> Floats.compare(x, y) <= 0);
        b.doubleTest(prefix + "gt", (x, y) -> Floats.compare(x, y) > 0);
        b.doubleTest(prefix + "ge", (x, y) -> Floats.compare(x, y) >= 0);
    }

    private static void objectTests(Bindings b, String prefix, Type type) {
        for (int i = 0; i < ENDINGS.length; i++) {
            IntPredicate test = TESTS.get(i);
            b.f2(prefix + ENDINGS[i], (Object x, Object y) -> test.test(type.compare(x, y)));
        }
    }

    // The mixed ones of text and name compare the same strings; only `text_lt` and kin have an underscore.
    private static void textTests(Bindings b) {
        String[] names = {"texteq", "textne", "text_lt", "text_le", "text_gt", "text_ge"};
        for (int i = 0; i < ENDINGS.length; i++) {
            IntPredicate test = TESTS.get(i);
            String ending = ENDINGS[i];
            Bindings.Body2<Object, Object> body = (x, y) -> test.test(Types.TEXT.compare(x, y));
            b.f2(names[i], body);
            b.f2("name" + ending + "text", body);
            b.f2("text" + ending + "name", body);
        }
        for (int i = 2; i < ENDINGS.length; i++) {
            IntPredicate test = TESTS.get(i);
            b.f2("text_pattern_" + ENDINGS[i], (Object x, Object y) -> test.test(Types.TEXT.compare(x, y)));
            b.f2("bpchar_pattern_" + ENDINGS[i], (Object x, Object y) -> test.test(Types.BPCHAR.compare(x, y)));
        }
    }

    private static void mixedFloats(Bindings b) {
        for (String prefix : new String[] {"float4", "float48", "float84"}) {
            for (int i = 0; i < ENDINGS.length; i++) {
                IntPredicate test = TESTS.get(i);
                b.f2(
                        prefix + ENDINGS[i],
                        (Number x, Number y) -> test.test(Floats.compare(x.doubleValue(), y.doubleValue())));
            }
        }
    }

    private static void polymorphic(Bindings b) {
        for (String prefix : new String[] {"array_", "record_", "enum_"}) {
            for (int i = 0; i < ENDINGS.length; i++) {
                IntPredicate test = TESTS.get(i);
                b.byTypes(prefix + ENDINGS[i], (types, result) -> {
                    Type type = Types.baseOf(types.getFirst());
                    return (c, a) -> test.test(type.compare(a[0], a[1]));
                });
            }
        }
        b.byTypes("btarraycmp", (types, result) -> (c, a) -> types.getFirst().compare(a[0], a[1]));
        b.byTypes("btrecordcmp", (types, result) -> (c, a) -> types.getFirst().compare(a[0], a[1]));
        b.byTypes("enum_cmp", (types, result) -> (c, a) -> types.getFirst().compare(a[0], a[1]));
    }

    private static void larger(Bindings b) {
        pick(b, "text_", Types.TEXT);
        pick(b, "bpchar_", Types.BPCHAR);
        pick(b, "numeric_", Types.NUMERIC);
        pick(b, "float4", Types.FLOAT4);
        pick(b, "float8", Types.FLOAT8);
        pick(b, "date_", Types.DATE);
        pick(b, "time_", Types.TIME);
        pick(b, "timetz_", Types.TIMETZ);
        pick(b, "timestamp_", Types.TIMESTAMP);
        pick(b, "interval_", Types.INTERVAL);
        pick(b, "oid", Types.OID);
        pick(b, "pg_lsn_", Types.PG_LSN);
        pick(b, "network_", Types.INET);
        pick(b, "cash", Types.MONEY);
        pick(b, "tid", Types.TID);
        pick(b, "xid8_", Types.XID8);
        for (String prefix : new String[] {"array_", "enum_"}) {
            b.byTypes(
                    prefix + "larger",
                    (types, result) -> (c, a) -> types.getFirst().compare(a[0], a[1]) >= 0 ? a[0] : a[1]);
            b.byTypes(
                    prefix + "smaller",
                    (types, result) -> (c, a) -> types.getFirst().compare(a[0], a[1]) <= 0 ? a[0] : a[1]);
        }
    }

    private static void pick(Bindings b, String prefix, Type type) {
        b.f2(prefix + "larger", (Object x, Object y) -> type.compare(x, y) >= 0 ? x : y);
        b.f2(prefix + "smaller", (Object x, Object y) -> type.compare(x, y) <= 0 ? x : y);
    }

    private static void compares(Bindings b) {
        compare(b, "btint2cmp", Types.INT2);
        compare(b, "btint4cmp", Types.INT4);
        compare(b, "btint8cmp", Types.INT8);
        compare(b, "bttextcmp", Types.TEXT);
        compare(b, "bpcharcmp", Types.BPCHAR);
        compare(b, "btboolcmp", Types.BOOL);
        compare(b, "btoidcmp", Types.OID);
        compare(b, "btnamecmp", Types.NAME);
        compare(b, "numeric_cmp", Types.NUMERIC);
        compare(b, "btfloat8cmp", Types.FLOAT8);
        compare(b, "btfloat4cmp", Types.FLOAT4);
        compare(b, "date_cmp", Types.DATE);
        compare(b, "time_cmp", Types.TIME);
        compare(b, "timestamp_cmp", Types.TIMESTAMP);
        compare(b, "timetz_cmp", Types.TIMETZ);
        compare(b, "interval_cmp", Types.INTERVAL);
        compare(b, "uuid_cmp", Types.UUID);
        compare(b, "byteacmp", Types.BYTEA);
        compare(b, "jsonb_cmp", Types.JSONB);
        compare(b, "network_cmp", Types.INET);
    }

    private static void compare(Bindings b, String symbol, Type type) {
        b.f2(symbol, (Object x, Object y) -> Integer.signum(type.compare(x, y)));
    }
}
