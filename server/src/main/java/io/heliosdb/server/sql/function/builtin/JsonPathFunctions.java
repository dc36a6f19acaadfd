package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.builtin.JsonPathErrors.PathException;
import io.heliosdb.server.sql.type.JsonPath;
import io.heliosdb.server.sql.type.JsonValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `jsonb_path_query` and its kin, `@?` and `@@` (PostgreSQL 18 manual, 9.16).
final class JsonPathFunctions implements FunctionModule {

    private static final JsonValue NO_VARIABLES = JsonValue.object(Map.of());

    /// The arguments of a call.
    private record Call(JsonValue value, JsonPath path, JsonValue variables, boolean silent, boolean zones) {

        static Call of(@Nullable Object[] a, boolean zones) {
            boolean operator = a.length == 2;
            return new Call(
                    (JsonValue) a[0],
                    (JsonPath) a[1],
                    operator ? NO_VARIABLES : (JsonValue) a[2],
                    operator || Boolean.TRUE.equals(a[3]),
                    zones);
        }

        JsonPathRun run(FunctionContext context) {
            return new JsonPathRun(context, path, value, variables, zones);
        }

        /// All items, as far as an error that is kept quiet let them be found.
        ///
        /// @param failed set when there was such an error
        List<JsonValue> items(FunctionContext context, boolean[] failed) {
            List<JsonValue> found = new ArrayList<>();
            JsonPathRun run = run(context);
            JsonPathMethods methods = new JsonPathMethods(context, run);
            try {
                run.run(item -> found.add(methods.toJson(item)));
            } catch (PathException e) {
                if (!silent) {
                    throw e;
                }
                failed[0] = true;
            }
            return found;
        }
    }

    @Override
    public void register(Bindings b) {
        for (boolean zones : new boolean[] {false, true}) {
            String ending = zones ? "_tz" : "";
            b.scalar("jsonb_path_exists" + ending, (c, a) -> exists(c, Call.of(a, zones)));
            b.scalar("jsonb_path_match" + ending, (c, a) -> match(c, Call.of(a, zones)));
            b.set("jsonb_path_query" + ending, (c, a) -> query(c, Call.of(a, zones)));
            b.scalar(
                    "jsonb_path_query_array" + ending,
                    (c, a) -> new JsonValue.Array(Call.of(a, zones).items(c, new boolean[1])));
            b.scalar("jsonb_path_query_first" + ending, (c, a) -> {
                List<JsonValue> items = Call.of(a, zones).items(c, new boolean[1]);
                return items.isEmpty() ? null : items.getFirst();
            });
        }
        b.scalar("jsonb_path_exists_opr", (c, a) -> exists(c, Call.of(a, false)));
        b.scalar("jsonb_path_match_opr", (c, a) -> match(c, Call.of(a, false)));
    }

    // In lax mode the first item is enough.
    private static @Nullable Boolean exists(FunctionContext context, Call call) {
        boolean[] found = new boolean[1];
        try {
            call.run(context).run(item -> {
                found[0] = true;
                if (!call.path.strict()) {
                    throw new JsonPathPredicates.Found();
                }
            });
        } catch (JsonPathPredicates.Found first) {
            return true;
        } catch (PathException e) {
            if (!call.silent) {
                throw e;
            }
            return null;
        }
        return found[0];
    }

    private static @Nullable Boolean match(FunctionContext context, Call call) {
        boolean[] failed = new boolean[1];
        List<JsonValue> items = call.items(context, failed);
        if (items.size() == 1 && !failed[0]) {
            switch (items.getFirst()) {
                case JsonValue.Bool(boolean value) -> {
                    return value;
                }
                case JsonValue.Null n -> {
                    return null;
                }
                default -> {}
            }
        }
        if (!call.silent) {
            throw new SqlException(SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED, "single boolean result is expected");
        }
        return null;
    }

    private static Iterator<@Nullable Object[]> query(FunctionContext context, Call call) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        call.items(context, new boolean[1]).forEach(item -> rows.add(new Object[] {item}));
        return rows.iterator();
    }
}
