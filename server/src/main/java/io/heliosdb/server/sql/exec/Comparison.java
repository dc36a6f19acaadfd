package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operator between two values computed before, such as those of `ANY`, CASE-like forms and row comparisons.
///
/// Values of any kind of number pass unboxed functions too. Immutable.
public final class Comparison {

    private final Eval call;

    private Comparison(Eval call) {
        this.call = call;
    }

    /// The operator's own types.
    public static Comparison of(OperatorDef operator) {
        Type left = operator.left() == null ? operator.right() : operator.left();
        return new Comparison(Calls.call(
                operator.function(),
                List.of(new Operand(0), new Operand(1)),
                List.of(left, operator.right()),
                operator.result()));
    }

    /// The operator's value, for one that is no comparison; its operands are in `frame.operands`.
    public static Eval onOperands(OperatorDef operator) {
        return of(operator).call;
    }

    /// TRUE, FALSE or UNKNOWN.
    public int test(Frame frame, @Nullable Object left, @Nullable Object right) {
        @Nullable Object[] saved = frame.operands;
        frame.operands = new @Nullable Object[] {left, right};
        try {
            return call.test(frame);
        } finally {
            frame.operands = saved;
        }
    }

    private static final class Operand extends Eval {
        private final int index;

        Operand(int index) {
            this.index = index;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            return frame.operands[index];
        }
    }
}
