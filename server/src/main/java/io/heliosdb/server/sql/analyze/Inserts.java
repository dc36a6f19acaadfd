package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// INSERT.
final class Inserts {

    private final Analysis analysis;
    private final ChangeTarget target;
    private final TableExpressions stored;

    Inserts(Analysis analysis, ChangeTarget target) {
        this.analysis = analysis;
        this.target = target;
        this.stored = new TableExpressions(analysis, target);
    }

    DataChange analyze(ChangeNode.Insert node, Scope scope, List<Query.CommonTable> with) {
        List<ColumnDef> columns = columns(node.columns());
        int sourceRelation = analysis.nextRelation();
        Query source;
        List<Expr> row;
        if (node.source() instanceof QueryNode.Values values && isPlain(values) && !hasParts(node)) {
            Rows rows = rows(values, columns, node, scope);
            source = rows.query();
            row = row(rows.given(), List.of(), source.columns(), sourceRelation);
        } else if (node.source() == null) {
            source = new Query.Values(List.of(), List.of(List.of()), List.of(), Query.Tail.NONE);
            row = row(List.of(), List.of(), List.of(), sourceRelation);
        } else {
            source = analysis.queries().analyze(node.source(), scope, false);
            checkCount(node, columns, source.columns().size(), null);
            List<ColumnDef> used = columns.subList(0, source.columns().size());
            target.requireInsertable(used);
            checkIdentity(used, node);
            note(used);
            row = row(used, node.columns(), source.columns(), sourceRelation);
        }
        Scope rowScope = new Scope(scope);
        rowScope.setFrom(FromScope.of(target.item()));
        if (target.changed() instanceof RelationDef.View view) {
            return instead(
                    view, node, with, new FromItem.Subquery(sourceRelation, source, "*SELECT*", false), row, rowScope);
        }
        DataChange.OnConflict conflict =
                node.onConflict() == null ? null : new Conflicts(analysis, target).analyze(node.onConflict(), scope);
        return new DataChange.Insert(
                with,
                target.table(),
                target.relation(),
                source,
                sourceRelation,
                row,
                stored.checks(),
                Changes.viewChecks(target),
                conflict,
                new Changes(analysis).returning(node.returning(), rowScope));
    }

    private DataChange instead(
            RelationDef.View view,
            ChangeNode.Insert node,
            List<Query.CommonTable> with,
            FromItem source,
            List<Expr> row,
            Scope rowScope) {
        // Only what triggers do can conflict; there is no index to ask.
        if (node.onConflict() != null && node.onConflict().assignments() != null) {
            throw Conflicts.noArbiter();
        }
        return new DataChange.InsteadOf(
                with,
                view,
                target.relation(),
                TriggerDef.Event.INSERT,
                source,
                null,
                row,
                Changes.viewChecks(target),
                new Changes(analysis).returning(node.returning(), rowScope));
    }

    private static boolean isPlain(QueryNode.Values values) {
        return values.clauses().with() == null
                && values.clauses().order().isEmpty()
                && values.clauses().limit() == null;
    }

    private static boolean hasParts(ChangeNode.Insert node) {
        return node.columns().stream().anyMatch(column -> !column.path().isEmpty());
    }

    List<ColumnDef> columns(List<ChangeNode.TargetColumn> named) {
        if (named.isEmpty()) {
            return target.columns();
        }
        List<ColumnDef> columns = new ArrayList<>();
        for (ChangeNode.TargetColumn name : named) {
            ColumnDef column = target.column(name);
            List<ChangeNode.TargetColumn> same =
                    named.stream().filter(n -> n.name().equals(name.name())).toList();
            if (same.size() > 1
                    && !same.getFirst().equals(name)
                    && same.stream().anyMatch(n -> n.path().isEmpty())) {
                throw AnalysisErrors.at(
                        new SqlException(
                                SqlState.DUPLICATE_COLUMN, "column \"" + name.name() + "\" specified more than once"),
                        name.position());
            }
            columns.add(column);
        }
        return columns;
    }

    private static void checkCount(
            ChangeNode.Insert node, List<ColumnDef> columns, int values, @Nullable List<Expression> row) {
        if (values > columns.size()) {
            int position = row == null ? -1 : row.get(columns.size()).position();
            throw AnalysisErrors.at(AnalysisErrors.syntax("INSERT has more expressions than target columns"), position);
        }
        if (!node.columns().isEmpty() && values < columns.size()) {
            throw AnalysisErrors.at(
                    AnalysisErrors.syntax("INSERT has more target columns than expressions"),
                    node.columns().get(values).position());
        }
    }

    private void note(List<ColumnDef> written) {
        written.forEach(column -> analysis.accesses().insert(target.access(), column.position()));
    }

    private record Rows(Query query, List<ColumnDef> given) {}

