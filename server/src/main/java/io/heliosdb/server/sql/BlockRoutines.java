package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.SqlRoutines.Call;
import io.heliosdb.server.sql.plpgsql.PlCode;
import io.heliosdb.server.sql.plpgsql.PlFrame;
import io.heliosdb.server.sql.plpgsql.PlHost;
import io.heliosdb.server.sql.plpgsql.PlParser;
import io.heliosdb.server.sql.plpgsql.PlResult;
import io.heliosdb.server.sql.plpgsql.PlRun;
import io.heliosdb.server.sql.plpgsql.PlSignature;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs functions in PL/pgSQL; what their bodies were read into is kept. Safe for any thread.
final class BlockRoutines {

    private final LocalSqlEngine engine;
    private final ConcurrentHashMap<Integer, Read> read = new ConcurrentHashMap<>();

    private record Read(Routine routine, PlSignature signature, PlCode code) {}

    BlockRoutines(LocalSqlEngine engine) {
        this.engine = engine;
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged definition is the same object
    private Read read(Routine routine) {
        Read known = read.get(routine.oid());
        if (known != null && known.routine == routine) {
            return known;
        }
        PlSignature signature = PlSignature.of(routine);
        Read made = new Read(routine, signature, PlParser.parse(routine.body(), routine.name(), signature.given()));
        read.put(routine.oid(), made);
        return made;
    }

    private static String signature(Routine routine, Catalog catalog) {
        return routine.name()
                + routine.argumentTypes().stream()
                        .map(oid ->
                                catalog.type(oid).map(t -> t.displayName(-1)).orElse("?"))
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /// Runs a function.
    ///
    /// @param rows takes each value of a set; null when one value is wanted
    @Nullable
    Object run(
            Routine routine,
            Call call,
            @Nullable Object[] arguments,
            @Nullable Consumer<@Nullable Object> rows,
            SqlEngine.Scope scope) {
        if (PlSignature.isTrigger(routine)) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "trigger functions can only be called as triggers");
        }
        Catalog catalog = engine.catalog(scope);
        Read read = read(routine);
        BlockHost host = new BlockHost(engine, scope, routine.volatility() == 'v', Map.of());
        PlResult.Wanted wanted = new PlResult.Wanted(DataType.of(call.result()), read.signature.outputs(), rows, false);
        PlRun run = new PlRun(host, read.code, signature(routine, catalog), wanted);
        PlFrame frame = run.frame();
        for (int i = 0; i < arguments.length; i++) {
            frame.set(i, DataType.of(call.types().get(i)), arguments[i]);
        }
        for (int i = 0; i < routine.resultColumns().size(); i++) {
            int slot = read.signature.outputs().get(i);
            if (slot >= arguments.length) {
                Type type =
                        catalog.type(routine.resultColumns().get(i).typeOid()).orElse(Types.TEXT);
                frame.set(slot, DataType.of(type), null);
            }
        }
        Object value = run.run();
        host.finish();
        return value;
    }

    /// Runs a block that stands for itself.
    void run(String body, SqlEngine.Scope scope) {
        PlCode code = PlParser.parse(body, "inline_code_block", List.of());
        BlockHost host = new BlockHost(engine, scope, true, Map.of());
        PlResult.Wanted nothing = new PlResult.Wanted(DataType.of(Types.VOID), List.of(), null, false);
        new PlRun(host, code, "inline_code_block", nothing).run();
        host.finish();
    }

    /// Runs a trigger's function.
    ///
    /// @param given in the order of {@link PlSignature#TRIGGER}
    /// @param transitions what its statements may read besides what the catalog has
    /// @return a row, or null
    @Nullable
    Object trigger(
            Routine routine,
            List<PlHost.Typed> given,
            Map<String, RelationDef.Virtual> transitions,
            SqlEngine.Scope scope) {
        BlockHost host = new BlockHost(engine, scope, routine.volatility() == 'v', transitions);
        PlResult.Wanted row = new PlResult.Wanted(DataType.of(Types.RECORD), List.of(), null, true);
        PlRun run = new PlRun(host, read(routine).code, routine.name() + "()", row);
        for (int i = 0; i < given.size(); i++) {
            run.frame().set(i, given.get(i).type(), given.get(i).value());
        }
        Object value = run.run();
        host.finish();
        return value;
    }
}
