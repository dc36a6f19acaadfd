package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.TypeContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Expressions as EXPLAIN shows them.
final class ExprText {

    private final Map<Integer, String> names;
    private final Map<Integer, List<Expr>> made;
    private final TypeContext context;

    /// @param made what the columns of relations are that planning added
    ExprText(Map<Integer, String> names, Map<Integer, List<Expr>> made, TypeContext context) {
        this.names = names;
        this.made = made;
        this.context = context;
    }

    String text(Expr expr) {
        return switch (expr) {
            case Expr.Constant c -> constant(c);
            case Expr.Parameter p -> "$" + p.number();
            case Expr.Column c -> column(c);
            case Expr.Call c -> call(c);
            case Expr.And e -> joined(e.operands(), " AND ");
            case Expr.Or e -> joined(e.operands(), " OR ");
            case Expr.Not e -> "(NOT " + text(e.operand()) + ")";
            case Expr.IsNull e -> "(" + text(e.operand()) + (e.negated() ? " IS NOT NULL)" : " IS NULL)");
            case Expr.BooleanTest e ->
                "(" + text(e.operand()) + " IS " + e.kind().name().replace('_', ' ') + ")";
            case Expr.Distinct e ->
                "(" + text(e.left()) + (e.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ") + text(e.right())
                        + ")";
            case Expr.Case e -> caseOf(e);
            case Expr.Coalesce e -> function("COALESCE", e.operands());
            case Expr.NullIf e -> function("NULLIF", List.of(e.left(), e.right()));
            case Expr.MinMax e -> function(e.greatest() ? "GREATEST" : "LEAST", e.operands());
            case Expr.ArrayOf e -> "ARRAY[" + list(e.elements()) + "]";
            case Expr.RowOf e -> function("ROW", e.fields());
            case Expr.Subscript e -> text(e.array()) + "[…]";
            case Expr.Field e -> "(" + text(e.row()) + ")." + e.name();
            case Expr.Convert e ->
                e.kind() == Expr.Convert.Kind.MODIFIER ? text(e.operand()) : "(" + text(e.operand()) + ")::" + e.type();
            case Expr.OverArray e ->
                "(" + text(e.left()) + " " + e.operator().name() + (e.all() ? " ALL (" : " ANY (") + text(e.array())
                        + "))";
            case Expr.RowCompare e ->
                "(" + function("ROW", e.left()) + " " + sign(e.kind()) + " " + function("ROW", e.right()) + ")";
            case Expr.Exists e -> "EXISTS(SubPlan)";
            case Expr.ScalarSubquery e -> "(SubPlan)";
            case Expr.ArraySubquery e -> "ARRAY(SubPlan)";
            case Expr.OverSubquery e -> e.all() ? "(NOT (hashed SubPlan))" : "(hashed SubPlan)";
            case Expr.Aggregate e ->
                e.arguments().isEmpty()
                        ? e.function().name() + "(*)"
                        : function(e.function().name(), e.arguments());
            case Expr.WindowCall e -> function(e.function().name(), e.arguments()) + " OVER (?)";
            case Expr.Grouping e -> function("GROUPING", e.keys());
            case Expr.Placeholder e -> "$" + e.number();
        };
    }

    private static String sign(Expr.RowCompare.Kind kind) {
        return switch (kind) {
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
        };
    }

    private String constant(Expr.Constant constant) {
        Object value = constant.value();
        if (value == null) {
            return "NULL::" + constant.type();
        }
        String text = constant.baseType().format(value, context);
        int oid = constant.baseType().oid();
        if (oid == 16) {
            return (Boolean) value ? "true" : "false";
        }
        boolean number = constant.baseType().category() == TypeCategory.NUMERIC;
        if (number && !text.startsWith("-") && (oid == 23 || oid == 1700)) {
            return text;
        }
        return "'" + text.replace("'", "''") + "'::" + constant.type();
    }

    private String column(Expr.Column column) {
        List<Expr> columns = made.get(column.relation());
        if (columns != null && column.column() < columns.size()) {
            Expr shown = columns.get(column.column());
            return shown instanceof Expr.Column || shown instanceof Expr.Constant
                    ? text(shown)
                    : "(" + text(shown) + ")";
        }
        String alias = names.get(column.relation());
        String name = column.name().isEmpty() ? "?column?" : column.name();
        return alias == null || names.size() == 1 ? name : alias + "." + name;
    }

    private String call(Expr.Call call) {
        if (call.operator() != null && call.arguments().size() == 2) {
            return "(" + text(call.arguments().getFirst()) + " "
                    + call.operator().name() + " " + text(call.arguments().getLast()) + ")";
        }
        if (call.operator() != null && call.arguments().size() == 1) {
            return "(" + call.operator().name() + " " + text(call.arguments().getFirst()) + ")";
        }
        if (call.arguments().size() == 1
                && call.function().name().equals(call.baseType().name())) {
            return "(" + text(call.arguments().getFirst()) + ")::" + call.type();
        }
        return function(call.function().name(), call.arguments());
    }

    private String function(String name, List<Expr> arguments) {
        return name + "(" + list(arguments) + ")";
    }

    private String list(List<Expr> exprs) {
        return exprs.stream().map(this::text).collect(Collectors.joining(", "));
    }

    private String joined(List<Expr> exprs, String separator) {
        return exprs.stream().map(this::text).collect(Collectors.joining(separator, "(", ")"));
    }

    private String caseOf(Expr.Case e) {
        StringBuilder text = new StringBuilder("CASE");
        for (Expr.Case.When when : e.whens()) {
            text.append(" WHEN ")
                    .append(text(when.condition()))
                    .append(" THEN ")
                    .append(text(when.result()));
        }
        if (e.otherwise() != null) {
            text.append(" ELSE ").append(text(e.otherwise()));
        }
        return text.append(" END").toString();
    }
}
