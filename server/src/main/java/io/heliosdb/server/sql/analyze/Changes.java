package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// INSERT, UPDATE, DELETE and MERGE.
final class Changes {

    private final Analysis analysis;

    Changes(Analysis analysis) {
        this.analysis = analysis;
    }

    DataChange analyze(ChangeNode node, @Nullable Scope parent) {
        analysis.noteWrite();
        Scope scope = new Scope(parent);
        List<Query.CommonTable> with = analysis.queries().with(node.with(), scope);
        ChangeTarget target = new ChangeTargets(analysis).of(node);
        analysis.accesses().need(target.access(), needed(node));
        return switch (node) {
            case ChangeNode.Insert insert -> new Inserts(analysis, target).analyze(insert, scope, with);
            case ChangeNode.Update update -> update(update, target, scope, with);
            case ChangeNode.Delete delete -> delete(delete, target, scope, with);
            case ChangeNode.Merge merge -> new Merges(analysis, target).analyze(merge, scope, with);
        };
    }

    // What a MERGE needs, its actions say.
    private static Set<Privilege> needed(ChangeNode node) {
        return switch (node) {
            case ChangeNode.Insert insert -> Set.of(Privilege.INSERT);
            case ChangeNode.Update update -> Set.of(Privilege.UPDATE);
            case ChangeNode.Delete delete -> Set.of(Privilege.DELETE);
            case ChangeNode.Merge merge -> Set.of();
        };
    }

    private DataChange update(ChangeNode.Update node, ChangeTarget target, Scope scope, List<Query.CommonTable> with) {
        FromItem from = from(node.from(), target, scope);
        Expr where = where(node.where(), target, scope);
        List<DataChange.Assignment> assignments =
                new Assignments(analysis, target).analyze(node.assignments(), Place.plain(scope, "UPDATE"));
        if (target.changed() instanceof RelationDef.View view) {
            return new DataChange.InsteadOf(
                    with,
                    view,
                    target.relation(),
                    TriggerDef.Event.UPDATE,
                    rows(view, target, from),
                    where,
                    row(target, assignments),
                    viewChecks(target),
                    returning(node.returning(), scope));
        }
        return new DataChange.Update(
                with,
                target.table(),
                target.relation(),
                from,
                where,
                assignments,
                new TableExpressions(analysis, target).checks(),
                viewChecks(target),
                returning(node.returning(), scope));
    }

    /// What a row must fulfil that is changed through a view.
    static List<DataChange.ViewCheck> viewChecks(ChangeTarget target) {
        return target.through() == null ? List.of() : target.through().checks();
    }

    // The rows of a view, with what else the statement reads.
    private FromItem rows(RelationDef.View view, ChangeTarget target, @Nullable FromItem from) {
        FromItem all = new FromItem.Subquery(
                target.relation(), Views.expand(analysis, view), target.own().alias(), false);
        return from == null ? all : new FromItem.Join(FromItem.Join.Kind.INNER, all, from, null);
    }

    private static List<Expr> row(ChangeTarget target, List<DataChange.Assignment> assignments) {
        List<Expr> row = new ArrayList<>();
        for (ColumnDef column : target.changed().columns()) {
            row.add(new Expr.Column(target.relation(), column.position(), column.name(), column.type()));
        }
        assignments.forEach(assignment -> row.set(assignment.column(), assignment.value()));
        return row;
    }

    private DataChange delete(ChangeNode.Delete node, ChangeTarget target, Scope scope, List<Query.CommonTable> with) {
        FromItem from = from(node.using(), target, scope);
        Expr where = where(node.where(), target, scope);
        List<Query.Target> returning = returning(node.returning(), scope);
        if (target.changed() instanceof RelationDef.View view) {
            return new DataChange.InsteadOf(
                    with,
                    view,
                    target.relation(),
                    TriggerDef.Event.DELETE,
                    rows(view, target, from),
                    where,
                    null,
                    List.of(),
                    returning);
        }
        return new DataChange.Delete(with, target.table(), target.relation(), from, where, returning);
    }

    /// Makes the target and what is joined visible.
    private @Nullable FromItem from(List<FromNode> nodes, ChangeTarget target, Scope scope) {
        FromItem from = analysis.queries().froms().analyze(nodes, scope);
        scope.setFrom(FromScope.of(target.item()).with(scope.from()));
        return from;
    }

    // What a view shows comes before what the statement asks of it.
    private @Nullable Expr where(@Nullable Expression where, ChangeTarget target, Scope scope) {
        List<Expr> conditions = new ArrayList<>(
                target.through() == null ? List.of() : target.through().conditions());
        if (where != null) {
            conditions.add(analysis.expressions().condition(where, Place.plain(scope, "WHERE"), "WHERE"));
        }
        return Exprs.and(conditions);
    }

    @Nullable
    List<Query.Target> returning(List<QueryNode.SelectItem> items, Scope scope) {
        if (items.isEmpty()) {
            return null;
        }
        List<Query.Target> targets =
                new ArrayList<>(analysis.queries().targets().analyze(items, Place.plain(scope, "RETURNING")));
        targets.replaceAll(analysis.queries().targets()::known);
        return targets;
    }
}
