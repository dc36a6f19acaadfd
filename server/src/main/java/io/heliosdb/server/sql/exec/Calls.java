package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls of functions and operators.
public final class Calls {

    private Calls() {}

    /// @param result the type of the call's value
    /// @param types of the arguments
    public static Eval call(FunctionDef function, List<Eval> arguments, List<Type> types, Type result) {
        Eval[] evals = arguments.toArray(Eval[]::new);
        return switch (function.implementation().bind(types, result)) {
            case Implementation.LongBinary(var body) ->
                new LongCall(body, evals[0], evals[1], result.valueClass() == Integer.class);
            case Implementation.LongPredicate(var body) -> new LongTest(body, evals[0], evals[1]);
            case Implementation.DoubleBinary(var body) ->
                new DoubleCall(body, evals[0], evals[1], result.valueClass() == Float.class);
            case Implementation.Scalar(var body) ->
                function.strict() ? new StrictCall(body, evals) : new ScalarCall(body, evals);
            case Implementation.DoublePredicate(var body) -> new DoubleTest(body, evals[0], evals[1]);
            case Implementation.SetReturning s -> throw misplaced(function);
            case Implementation.ByTypes b -> throw misplaced(function);
            case Implementation.Aggregate a -> throw misplaced(function);
            case Implementation.Window w -> throw misplaced(function);
        };
    }

    private static IllegalArgumentException misplaced(FunctionDef function) {
        return new IllegalArgumentException("not a scalar function: " + function.name());
    }

    private static final class LongCall extends Eval {
        private final Implementation.LongBinaryFunction body;
        private final Eval left;
        private final Eval right;
        private final boolean narrow;

        LongCall(Implementation.LongBinaryFunction body, Eval left, Eval right, boolean narrow) {
            this.body = body;
            this.left = left;
            this.right = right;
            this.narrow = narrow;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            frame.isNull = false;
            long value = evalLong(frame);
            if (frame.isNull) {
                return null;
            }
            if (narrow) {
                return (int) value;
            }
            return value;
        }

        @Override
        public long evalLong(Frame frame) {
            long l = left.evalLong(frame);
            if (frame.isNull) {
                return 0;
            }
            long r = right.evalLong(frame);
            return frame.isNull ? 0 : body.call(l, r);
        }

        @Override
        public double evalDouble(Frame frame) {
            return evalLong(frame);
        }
    }

    private static final class LongTest extends Eval.Test {
        private final Implementation.LongPredicateFunction body;
        private final Eval left;
        private final Eval right;

        LongTest(Implementation.LongPredicateFunction body, Eval left, Eval right) {
            this.body = body;
            this.left = left;
            this.right = right;
        }

        @Override
        public int test(Frame frame) {
            frame.isNull = false;
            long l = left.evalLong(frame);
            if (frame.isNull) {
                return UNKNOWN;
            }
            long r = right.evalLong(frame);
            return frame.isNull ? UNKNOWN : truth(body.call(l, r));
        }
    }

    private static final class DoubleTest extends Eval.Test {
        private final Implementation.DoublePredicateFunction body;
        private final Eval left;
        private final Eval right;

        DoubleTest(Implementation.DoublePredicateFunction body, Eval left, Eval right) {
            this.body = body;
            this.left = left;
            this.right = right;
        }

        @Override
        public int test(Frame frame) {
            frame.isNull = false;
            double l = left.evalDouble(frame);
            if (frame.isNull) {
                return UNKNOWN;
            }
            double r = right.evalDouble(frame);
            return frame.isNull ? UNKNOWN : truth(body.call(l, r));
        }
    }

    private static final class DoubleCall extends Eval {
        private final Implementation.DoubleBinaryFunction body;
        private final Eval left;
        private final Eval right;
        private final boolean narrow;

        DoubleCall(Implementation.DoubleBinaryFunction body, Eval left, Eval right, boolean narrow) {
            this.body = body;
            this.left = left;
            this.right = right;
            this.narrow = narrow;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            frame.isNull = false;
            double value = evalDouble(frame);
            if (frame.isNull) {
                return null;
            }
            if (narrow) {
                return (float) value;
            }
            return value;
        }

        @Override
        public double evalDouble(Frame frame) {
            double l = left.evalDouble(frame);
            if (frame.isNull) {
                return 0;
            }
            double r = right.evalDouble(frame);
            return frame.isNull ? 0 : body.call(l, r);
        }
    }

    private static final class StrictCall extends Eval {
        private final Implementation.ScalarFunction body;
        private final Eval[] arguments;

        StrictCall(Implementation.ScalarFunction body, Eval[] arguments) {
            this.body = body;
            this.arguments = arguments;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            @Nullable Object[] values = new @Nullable Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                Object value = arguments[i].eval(frame);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            return body.call(frame.execution().context(), values);
        }
    }

    private static final class ScalarCall extends Eval {
        private final Implementation.ScalarFunction body;
        private final Eval[] arguments;

        ScalarCall(Implementation.ScalarFunction body, Eval[] arguments) {
            this.body = body;
            this.arguments = arguments;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            return body.call(frame.execution().context(), evaluate(arguments, frame));
        }
    }

    static @Nullable Object[] evaluate(Eval[] evals, Frame frame) {
        @Nullable Object[] values = new @Nullable Object[evals.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = evals[i].eval(frame);
        }
        return values;
    }
}
