package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CASE, COALESCE, NULLIF, GREATEST, LEAST, IS DISTINCT FROM.
public final class Conditionals {

    private Conditionals() {}

    public static Eval caseOf(List<Eval> conditions, List<Eval> results, @Nullable Eval otherwise) {
        return new Case(conditions.toArray(Eval[]::new), results.toArray(Eval[]::new), otherwise);
    }

    public static Eval coalesce(List<Eval> operands) {
        return new Coalesce(operands.toArray(Eval[]::new));
    }

    public static Eval nullIf(Expr.NullIf expr, Eval left, Eval right) {
        return new NullIf(
                Comparison.of(expr.equal(), expr.left().baseType(), expr.right().baseType()), left, right);
    }

    public static Eval minMax(boolean greatest, List<Eval> operands, Type type) {
        return new MinMax(greatest, operands.toArray(Eval[]::new), type);
    }

    public static Eval distinct(Expr.Distinct expr, Eval left, Eval right) {
        Comparison equal =
                Comparison.of(expr.equal(), expr.left().baseType(), expr.right().baseType());
        return new Distinct(equal, left, right, expr.negated());
    }

    private static final class Case extends Eval {
        private final Eval[] conditions;
        private final Eval[] results;
        private final @Nullable Eval otherwise;

        Case(Eval[] conditions, Eval[] results, @Nullable Eval otherwise) {
            this.conditions = conditions;
            this.results = results;
            this.otherwise = otherwise;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            for (int i = 0; i < conditions.length; i++) {
                if (conditions[i].isTrue(frame)) {
                    return results[i].eval(frame);
                }
            }
            return otherwise == null ? null : otherwise.eval(frame);
        }
    }

    private static final class Coalesce extends Eval {
        private final Eval[] operands;

        Coalesce(Eval[] operands) {
            this.operands = operands;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            for (Eval operand : operands) {
                Object value = operand.eval(frame);
                if (value != null) {
                    return value;
                }
            }
            return null;
        }
    }

    private static final class NullIf extends Eval {
        private final Comparison equal;
        private final Eval left;
        private final Eval right;

        NullIf(Comparison equal, Eval left, Eval right) {
            this.equal = equal;
            this.left = left;
            this.right = right;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            Object value = left.eval(frame);
            Object other = right.eval(frame);
            return value != null && other != null && equal.test(frame, value, other) == TRUE ? null : value;
        }
    }

    private static final class MinMax extends Eval {
        private final boolean greatest;
        private final Eval[] operands;
        private final Type type;

        MinMax(boolean greatest, Eval[] operands, Type type) {
            this.greatest = greatest;
            this.operands = operands;
            this.type = type;
        }

        @Override
        public @Nullable Object eval(Frame frame) {
            Object best = null;
            for (Eval operand : operands) {
                Object value = operand.eval(frame);
                if (value != null && (best == null || type.compare(value, best) > 0 == greatest)) {
                    best = value;
                }
            }
            return best;
        }
    }

    private static final class Distinct extends Eval.Test {
        private final Comparison equal;
        private final Eval left;
        private final Eval right;
        private final boolean negated;

        Distinct(Comparison equal, Eval left, Eval right, boolean negated) {
            this.equal = equal;
            this.left = left;
            this.right = right;
            this.negated = negated;
        }

        @Override
        public int test(Frame frame) {
            Object l = left.eval(frame);
            Object r = right.eval(frame);
            boolean differ = l == null || r == null ? l != r : equal.test(frame, l, r) != TRUE;
            return truth(differ != negated);
        }
    }
}
