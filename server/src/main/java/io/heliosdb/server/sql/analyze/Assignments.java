package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.DataChange.Assignment;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import java.util.ArrayList;
import java.util.List;

/// SET clauses.
final class Assignments {

    private final Analysis analysis;
    private final ChangeTarget target;
    private final TableExpressions stored;

    Assignments(Analysis analysis, ChangeTarget target) {
        this.analysis = analysis;
        this.target = target;
        this.stored = new TableExpressions(analysis, target);
    }

    /// A value in a column's type.
    ///
    /// @throws SqlException 42804 when there is no assignment cast
    static Expr assign(Analysis analysis, ColumnDef column, Expr value, String table) {
        Expr converted = analysis.coercion().convert(value, column.type(), CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            throw AnalysisErrors.mismatch("column \"" + column.name() + "\" is of type "
                            + column.type().type().displayName(-1)
                            + " but expression is of type "
                            + value.baseType().displayName(-1))
                    .withHint("You will need to rewrite or cast the expression.");
        }
        return converted;
    }

    List<Assignment> analyze(List<ChangeNode.Assignment> nodes, Place place) {
        List<Assignment> assignments = new ArrayList<>();
        for (ChangeNode.Assignment node : nodes) {
            add(node, place, assignments);
        }
        return assignments;
    }

    private void add(ChangeNode.Assignment node, Place place, List<Assignment> assignments) {
        List<ChangeNode.TargetColumn> columns = node.columns();
        if (columns.size() == 1
                && !(node.value() instanceof Expression.RowLiteral row
                        && row.fields().size() == 1)) {
            assign(columns.getFirst(), node.value(), place, assignments);
            return;
        }
        switch (node.value()) {
            case Expression.RowLiteral row -> {
                requireCount(row.fields().size(), columns.size());
                for (int i = 0; i < columns.size(); i++) {
                    assign(columns.get(i), row.fields().get(i), place, assignments);
                }
            }
            case Expression.ScalarQuery query -> fromQuery(columns, query, place, assignments);
            default ->
                throw AnalysisErrors.at(
                        AnalysisErrors.unsupported(
                                "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression"),
                        node.value().position());
        }
    }

    private static void requireCount(int values, int columns) {
        if (values != columns) {
            throw AnalysisErrors.syntax("number of columns does not match number of values");
        }
    }

    // The subquery is made one row value; each column takes its field.
    private void fromQuery(
            List<ChangeNode.TargetColumn> columns,
            Expression.ScalarQuery node,
            Place place,
            List<Assignment> assignments) {
        Query query = analysis.queries().analyze(node.query(), place.scope(), true);
        requireCount(query.columns().size(), columns.size());
        List<RowType.Field> fields = query.columns().stream()
                .map(c -> new RowType.Field(c.name(), c.type()))
                .toList();
        Expr row = RowQueries.asRow(analysis, query, RowType.record(fields));
        for (int i = 0; i < columns.size(); i++) {
            ColumnDef column = settable(columns.get(i), assignments);
            RowType.Field field = fields.get(i);
            Expr value = new Expr.Field(row, i, field.name(), field.type());
            assignments.add(new Assignment(column.position(), assign(analysis, column, value, target.name())));
        }
    }

    private void assign(ChangeNode.TargetColumn node, Expression value, Place place, List<Assignment> assignments) {
        ColumnDef column = settable(node, assignments);
        boolean isDefault = value instanceof Expression.Default;
        if (!isDefault && (column.generated() || column.identity() == ColumnDef.Identity.ALWAYS)) {
            throw new SqlException(
                            SqlState.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT")
                    .withDetail("Column \"" + column.name()
                            + (column.generated()
                                    ? "\" is a generated column."
                                    : "\" is an identity column defined as GENERATED ALWAYS."));
        }
        if (column.generated()) {
            return;
        }
        if (!node.path().isEmpty()) {
            assignPart(node, column, value, place, assignments);
            return;
        }
        try {
            Expr expr = isDefault
                    ? stored.defaultOf(column)
                    : assign(analysis, column, analysis.expressions().analyze(value, place), target.name());
            assignments.add(new Assignment(column.position(), expr));
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, value.position());
        }
    }

    // A second part of the same column is set in what the first gave.
    private void assignPart(
            ChangeNode.TargetColumn node,
            ColumnDef column,
            Expression value,
            Place place,
            List<Assignment> assignments) {
        if (value instanceof Expression.Default) {
            throw AnalysisErrors.at(
                    AnalysisErrors.unsupported(
                            "cannot set " + (isElement(node) ? "an array element" : "a subfield") + " to DEFAULT"),
                    node.position());
        }
        Assignment before = assignments.stream()
                .filter(a -> a.column() == column.position())
                .findFirst()
                .orElse(null);
        Expr base = before != null
                ? before.value()
                : new Expr.Column(target.relation(), column.position(), column.name(), column.type());
        try {
            Expr analyzed = analysis.expressions().analyze(value, place);
            Expr whole = new PartTargets(analysis, place)
                    .assign(base, node.path(), type -> part(node, column, analyzed, type));
            if (before != null) {
                assignments.remove(before);
            }
            assignments.add(new Assignment(column.position(), whole));
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, value.position());
        }
    }

    private static boolean isElement(ChangeNode.TargetColumn node) {
        return node.path().getLast() instanceof ChangeNode.TargetColumn.Step.Element;
    }

    /// A value in the type of the element or field that is set.
    Expr part(ChangeNode.TargetColumn node, ColumnDef column, Expr value, DataType type) {
        Expr converted = analysis.coercion().convert(value, type, CastDef.Context.ASSIGNMENT);
        if (converted == null) {
            String what = isElement(node)
                    ? "subscripted assignment to \"" + column.name() + "\" requires type "
                    : "subfield \""
                            + ((ChangeNode.TargetColumn.Step.Field) node.path().getLast()).name() + "\" is of type ";
            throw AnalysisErrors.mismatch(what + type.type().displayName(-1) + " but expression is of type "
                            + value.baseType().displayName(-1))
                    .withHint("You will need to rewrite or cast the expression.");
        }
        return converted;
    }

    private ColumnDef settable(ChangeNode.TargetColumn node, List<Assignment> assignments) {
        ColumnDef column = target.column(node);
        target.requireChangeable(column);
        analysis.accesses().update(target.access(), column.position());
        boolean again = assignments.stream()
                .anyMatch(a -> a.column() == column.position()
                        && (node.path().isEmpty() || !(a.value() instanceof Expr.Call)));
        if (again) {
            throw AnalysisErrors.at(
                    AnalysisErrors.syntax("multiple assignments to same column \"" + column.name() + "\""),
                    target.through() == null ? node.position() : -1);
        }
        return column;
    }
}
