package io.heliosdb.server.sql.function;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a function computes. Arguments are values as `Type` describes them; a null is SQL's NULL.
public sealed interface Implementation {

    /// One result for one call.
    record Scalar(ScalarFunction body) implements Implementation {}

    /// `long` (or `int`) in and out, no null, no context: the executor calls it without boxing.
    record LongBinary(LongBinaryFunction body) implements Implementation {}

    /// As `LongBinary`, giving a truth value: the comparisons of integers, dates and timestamps.
    record LongPredicate(LongPredicateFunction body) implements Implementation {}

    /// `double` in and out.
    record DoubleBinary(DoubleBinaryFunction body) implements Implementation {}

    /// Rows of values for one call; one value a row unless the result is a record.
    record SetReturning(SetFunction body, List<String> columnNames) implements Implementation {}

    /// One result for many rows.
    record Aggregate(AggregateFunction body) implements Implementation {}

    /// One result per row of a window partition.
    record Window(WindowFunction body) implements Implementation {}

    /// A call with its arguments.
    @FunctionalInterface
    interface ScalarFunction {
        @Nullable
        Object call(FunctionContext context, @Nullable Object[] arguments);
    }

    @FunctionalInterface
    interface LongBinaryFunction {
        long call(long left, long right);
    }

    @FunctionalInterface
    interface LongPredicateFunction {
        boolean call(long left, long right);
    }

    @FunctionalInterface
    interface DoubleBinaryFunction {
        double call(double left, double right);
    }

    /// Each row is an array of column values.
    @FunctionalInterface
    interface SetFunction {
        Iterator<@Nullable Object[]> call(FunctionContext context, @Nullable Object[] arguments);
    }

    /// Makes and drives the state of one group; states are not shared between threads.
    interface AggregateFunction {
        /// The state of an empty group.
        Object start(FunctionContext context);

        /// Takes one row's arguments; a strict aggregate is never called with a null. Returns the new state.
        Object add(FunctionContext context, Object state, @Nullable Object[] arguments);

        /// The result for a group; null for SQL's NULL.
        @Nullable
        Object finish(FunctionContext context, Object state);
    }

    /// Computes over one partition, row by row, in order.
    interface WindowFunction {
        @Nullable
        Object evaluate(FunctionContext context, WindowFrame frame);
    }

    /// What a window function sees of its partition.
    interface WindowFrame {
        long row();

        long partitionSize();

        long peerStart();

        long peerEnd();

        long frameStart();

        long frameEnd();

        /// An argument of the function at a row of the partition, both counted from 0.
        @Nullable
        Object argument(int index, long row);
    }
}
