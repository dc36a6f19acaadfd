package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
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

    /// Of operands of these types, which an operator for any type may take.
    public static Comparison of(OperatorDef operator, Type left, Type right) {
        return new Comparison(Calls.call(
                operator.function(), List.of(new Operand(0), new Operand(1)), List.of(left, right), operator.result()));
    }

    /// Pair by pair.
    public static List<Comparison> ofAll(List<OperatorDef> operators, List<Type> left, List<Type> right) {
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            comparisons.add(of(operators.get(i), left.get(i), right.get(i)));
        }
        return comparisons;
    }

    /// The operator's value, for one that is no comparison, of the operator's own types; its operands are in
    /// `frame.operands`.
    public static Eval onOperands(OperatorDef operator) {
        Type left = operator.left() == null ? operator.right() : operator.left();
        return of(operator, left, operator.right()).call;
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
