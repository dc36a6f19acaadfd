package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode.SelectItem;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import io.heliosdb.server.sql.type.RowType;
import java.util.ArrayList;
import java.util.List;

/// Select lists and RETURNING lists.
final class Targets {

    private final Analysis analysis;

    Targets(Analysis analysis) {
        this.analysis = analysis;
    }

    /// All targets, stars expanded; of unknown type where nothing said more.
    List<Target> analyze(List<SelectItem> items, Place place) {
        List<Target> targets = new ArrayList<>();
        for (SelectItem item : items) {
            try {
                add(item, place, targets);
            } catch (SqlException e) {
                throw AnalysisErrors.at(e, item.expression().position());
            }
        }
        return targets;
    }

    private void add(SelectItem item, Place place, List<Target> targets) {
        switch (item.expression()) {
            case Expression.Star star -> {
                int before = targets.size();
                star(star, place, targets);
                traceStar(star, targets.subList(before, targets.size()));
            }
            case Expression.FieldStar star -> {
                int before = targets.size();
                Expr row = analysis.expressions().analyze(star.row(), place);
                if (TypeRules.withoutDomain(row.baseType()) instanceof RowType type) {
                    List<Expr> fields = new Composites(analysis, analysis.expressions()).fields(row);
                    for (int i = 0; i < fields.size(); i++) {
                        targets.add(target(fields.get(i), type.fields().get(i).name()));
                    }
                }
                traceStar(star, targets.subList(before, targets.size()));
            }
            case Expression expression -> {
                Expr expr = analysis.expressions().analyze(expression, place);
                targets.add(target(expr, item.alias().isEmpty() ? ColumnNames.of(expression) : item.alias()));
            }
        }
    }

    /// The columns that a star in a row constructor stands for.
    List<Expr> starred(Expression.Star star, Place place) {
        List<Target> targets = new ArrayList<>();
        star(star, place, targets);
        return targets.stream().map(Target::expr).toList();
    }

    private void traceStar(Expression star, List<Target> expanded) {
        if (analysis.trace() != null) {
            analysis.trace().noteStar(star, expanded);
        }
    }

    private void star(Expression.Star star, Place place, List<Target> targets) {
        Expr variable = analysis.expressions().columns().starOf(star, place.scope());
        if (variable != null) {
            for (Expr field : new Composites(analysis, analysis.expressions()).fields(variable)) {
                targets.add(target(field, field instanceof Expr.Field f ? f.name() : "?column?"));
            }
            return;
        }
        if (!star.qualifier().isEmpty()) {
            RangeItem item = analysis.expressions().columns().qualified(star.qualifier(), place.scope());
            expand(item.columns(), targets);
            return;
        }
        if (place.scope().from().items().isEmpty()) {
            throw AnalysisErrors.syntax("SELECT * with no tables specified is not valid");
        }
        expand(place.scope().from().columns(), targets);
    }

    private void expand(List<ScopeColumn> columns, List<Target> targets) {
        for (ScopeColumn column : columns) {
            Expr value = analysis.expressions().columns().read(column.expr());
            targets.add(target(value, column.name()));
        }
    }

    Target target(Expr expr, String name) {
        return new Target(expr, output(expr, name), false);
    }

    private OutputColumn output(Expr expr, String name) {
        if (expr instanceof Expr.Column column && column.column() >= 0) {
            RelationDef table = analysis.scanned(column.relation());
            if (table != null) {
                return new OutputColumn(
                        name,
                        expr.type(),
                        table.oid(),
                        table.columns().get(column.column()).number());
            }
        }
        return new OutputColumn(name, expr.type(), 0, 0);
    }

    /// The target with what is still unknown made text.
    Target known(Target target) {
        Expr expr = analysis.coercion().known(target.expr());
        return expr.equals(target.expr()) ? target : withExpr(target, expr);
    }

    static Target withExpr(Target target, Expr expr) {
        OutputColumn output = target.output();
        return new Target(
                expr,
                new OutputColumn(output.name(), expr.type(), output.tableOid(), output.columnNumber()),
                target.hidden());
    }
}
