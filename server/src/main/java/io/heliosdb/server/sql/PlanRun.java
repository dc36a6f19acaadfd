package io.heliosdb.server.sql;

import io.heliosdb.server.sql.exec.ArrayTuple;
import io.heliosdb.server.sql.exec.ExecutionContext;
import io.heliosdb.server.sql.exec.Frame;
import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.exec.Tuple;
import io.heliosdb.server.sql.plan.Plan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One run of a plan. Used by one thread at a time.
final class PlanRun implements AutoCloseable {

    private final Plan plan;
    private final ExecutionContext execution;
    private final Frame frame;
    private @Nullable RowSource source;

    PlanRun(Plan plan, ExecutionContext execution, Frame frame) {
        this.plan = plan;
        this.execution = execution;
        this.frame = frame;
    }

    /// Opens the plan; changes are made, with everything that follows from them.
    RowSource open() {
        RowSource opened = plan.root().open(frame);
        source = opened;
        execution.after().run();
        return opened;
    }

    /// How many rows a change has changed.
    long changed() {
        return plan.countState() < 0 || !(frame.stateOf(plan.countState()) instanceof Long count) ? 0 : count;
    }

    /// The current row's first `width` values.
    @Nullable
    Object[] row(int width) {
        Tuple tuple = frame.tuple(plan.slot());
        if (tuple instanceof ArrayTuple array) {
            @Nullable Object[] values = array.values();
            return values.length == width ? values : Arrays.copyOf(values, width);
        }
        @Nullable Object[] values = new @Nullable Object[width];
        for (int i = 0; i < width; i++) {
            values[i] = tuple.get(i);
        }
        return values;
    }

    Plan plan() {
        return plan;
    }

    @Override
    public void close() {
        RowSource opened = source;
        source = null;
        try {
            if (opened != null) {
                opened.close();
            }
        } finally {
            execution.rows().close();
            execution.memory().close();
        }
    }
}
