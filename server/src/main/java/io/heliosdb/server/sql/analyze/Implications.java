package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.function.OperatorDef.Meaning;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whether every row that fulfils one condition fulfils another one too, as far as their forms show it. What is not
/// seen is denied, so that a yes can be relied on.
final class Implications {

    private Implications() {}

    /// A comparison of anything with a constant on its right.
    private record Bound(Expr subject, Meaning meaning, Object value, Expr.Constant constant) {}

    /// @param given what is known to be true
    /// @param wanted what is to be true because of it
    static boolean implies(Expr given, Expr wanted) {
        Expr known = unfolded(given);
        Expr asked = unfolded(wanted);
        if (asked instanceof Expr.And and) {
            return and.operands().stream().allMatch(part -> implies(known, part));
        }
        if (known instanceof Expr.Or or) {
            return or.operands().stream().allMatch(branch -> implies(branch, asked));
        }
        if (asked instanceof Expr.Or or && or.operands().stream().anyMatch(branch -> implies(known, branch))) {
            return true;
        }
        if (known instanceof Expr.And and) {
            return and.operands().stream().anyMatch(part -> implies(part, asked));
        }
        return known.equals(asked) || narrows(known, asked) || showsValue(known, asked);
    }

    // `x = true` is x, and `x IN (a, b)` is `x = a OR x = b`.
    private static Expr unfolded(Expr condition) {
        if (condition instanceof Expr.Call call && call.baseType().equals(Types.BOOL)) {
            Optional<Bound> bound = bound(call);
            if (bound.isPresent() && bound.get().meaning == Meaning.EQUAL) {
                Expr subject = bound.get().subject;
                return bound.get().value instanceof Boolean yes
                        ? yes ? subject : new Expr.Not(subject, condition.type())
                        : condition;
            }
        }
        if (condition instanceof Expr.OverArray over && !over.all() && over.array() instanceof Expr.ArrayOf list) {
            List<Expr> branches = list.elements().stream()
                    .<Expr>map(element -> new Expr.Call(
                            over.operator().function(), over.operator(), List.of(over.left(), element), over.type()))
                    .toList();
            return branches.isEmpty() ? condition : new Expr.Or(branches, condition.type());
        }
        return condition;
    }

    private static boolean narrows(Expr known, Expr asked) {
        Optional<Bound> inner = bound(known);
        Optional<Bound> outer = bound(asked);
        return inner.isPresent() && outer.isPresent() && within(inner.get(), outer.get());
    }

    private static boolean within(Bound inner, Bound outer) {
        if (!inner.subject.equals(outer.subject) || !inner.constant.baseType().equals(outer.constant.baseType())) {
            return false;
        }
        int order = inner.constant.baseType().compare(inner.value, outer.value);
        return switch (outer.meaning) {
            case EQUAL -> inner.meaning == Meaning.EQUAL && order == 0;
            case NOT_EQUAL ->
                switch (inner.meaning) {
                    case EQUAL -> order != 0;
                    case NOT_EQUAL -> order == 0;
                    case LESS -> order <= 0;
                    case LESS_OR_EQUAL -> order < 0;
                    case GREATER -> order >= 0;
                    case GREATER_OR_EQUAL -> order > 0;
                    case OTHER -> false;
                };
            case LESS ->
                switch (inner.meaning) {
                    case EQUAL, LESS_OR_EQUAL -> order < 0;
                    case LESS -> order <= 0;
                    case NOT_EQUAL, GREATER, GREATER_OR_EQUAL, OTHER -> false;
                };
            case LESS_OR_EQUAL -> order <= 0 && atMost(inner.meaning);
            case GREATER ->
                switch (inner.meaning) {
                    case EQUAL, GREATER_OR_EQUAL -> order > 0;
                    case GREATER -> order >= 0;
                    case NOT_EQUAL, LESS, LESS_OR_EQUAL, OTHER -> false;
                };
            case GREATER_OR_EQUAL -> order >= 0 && atLeast(inner.meaning);
            case OTHER -> false;
        };
    }

    private static boolean atMost(Meaning meaning) {
        return meaning == Meaning.EQUAL || meaning == Meaning.LESS || meaning == Meaning.LESS_OR_EQUAL;
    }

    private static boolean atLeast(Meaning meaning) {
        return meaning == Meaning.EQUAL || meaning == Meaning.GREATER || meaning == Meaning.GREATER_OR_EQUAL;
    }

    // What a strict call made true was not null.
    private static boolean showsValue(Expr known, Expr asked) {
        return asked instanceof Expr.IsNull test
                && test.negated()
                && !(test.operand().baseType() instanceof RowType)
                && known instanceof Expr.Call call
                && needs(call, test.operand()::equals);
    }

    private static boolean needs(Expr expr, Predicate<Expr> wanted) {
        return wanted.test(expr)
                || expr instanceof Expr.Call call
                        && call.function().strict()
                        && call.arguments().stream().anyMatch(argument -> needs(argument, wanted));
    }

    private static Optional<Bound> bound(Expr condition) {
        if (!(condition instanceof Expr.Call call)
                || call.operator() == null
                || call.arguments().size() != 2) {
            return Optional.empty();
        }
        OperatorDef operator = Objects.requireNonNull(call.operator());
        Expr left = call.arguments().getFirst();
        Expr right = call.arguments().getLast();
        if (operator.meaning() == Meaning.OTHER) {
            return Optional.empty();
        }
        return right instanceof Expr.Constant constant
                ? bound(left, operator.meaning(), constant)
                : left instanceof Expr.Constant first
                        ? bound(right, turned(operator.meaning()), first)
                        : Optional.empty();
    }

    private static Optional<Bound> bound(Expr subject, Meaning meaning, Expr.Constant constant) {
        @Nullable Object value = constant.value();
        return value == null ? Optional.empty() : Optional.of(new Bound(subject, meaning, value, constant));
    }

    private static Meaning turned(Meaning meaning) {
        return switch (meaning) {
            case LESS -> Meaning.GREATER;
            case LESS_OR_EQUAL -> Meaning.GREATER_OR_EQUAL;
            case GREATER -> Meaning.LESS;
            case GREATER_OR_EQUAL -> Meaning.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL, OTHER -> meaning;
        };
    }
}
