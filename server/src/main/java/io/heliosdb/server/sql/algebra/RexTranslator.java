package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.ExprRebuilder;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.tree.References.ColumnKey;
import io.heliosdb.server.sql.type.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Translates expressions. What Calcite need not understand becomes an opaque operator over its operands.
///
/// A column of a relation outside the scope belongs to an enclosing query; it stays the same while this query
/// runs, so it is a value without operands, like a parameter.
final class RexTranslator {

    private final RexBuilder builder;
    private final Operators operators;
    private final Facts facts;

    RexTranslator(RexBuilder builder, Operators operators, Facts facts) {
        this.builder = builder;
        this.operators = operators;
        this.facts = facts;
    }

    RexNode translate(Expr expr, Scope scope) {
        return translate(expr, scope, s -> null);
    }

    /// @param scalars translates a scalar subquery; null leaves it opaque
    RexNode translate(Expr expr, Scope scope, Function<Expr.ScalarSubquery, @Nullable RexNode> scalars) {
        return RexUtil.flatten(builder, new Run(scope, scalars).node(expr));
    }

    /// An expression over translated operands.
    ///
    /// @param template with `Placeholder` n for operand n
    RexNode call(Expr template, List<RexNode> operands) {
        RelDataType type = FieldTypes.of(template, builder.getTypeFactory());
        return builder.makeCall(type, operators.opaque(template, operands.size(), false, type), operands);
    }

    /// Whether both sides can be hashed, so that Calcite may treat the operator as equality.
    boolean isEquality(@Nullable OperatorDef operator) {
        return operator != null
                && operator.meaning() == OperatorDef.Meaning.EQUAL
                && operator.left() != null
                && facts.isHashable(operator);
    }

    private final class Run {
        private final Scope scope;
        private final Function<Expr.ScalarSubquery, @Nullable RexNode> scalars;

        Run(Scope scope, Function<Expr.ScalarSubquery, @Nullable RexNode> scalars) {
            this.scope = scope;
            this.scalars = scalars;
        }

        RexNode node(Expr expr) {
            return switch (expr) {
                case Expr.Column column -> column(column);
                case Expr.Constant(Object value, var type)
                when value instanceof Boolean truth && FieldTypes.isTruth(expr) -> builder.makeLiteral(truth);
                case Expr.And and -> logic(SqlStdOperatorTable.AND, and.operands());
                case Expr.Or or -> logic(SqlStdOperatorTable.OR, or.operands());
                case Expr.Not not -> logic(SqlStdOperatorTable.NOT, List.of(not.operand()));
                case Expr.IsNull test
                when !isComposite(test.operand()) ->
                    builder.makeCall(
                            test.negated() ? SqlStdOperatorTable.IS_NOT_NULL : SqlStdOperatorTable.IS_NULL,
                            node(test.operand()));
                case Expr.Call call when call.arguments().size() == 2 && isEquality(call.operator()) -> equality(call);
                case Expr.ScalarSubquery subquery -> scalar(subquery);
                default -> opaque(expr);
            };
        }

        private RexNode logic(SqlOperator operator, List<Expr> operands) {
            List<RexNode> nodes = new ArrayList<>();
            operands.forEach(o -> nodes.add(node(o)));
            return nodes.size() == 1 && operator.getKind() != SqlKind.NOT
                    ? nodes.getFirst()
                    : builder.makeCall(operator, nodes);
        }

        private RexNode equality(Expr.Call call) {
            Expr left = call.arguments().getFirst();
            Expr right = call.arguments().getLast();
            if (call.operator() != null) {
                operators.noteEquality(call.operator(), left, right);
            }
            return builder.makeCall(SqlStdOperatorTable.EQUALS, node(left), node(right));
        }

        private RexNode column(Expr.Column column) {
            RexNode found = scope.find(new ColumnKey(column.relation(), column.column()));
            if (found != null) {
                return found;
            }
            if (scope.has(column.relation())) {
                throw new AlgebraException("column " + column.name() + " was not asked for");
            }
            return opaque(column);
        }

        private RexNode scalar(Expr.ScalarSubquery subquery) {
            RexNode made = scalars.apply(subquery);
            return made == null ? opaque(subquery) : made;
        }

        private RexNode opaque(Expr expr) {
            List<RexNode> operands = new ArrayList<>();
            List<Expr> parts = new ArrayList<>();
            Expr template = ExprRebuilder.rebuild(expr, part -> {
                parts.add(part);
                return new Expr.Placeholder(parts.size() - 1, part.type());
            });
            parts.forEach(part -> operands.add(node(part)));
            subqueryColumns(expr).forEach(key -> {
                RexNode column = scope.find(key);
                if (column != null) {
                    operands.add(column);
                }
            });
            RelDataType type = FieldTypes.of(expr, builder.getTypeFactory());
            return builder.makeCall(type, operators.opaque(template, parts.size(), isStrict(expr), type), operands);
        }
    }

    private static boolean isStrict(Expr expr) {
        return expr instanceof Expr.Call call && call.function().strict();
    }

    private static boolean isComposite(Expr expr) {
        return expr.baseType() instanceof RowType || expr instanceof Expr.RowOf;
    }

    /// Columns that the subquery of an expression reads, its own ones included.
    static List<ColumnKey> subqueryColumns(Expr expr) {
        Query query = subquery(expr);
        return query == null
                ? List.of()
                : List.copyOf(References.of(query).columns().keySet());
    }

    static @Nullable Query subquery(Expr expr) {
        return switch (expr) {
            case Expr.Exists e -> e.query();
            case Expr.ScalarSubquery e -> e.query();
            case Expr.ArraySubquery e -> e.query();
            case Expr.OverSubquery e -> e.query();
            default -> null;
        };
    }
}