    /// Rows of values: each is converted for itself, and a column of which all are DEFAULT is left to the
    /// default.
    private Rows rows(QueryNode.Values values, List<ColumnDef> columns, ChangeNode.Insert node, Scope scope) {
        List<List<Expression>> lists =
                values.rows().stream().map(row -> expanded(row, scope)).toList();
        int width = lists.getFirst().size();
        checkCount(node, columns, width, lists.getFirst());
        List<ColumnDef> given = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int place = i;
            if (!lists.stream().allMatch(r -> r.size() > place && r.get(place) instanceof Expression.Default)) {
                given.add(columns.get(i));
                places.add(i);
            }
        }
        target.requireInsertable(columns.subList(0, width));
        checkIdentity(given, node);
        note(columns.subList(0, width));
        Place place = Place.plain(scope, "VALUES");
        List<List<Expr>> rows = new ArrayList<>();
        for (List<Expression> row : lists) {
            if (row.size() != width) {
                throw AnalysisErrors.at(
                        AnalysisErrors.syntax("VALUES lists must all be the same length"),
                        row.getFirst().position());
            }
            List<Expr> converted = new ArrayList<>();
            for (int i : places) {
                converted.add(value(row.get(i), columns.get(i), place));
            }
            rows.add(converted);
        }
        List<OutputColumn> outputs = new ArrayList<>();
        for (ColumnDef column : given) {
            outputs.add(new OutputColumn(column.name(), column.type(), 0, 0));
        }
        return new Rows(new Query.Values(List.of(), rows, outputs, Query.Tail.NONE), given);
    }

    // A variable's fields in place of `variable.*`.
    private List<Expression> expanded(List<Expression> row, Scope scope) {
        if (row.stream().noneMatch(Expression.Star.class::isInstance)) {
            return row;
        }
        List<Expression> all = new ArrayList<>();
        for (Expression expression : row) {
            Expr variable = expression instanceof Expression.Star star
                    ? analysis.expressions().columns().starOf(star, scope)
                    : null;
            if (variable != null
                    && expression instanceof Expression.Star star
                    && Types.baseOf(variable.baseType()) instanceof RowType type) {
                for (RowType.Field field : type.fields()) {
                    List<String> names = new ArrayList<>(star.qualifier());
                    names.add(field.name());
                    all.add(new Expression.ColumnRef(names, star.position()));
                }
            } else {
                all.add(expression);
            }
        }
        return all;
    }

    Expr value(Expression expression, ColumnDef column, Place place) {
        if (expression instanceof Expression.Default) {
            return stored.defaultOf(column);
        }
        try {
            Expr value = analysis.expressions().analyze(expression, place);
            return Assignments.assign(analysis, column, value, target.name());
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, expression.position());
        }
    }

    private static void checkIdentity(List<ColumnDef> given, ChangeNode.Insert node) {
        for (ColumnDef column : given) {
            if (column.generated()
                    || column.identity() == ColumnDef.Identity.ALWAYS
                            && node.overriding() == ChangeNode.Overriding.NONE) {
                SqlException error = new SqlException(
                                SqlState.GENERATED_ALWAYS,
                                "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"")
                        .withDetail("Column \"" + column.name()
                                + (column.generated()
                                        ? "\" is a generated column."
                                        : "\" is an identity column defined as GENERATED ALWAYS."));
                throw column.generated() ? error : error.withHint("Use OVERRIDING SYSTEM VALUE to override.");
            }
        }
    }

    /// One expression per column of the table.
    ///
    /// @param given the columns that the source has, in its order
    /// @param named as the statement lists them, of which elements and fields may be meant; empty without a list
    private List<Expr> row(
            List<ColumnDef> given,
            List<ChangeNode.TargetColumn> named,
            List<OutputColumn> outputs,
            int sourceRelation) {
        List<Expr> row = new ArrayList<>();
        for (ColumnDef column : target.changed().columns()) {
            Expr value = null;
            for (int i = 0; i < given.size(); i++) {
                if (given.get(i).equals(column)) {
                    OutputColumn output = outputs.get(i);
                    Expr source = new Expr.Column(sourceRelation, i, output.name(), output.type());
                    value = named.isEmpty() || named.get(i).path().isEmpty()
                            ? Assignments.assign(analysis, column, source, target.name())
                            : withPart(value, column, named.get(i), source);
                }
            }
            if (value == null) {
                value = column.dropped() ? new Expr.Constant(null, column.type()) : stored.defaultOf(column);
            }
            row.add(value);
        }
        return row;
    }

    // What is not set of a column is NULL.
    private Expr withPart(@Nullable Expr before, ColumnDef column, ChangeNode.TargetColumn part, Expr source) {
        Expr base = before == null ? new Expr.Constant(null, column.type()) : before;
        Assignments assignments = new Assignments(analysis, target);
        return new PartTargets(analysis, Place.plain(new Scope(null), "INSERT"))
                .assign(base, part.path(), type -> assignments.part(part, column, source, type));
    }

    /// The row of a MERGE's INSERT action.
    List<Expr> row(ChangeNode.MergeAct.Add add, Place place) {
        List<ColumnDef> columns = columns(add.columns());
        List<Expression> values = add.values() == null ? List.of() : add.values();
        if (values.size() > columns.size()) {
            throw AnalysisErrors.syntax("INSERT has more expressions than target columns");
        }
        analysis.accesses().need(target.access(), Set.of(Privilege.INSERT));
        note(columns.subList(0, values.size()));
        List<Expr> row = new ArrayList<>();
        for (ColumnDef column : target.changed().columns()) {
            int index = columns.indexOf(column);
            if (column.dropped()) {
                row.add(new Expr.Constant(null, column.type()));
            } else if (index >= 0 && index < values.size()) {
                row.add(value(values.get(index), column, place));
            } else {
                row.add(stored.defaultOf(column));
            }
        }
        return row;
    }
}
