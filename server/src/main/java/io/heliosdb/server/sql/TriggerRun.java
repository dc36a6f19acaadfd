package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.exec.TriggerFunctions;
import io.heliosdb.server.sql.plpgsql.PlHost.Typed;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs the functions of triggers for one statement, nested as they fire each other. Used by one thread at a time.
final class TriggerRun implements TriggerFunctions {

    private final LocalSqlEngine engine;
    private final SqlEngine.Scope scope;
    private final RoutineContext context;
    private final Deque<Call> running = new ArrayDeque<>();
    private int references;

    TriggerRun(LocalSqlEngine engine, SqlEngine.Scope scope, RoutineContext context) {
        this.engine = engine;
        this.scope = scope;
        this.context = context;
    }

    @Override
    public int depth() {
        return running.size() + references;
    }

    @Override
    public void reference(Runnable work) {
        references++;
        try {
            work.run();
        } finally {
            references--;
        }
    }

    @Override
    public Iterator<@Nullable Object[]> transition(boolean fresh) {
        return Objects.requireNonNull(running.peek(), "no trigger runs")
                .transitions()
                .rows(fresh);
    }

    @Override
    public @Nullable RowValue call(Call call) {
        Routine routine = engine.catalog(scope)
                .routine(call.trigger().routine())
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_FUNCTION,
                        "cache lookup failed for function "
                                + Integer.toUnsignedString(call.trigger().routine())));
        running.push(call);
        try {
            Map<String, RelationDef.Virtual> transitions = engine.transitions().of(call.trigger(), call.relation());
            return (RowValue) context.<@Nullable Object>withRightsFor(
                    routine, () -> engine.blockRoutines().trigger(routine, given(call), transitions, scope));
        } finally {
            running.pop();
        }
    }

    // In the order of PlSignature.TRIGGER.
    private static List<Typed> given(Call call) {
        TriggerDef trigger = call.trigger();
        RelationDef relation = call.relation();
        List<Typed> given = new ArrayList<>();
        given.add(row(call.fresh(), call.old()));
        given.add(row(call.old(), call.fresh()));
        given.add(typed(Types.NAME, trigger.name()));
        given.add(typed(Types.TEXT, trigger.timing().name().replace('_', ' ')));
        given.add(typed(Types.TEXT, trigger.isRow() ? "ROW" : "STATEMENT"));
        given.add(typed(Types.TEXT, call.event().name()));
        given.add(typed(Types.OID, Integer.toUnsignedLong(relation.oid())));
        given.add(typed(Types.NAME, relation.name()));
        given.add(typed(Types.NAME, relation.name()));
        given.add(typed(Types.NAME, relation.schema()));
        given.add(typed(Types.INT4, trigger.arguments().size()));
        given.add(typed(Types.arrayOf(Types.TEXT), arguments(trigger.arguments())));
        return given;
    }

    private static Typed typed(Type type, @Nullable Object value) {
        return new Typed(DataType.of(type), value);
    }

    // A row that there is not has the fields of the other one, all without a value.
    private static Typed row(@Nullable RowValue row, @Nullable RowValue other) {
        Type type = row != null ? row.type() : other != null ? other.type() : Types.RECORD;
        return typed(type, row);
    }

    // Counted from 0, unlike other arrays.
    private static @Nullable ArrayValue arguments(List<String> arguments) {
        return arguments.isEmpty()
                ? null
                : new ArrayValue(Types.TEXT, new int[] {arguments.size()}, new int[] {0}, arguments.toArray());
    }

    /// The relations that a trigger's REFERENCING names.
    static Map<String, RelationDef.Virtual> relations(TriggerDef trigger, RelationDef relation) {
        Map<String, RelationDef.Virtual> relations = new LinkedHashMap<>();
        if (!trigger.oldTable().isEmpty()) {
            relations.put(trigger.oldTable(), relation(trigger.oldTable(), relation, false));
        }
        if (!trigger.newTable().isEmpty()) {
            relations.put(trigger.newTable(), relation(trigger.newTable(), relation, true));
        }
        return relations;
    }

    private static RelationDef.Virtual relation(String name, RelationDef relation, boolean fresh) {
        List<ColumnDef> columns = new ArrayList<>();
        for (ColumnDef c : relation.columns()) {
            if (!c.dropped()) {
                columns.add(new ColumnDef(
                        columns.size() + 1, c.name(), c.type(), false, null, ColumnDef.Identity.NONE, false, false));
            }
        }
        return new RelationDef.Virtual(0, "", name, columns, context -> context.service(TriggerFunctions.class)
                .transition(fresh));
    }
}
