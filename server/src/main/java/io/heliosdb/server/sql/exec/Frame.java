package io.heliosdb.server.sql.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one execution of a plan: the current row of every relation, parameters, what nodes keep.
///
/// Used by one thread at a time. A correlated subquery reads the rows of enclosing queries from the same frame.
public final class Frame {

    /// Whether the last unboxed value was NULL; set to true by whoever computes one, reset by whoever asks.
    public boolean isNull;

    // What a `Comparison` compares.
    @Nullable
    Object[] operands = new @Nullable Object[0];

    private final @Nullable Tuple[] tuples;
    private final @Nullable Object[] states;
    private final List<@Nullable Object> parameters;
    private final ExecutionContext execution;
    private final @Nullable Instrumentation instrumentation;

    public Frame(
            PlanShape shape,
            List<@Nullable Object> parameters,
            ExecutionContext execution,
            @Nullable Instrumentation instrumentation) {
        this.tuples = new @Nullable Tuple[shape.slots()];
        this.states = new @Nullable Object[shape.states()];
        this.parameters = parameters;
        this.execution = execution;
        this.instrumentation = instrumentation;
    }

    /// How many slots and states a plan needs.
    public record PlanShape(int slots, int states) {}

    public Tuple tuple(int slot) {
        Tuple tuple = tuples[slot];
        return tuple == null ? ArrayTuple.NULLS : tuple;
    }

    public void set(int slot, Tuple tuple) {
        tuples[slot] = tuple;
    }

    /// Current rows of some slots, for later.
    Tuple[] save(int[] slots) {
        Tuple[] saved = new Tuple[slots.length];
        for (int i = 0; i < slots.length; i++) {
            saved[i] = tuple(slots[i]).retain();
        }
        return saved;
    }

    void restore(int[] slots, Tuple[] saved) {
        for (int i = 0; i < slots.length; i++) {
            tuples[slots[i]] = saved[i];
        }
    }

    void setNulls(int[] slots) {
        for (int slot : slots) {
            tuples[slot] = ArrayTuple.NULLS;
        }
    }

    public @Nullable Object parameter(int number) {
        return number <= parameters.size() ? parameters.get(number - 1) : null;
    }

    /// What a node has left in a state.
    public @Nullable Object stateOf(int index) {
        return states[index];
    }

    @Nullable
    Object state(int index) {
        return states[index];
    }

    void setState(int index, @Nullable Object state) {
        states[index] = state;
    }

    public ExecutionContext execution() {
        return execution;
    }

    /// What EXPLAIN ANALYZE measures of a node; null when it does not.
    Instrumentation.@Nullable Measure measure(PlanNode node) {
        return instrumentation == null ? null : instrumentation.of(node);
    }

    @Nullable
    Instrumentation instrumentation() {
        return instrumentation;
    }
}
