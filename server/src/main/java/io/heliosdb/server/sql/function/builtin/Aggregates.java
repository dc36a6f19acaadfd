package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.Implementation.AggregateFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Builds aggregates of lambdas.
final class Aggregates {

    private Aggregates() {}

    /// Takes one row into a state that changes in place.
    @FunctionalInterface
    interface Step<S> {
        void add(FunctionContext context, S state, @Nullable Object[] arguments);
    }

    /// Gives the result of a state.
    @FunctionalInterface
    interface Finish<S> {
        @Nullable
        Object finish(FunctionContext context, S state);
    }

    /// An aggregate whose state is an object that changes.
    static <S> AggregateFunction of(Supplier<S> start, Step<S> step, Finish<S> finish) {
        return new AggregateFunction() {
            @Override
            public Object start(FunctionContext context) {
                return start.get();
            }

            @Override
            @SuppressWarnings("unchecked")
            public Object add(FunctionContext context, Object state, @Nullable Object[] arguments) {
                step.add(context, (S) state, arguments);
                return state;
            }

            @Override
            @SuppressWarnings("unchecked")
            public @Nullable Object finish(FunctionContext context, Object state) {
                return finish.finish(context, (S) state);
            }
        };
    }

    /// A box for a value that is null until the first row.
    static final class Box {
        @Nullable
        Object value;
    }

    /// Two values into one.
    @FunctionalInterface
    interface Merge {
        Object merge(Object left, Object right);
    }

    /// Folds values that are not null; NULL when there are none.
    static AggregateFunction fold(Function<Object, Object> first, Merge merge) {
        return of(
                Box::new,
                (c, box, a) -> {
                    Object value = a[0];
                    if (value != null) {
                        Object before = box.value;
                        box.value = before == null ? first.apply(value) : merge.merge(before, value);
                    }
                },
                (c, box) -> box.value);
    }

    /// Folds values of the result's own type.
    static AggregateFunction fold(Merge merge) {
        return fold(value -> value, merge);
    }
}
