package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a function computes. Arguments are values as `Type` describes them; a null is SQL's NULL.
///
/// The executor calls {@link #bind} once per call site, with the types that arguments and result really have
/// there, and runs what that gives.
public sealed interface Implementation {

    /// The implementation for arguments of these types: this one, unless it is {@link ByTypes}.
    ///
    /// @param arguments the types of all arguments as they are passed; those that a variadic function was given
    ///                  one by one are its last argument, an array, already
    default Implementation bind(List<Type> arguments, Type result) {
        return this;
    }

    /// The implementation for a call whose last argument is an array marked VARIADIC: without that array the result is
    /// null, and `ANY` behind the types of the arguments tells it from an array that is a single value.
    default Implementation spread() {
        return new ByTypes(shape(), (arguments, result) -> {
            List<Type> marked = new ArrayList<>(arguments);
            marked.add(Types.ANY);
            Implementation bound = bind(marked, result);
            return bound instanceof Scalar scalar
                    ? new Scalar((context, a) -> a[a.length - 1] == null ? null : scalar.body.call(context, a))
                    : bound;
        });
    }

    /// One result for one call.
    record Scalar(ScalarFunction body) implements Implementation {}

    /// `long` (or `int`) in and out, no null, no context: the executor calls it without boxing. When the result
    /// type's values are `Integer`, the result fits and is boxed so.
    record LongBinary(LongBinaryFunction body) implements Implementation {}

    /// As `LongBinary`, giving a truth value: the comparisons of integers, dates and timestamps.
    record LongPredicate(LongPredicateFunction body) implements Implementation {}

    /// `double` in and out.
    record DoubleBinary(DoubleBinaryFunction body) implements Implementation {}

    /// `double` in, a truth value out.
    record DoublePredicate(DoublePredicateFunction body) implements Implementation {}

    /// Rows of values for one call; one value a row unless the result is a record.
    ///
    /// @param columnNames of a record; empty when the function's declaration or the query names the columns
    record SetReturning(SetFunction body, List<String> columnNames) implements Implementation {}

    /// One result for many rows. For an ordered-set aggregate, each row's arguments begin with the direct ones,
    /// and the rows come in the order of WITHIN GROUP.
    record Aggregate(AggregateFunction body) implements Implementation {}

    /// One result per row of a window partition.
    record Window(WindowFunction body) implements Implementation {}

    /// Another implementation for each combination of types, for polymorphic functions.
    record ByTypes(Shape shape, Binder binder) implements Implementation {
        @Override
        public Implementation bind(List<Type> arguments, Type result) {
            return binder.bind(arguments, result);
        }
    }

    /// What a `ByTypes` binds to.
    enum Shape {
        SCALAR,
        SET,
        AGGREGATE,
        WINDOW
    }

    default Shape shape() {
        return switch (this) {
            case Scalar f -> Shape.SCALAR;
            case LongBinary f -> Shape.SCALAR;
            case LongPredicate f -> Shape.SCALAR;
            case DoubleBinary f -> Shape.SCALAR;
            case DoublePredicate f -> Shape.SCALAR;
            case SetReturning f -> Shape.SET;
            case Aggregate f -> Shape.AGGREGATE;
            case Window f -> Shape.WINDOW;
            case ByTypes f -> f.shape();
        };
    }

    /// Chooses an implementation by types.
    @FunctionalInterface
    interface Binder {
        Implementation bind(List<Type> arguments, Type result);
    }

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

    @FunctionalInterface
    interface DoublePredicateFunction {
        boolean call(double left, double right);
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

        /// The result for a group; null for SQL's NULL. The state stays usable: a window asks for each row.
        @Nullable
        Object finish(FunctionContext context, Object state);
    }

    /// A state of an aggregate that grows with the rows it takes, and says so: memory is limited.
    interface GrowingState {
        /// A rough number of bytes of heap, what {@link AggregateFunction#finish} will need included.
        long bytes();
    }

    /// Computes over one partition, row by row, in order.
    interface WindowFunction {
        @Nullable
        Object evaluate(FunctionContext context, WindowFrame frame);
    }

    /// What a window function sees of its partition. Rows are counted from 0; ends are exclusive.
    interface WindowFrame {
        long row();

        long partitionSize();

        long peerStart();

        long peerEnd();

        long frameStart();

        long frameEnd();

        /// The number of the row's group of peers in the partition, from 0.
        long peerGroup();

        /// An argument of the function at a row of the partition, both counted from 0.
        @Nullable
        Object argument(int index, long row);

        /// Arguments of the function.
        int argumentCount();
    }
}
