package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.ExprRebuilder;
import io.heliosdb.server.sql.tree.References.ColumnKey;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Makes typed expressions of Calcite's.
final class ExprBuilder {

    private static final DataType BOOL = DataType.of(Types.BOOL);

    private final Operators operators;

    ExprBuilder(Operators operators) {
        this.operators = operators;
    }

    /// The terms of a condition that are not just TRUE.
    List<Expr> conjuncts(RexNode condition, List<Expr> fields) {
        List<Expr> made = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            if (!term.isAlwaysTrue()) {
                made.add(expr(term, fields));
            }
        }
        return made;
    }

    /// @param fields what the input's fields are
    Expr expr(RexNode node, List<Expr> fields) {
        return switch (node) {
            case RexInputRef reference -> fields.get(reference.getIndex());
            case RexLiteral literal -> literal(literal);
            case RexCall call -> call(call, fields);
            default -> throw new AlgebraException("no counterpart of " + node.getKind());
        };
    }

    private static Expr literal(RexLiteral literal) {
        boolean truth = literal.getTypeName() == SqlTypeName.BOOLEAN
                || literal.getType().getSqlTypeName() == SqlTypeName.BOOLEAN;
        if (truth) {
            return new Expr.Constant(literal.isNull() ? null : literal.getValueAs(Boolean.class), BOOL);
        }
        if (!literal.isNull() && literal.getType().getSqlTypeName() == SqlTypeName.BIGINT) {
            return new Expr.Constant(literal.getValueAs(Long.class), DataType.of(Types.INT8));
        }
        throw new AlgebraException("no counterpart of a literal of type " + literal.getType());
    }

    private Expr call(RexCall call, List<Expr> fields) {
        List<Expr> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            operands.add(expr(operand, fields));
        }
        if (call.getOperator() instanceof Operators.Opaque opaque) {
            return opaque(opaque, operands);
        }
        return switch (call.getKind()) {
            case AND -> new Expr.And(operands, BOOL);
            case OR -> new Expr.Or(operands, BOOL);
            case NOT -> new Expr.Not(operands.getFirst(), BOOL);
            case EQUALS -> equality(operands.getFirst(), operands.getLast());
            case NOT_EQUALS -> new Expr.Not(equality(operands.getFirst(), operands.getLast()), BOOL);
            case IS_NOT_DISTINCT_FROM -> same(operands.getFirst(), operands.getLast(), true);
            case IS_DISTINCT_FROM -> same(operands.getFirst(), operands.getLast(), false);
            case IS_NULL -> new Expr.IsNull(operands.getFirst(), false, BOOL);
            case IS_NOT_NULL -> new Expr.IsNull(operands.getFirst(), true, BOOL);
            case IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE, IS_UNKNOWN ->
                new Expr.BooleanTest(operands.getFirst(), test(call.getKind()), BOOL);
            case CASE -> choice(operands);
            case COALESCE -> new Expr.Coalesce(operands, operands.getFirst().type());
            // Calcite adds a cast where only its own idea of nullability changes.
            case CAST -> operands.getFirst();
            default -> throw new AlgebraException("no counterpart of " + call.getKind());
        };
    }

    private static Expr opaque(Operators.Opaque operator, List<Expr> operands) {
        Expr template = operator.template();
        List<ColumnKey> read = RexTranslator.subqueryColumns(template);
        for (Expr column : operands.subList(operator.ownOperands(), operands.size())) {
            if (!(column instanceof Expr.Column c) || !read.contains(new ColumnKey(c.relation(), c.column()))) {
                throw new AlgebraException("a column that a subquery reads has become an expression");
            }
        }
        return ExprRebuilder.rebuild(
                template, part -> part instanceof Expr.Placeholder p ? operands.get(p.number()) : part);
    }

    private Expr equality(Expr left, Expr right) {
        OperatorDef straight = operators.equality(left, right);
        if (straight != null) {
            return new Expr.Call(straight.function(), straight, List.of(left, right), BOOL);
        }
        OperatorDef turned = operators.equality(right, left);
        if (turned != null) {
            return new Expr.Call(turned.function(), turned, List.of(right, left), BOOL);
        }
        throw new AlgebraException("no equality of " + left.type() + " and " + right.type());
    }

    private Expr same(Expr left, Expr right, boolean negated) {
        Expr.Call equality = (Expr.Call) equality(left, right);
        OperatorDef operator = equality.operator();
        if (operator == null) {
            throw new IllegalArgumentException("an equality has an operator");
        }
        return new Expr.Distinct(
                operator, equality.arguments().getFirst(), equality.arguments().getLast(), negated, BOOL);
    }

    private static Expr.BooleanTest.Kind test(SqlKind kind) {
        return switch (kind) {
            case IS_TRUE -> Expr.BooleanTest.Kind.TRUE;
            case IS_FALSE -> Expr.BooleanTest.Kind.FALSE;
            case IS_NOT_TRUE -> Expr.BooleanTest.Kind.NOT_TRUE;
            case IS_NOT_FALSE -> Expr.BooleanTest.Kind.NOT_FALSE;
            default -> Expr.BooleanTest.Kind.UNKNOWN;
        };
    }

    private static Expr choice(List<Expr> operands) {
        List<Expr.Case.When> whens = new ArrayList<>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            whens.add(new Expr.Case.When(operands.get(i), operands.get(i + 1)));
        }
        @Nullable Expr otherwise = operands.size() % 2 == 1 ? operands.getLast() : null;
        return new Expr.Case(whens, otherwise, operands.get(1).type());
    }
}
