package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        RelationDef.Table table = target(node.target().table());
        ChangeTarget target = target(node.target(), table);
        return switch (node) {
            case ChangeNode.Insert insert -> new Inserts(analysis, target).analyze(insert, scope, with);
            case ChangeNode.Update update -> update(update, target, scope, with);
            case ChangeNode.Delete delete -> delete(delete, target, scope, with);
            case ChangeNode.Merge merge -> new Merges(analysis, target).analyze(merge, scope, with);
        };
    }

    private RelationDef.Table target(QualifiedName name) {
        RelationDef relation = analysis.relation(name, TableLockMode.ROW_EXCLUSIVE);
        return switch (relation) {
            case RelationDef.Table table -> table;
            case RelationDef.View view ->
                throw new SqlException(
                                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot change view \"" + view.name() + "\"")
                        .withDetail("Views are not automatically updatable.");
            case RelationDef.Sequence sequence ->
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE, "cannot change sequence \"" + sequence.name() + "\"");
            case RelationDef.Virtual virtual
            when analysis.context().transitions().containsValue(virtual) ->
                throw AnalysisErrors.unsupported(
                        "relation \"" + virtual.name() + "\" cannot be the target of a modifying statement");
            case RelationDef.Virtual virtual ->
                throw new SqlException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied: \"" + virtual.name() + "\" is a system catalog");
        };
    }

    private ChangeTarget target(ChangeNode.Target node, RelationDef.Table table) {
        int relation = analysis.nextRelation();
        analysis.noteScan(relation, table);
        String alias = node.alias().isEmpty() ? table.name() : node.alias();
        List<ScopeColumn> columns = analysis.queries().froms().columns(relation, table, null);
        String schema = node.alias().isEmpty() ? table.schema() : null;
        return new ChangeTarget(table, relation, new RangeItem(relation, alias, schema, columns, table, false));
    }

    private DataChange update(ChangeNode.Update node, ChangeTarget target, Scope scope, List<Query.CommonTable> with) {
        FromItem from = from(node.from(), target, scope);
        Expr where = where(node.where(), scope);
        List<DataChange.Assignment> assignments =
                new Assignments(analysis, target).analyze(node.assignments(), Place.plain(scope, "UPDATE"));
        return new DataChange.Update(
                with,
                target.table(),
                target.relation(),
                from,
                where,
                assignments,
                new TableExpressions(analysis, target).checks(),
                returning(node.returning(), scope));
    }

    private DataChange delete(ChangeNode.Delete node, ChangeTarget target, Scope scope, List<Query.CommonTable> with) {
        FromItem from = from(node.using(), target, scope);
        Expr where = where(node.where(), scope);
        return new DataChange.Delete(
                with, target.table(), target.relation(), from, where, returning(node.returning(), scope));
    }

    /// Makes the target and what is joined visible.
    private @Nullable FromItem from(List<FromNode> nodes, ChangeTarget target, Scope scope) {
        FromItem from = analysis.queries().froms().analyze(nodes, scope);
        scope.setFrom(FromScope.of(target.item()).with(scope.from()));
        return from;
    }

    private @Nullable Expr where(@Nullable Expression where, Scope scope) {
        return where == null ? null : analysis.expressions().condition(where, Place.plain(scope, "WHERE"), "WHERE");
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

    /// A change's table: its number and its name in scopes.
    record ChangeTarget(RelationDef.Table table, int relation, RangeItem item) {

        /// The column that a name in a SET clause or column list means.
        io.heliosdb.server.sql.catalog.ColumnDef column(ChangeNode.TargetColumn column) {
            return table.columns().stream()
                    .filter(c -> !c.dropped() && c.name().equals(column.name()))
                    .findFirst()
                    .orElseThrow(() -> Objects.requireNonNull(AnalysisErrors.at(
                            new SqlException(
                                    SqlState.UNDEFINED_COLUMN,
                                    "column \"" + column.name() + "\" of relation \"" + table.name()
                                            + "\" does not exist"),
                            column.position())));
        }
    }
}
