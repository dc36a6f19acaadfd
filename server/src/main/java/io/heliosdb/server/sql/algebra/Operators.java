package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/// Typed expressions as operators for Calcite: each distinct expression, with its operands left open as
/// placeholders, is one operator. Equal expressions get the same operator. Belongs to one translation.
final class Operators {

    private final Map<Expr, Opaque> opaque = new HashMap<>();
    private final Map<Expr.Aggregate, OpaqueAggregate> aggregates = new HashMap<>();
    private final Map<Sides, OperatorDef> equalities = new HashMap<>();

    private record Sides(int left, int right) {}

    /// An expression whose meaning Calcite does not know.
    static final class Opaque extends SqlFunction {

        private final Expr template;
        private final int ownOperands;
        private final boolean strict;

        Opaque(int number, Expr template, int ownOperands, boolean strict, RelDataType type) {
            super(
                    "f" + number,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION);
            this.template = template;
            this.ownOperands = ownOperands;
            this.strict = strict;
        }

        Expr template() {
            return template;
        }

        /// How many operands the template has; those after them are columns that subqueries inside it read.
        int ownOperands() {
            return ownOperands;
        }

        @Override
        public java.util.function.@Nullable Supplier<Strong.Policy> getStrongPolicyInference() {
            return strict ? () -> Strong.Policy.ANY : null;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// An aggregate that Calcite only moves about.
    static final class OpaqueAggregate extends SqlAggFunction {

        private final Expr.Aggregate template;

        OpaqueAggregate(int number, Expr.Aggregate template, RelDataType type) {
            super(
                    "a" + number,
                    null,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.explicit(type),
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION,
                    false,
                    false,
                    Optionality.FORBIDDEN);
            this.template = template;
        }

        Expr.Aggregate template() {
            return template;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /// @param template with `Placeholder` n for operand n
    /// @param strict whether any NULL operand makes it NULL
    Opaque opaque(Expr template, int ownOperands, boolean strict, RelDataType type) {
        return opaque.computeIfAbsent(template, t -> new Opaque(opaque.size(), t, ownOperands, strict, type));
    }

    OpaqueAggregate aggregate(Expr.Aggregate template, RelDataType type) {
        return aggregates.computeIfAbsent(template, t -> new OpaqueAggregate(aggregates.size(), t, type));
    }

    /// Notes which operator compares such operands, so that an equality that Calcite makes means the same.
    void noteEquality(OperatorDef operator, Expr left, Expr right) {
        equalities.putIfAbsent(new Sides(left.baseType().oid(), right.baseType().oid()), operator);
    }

    @Nullable
    OperatorDef equality(Expr left, Expr right) {
        return equalities.get(new Sides(left.baseType().oid(), right.baseType().oid()));
    }
}
