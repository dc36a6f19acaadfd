package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.RowValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Three-valued logic and tests of NULL.
public final class Logic {

    private Logic() {}

    public static Eval and(List<Eval> operands) {
        return new And(operands.toArray(Eval[]::new));
    }

    public static Eval or(List<Eval> operands) {
        return new Or(operands.toArray(Eval[]::new));
    }

    public static Eval not(Eval operand) {
        return new Not(operand);
    }

    public static Eval isNull(Eval operand, boolean negated) {
        return new IsNull(operand, negated);
    }

    public static Eval booleanTest(Eval operand, Expr.BooleanTest.Kind kind) {
        return new BooleanTest(operand, kind);
    }

    private static final class And extends Eval.Test {
        private final Eval[] operands;

        And(Eval[] operands) {
            this.operands = operands;
        }

        @Override
        public int test(Frame frame) {
            int result = TRUE;
            for (Eval operand : operands) {
                int truth = operand.test(frame);
                if (truth == FALSE) {
                    return FALSE;
                }
                if (truth == UNKNOWN) {
                    result = UNKNOWN;
                }
            }
            return result;
        }
    }

    private static final class Or extends Eval.Test {
        private final Eval[] operands;

        Or(Eval[] operands) {
            this.operands = operands;
        }

        @Override
        public int test(Frame frame) {
            int result = FALSE;
            for (Eval operand : operands) {
                int truth = operand.test(frame);
                if (truth == TRUE) {
                    return TRUE;
                }
                if (truth == UNKNOWN) {
                    result = UNKNOWN;
                }
            }
            return result;
        }
    }

    private static final class Not extends Eval.Test {
        private final Eval operand;

        Not(Eval operand) {
            this.operand = operand;
        }

        @Override
        public int test(Frame frame) {
            int truth = operand.test(frame);
            return truth == UNKNOWN ? UNKNOWN : 1 - truth;
        }
    }

    private static final class IsNull extends Eval.Test {
        private final Eval operand;
        private final boolean negated;

        IsNull(Eval operand, boolean negated) {
            this.operand = operand;
            this.negated = negated;
        }

        @Override
        public int test(Frame frame) {
            return truth(check(operand.eval(frame)));
        }

        // A row IS NULL when all fields are null, and IS NOT NULL when none is: not each other's negation.
        private boolean check(@Nullable Object value) {
            if (value instanceof RowValue row) {
                for (Object field : row.fields()) {
                    if (negated == (field == null)) {
                        return false;
                    }
                }
                return true;
            }
            return negated != (value == null);
        }
    }

    private static final class BooleanTest extends Eval.Test {
        private final Eval operand;
        private final Expr.BooleanTest.Kind kind;

        BooleanTest(Eval operand, Expr.BooleanTest.Kind kind) {
            this.operand = operand;
            this.kind = kind;
        }

        @Override
        public int test(Frame frame) {
            int truth = operand.test(frame);
            return truth(
                    switch (kind) {
                        case TRUE -> truth == TRUE;
                        case NOT_TRUE -> truth != TRUE;
                        case FALSE -> truth == FALSE;
                        case NOT_FALSE -> truth != FALSE;
                        case UNKNOWN -> truth == UNKNOWN;
                        case NOT_UNKNOWN -> truth != UNKNOWN;
                    });
        }
    }
}
