package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;

/// Finds what a statement changes.
final class ChangeTargets {

    private final Analysis analysis;

    ChangeTargets(Analysis analysis) {
        this.analysis = analysis;
    }

    ChangeTarget of(ChangeNode node) {
        RelationDef relation = analysis.relation(node.target().table(), TableLockMode.ROW_EXCLUSIVE);
        String alias = node.target().alias();
        return switch (relation) {
            case RelationDef.Table table
            when table.materialized() != null ->
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE, "cannot change materialized view \"" + table.name() + "\"");
            case RelationDef.Table table -> itself(table, alias);
            case RelationDef.View view -> view(view, node, alias);
            case RelationDef.Sequence sequence ->
                throw new SqlException(
                        SqlState.WRONG_OBJECT_TYPE, "cannot change sequence \"" + sequence.name() + "\"");
            case RelationDef.Virtual virtual
            when analysis.context().transitions().containsValue(virtual) ->
                throw AnalysisErrors.unsupported(
                        "relation \"" + virtual.name() + "\" cannot be the target of a modifying statement");
            case RelationDef.Virtual virtual ->
                throw Rights.of(analysis.catalog(), analysis.context().session().currentUser())
                                .isSuperuser()
                        ? Denied.because("permission denied: \"" + virtual.name() + "\" is a system catalog")
                        : Denied.to(Securable.of(virtual));
        };
    }

    private ChangeTarget view(RelationDef.View view, ChangeNode node, String alias) {
        TriggerDef.Event event =
                switch (node) {
                    case ChangeNode.Insert insert -> TriggerDef.Event.INSERT;
                    case ChangeNode.Update update -> TriggerDef.Event.UPDATE;
                    case ChangeNode.Delete delete -> TriggerDef.Event.DELETE;
                    case ChangeNode.Merge merge ->
                        throw new SqlException(
                                        SqlState.FEATURE_NOT_SUPPORTED,
                                        "cannot execute MERGE on relation \"" + view.name() + "\"")
                                .withDetail("This operation is not supported for views.");
                };
        return new UpdatableViews(analysis, this, event).target(view, alias);
    }

    /// A relation whose own rows are changed.
    ///
    /// @param alias empty when there is none
    ChangeTarget itself(RelationDef changed, String alias) {
        int relation = analysis.nextRelation();
        analysis.noteScan(relation, changed);
        analysis.accesses().target(relation, changed);
        List<ScopeColumn> columns = analysis.queries().froms().columns(relation, changed, null);
        String name = alias.isEmpty() ? changed.name() : alias;
        String schema = alias.isEmpty() ? changed.schema() : null;
        return new ChangeTarget(changed, relation, new RangeItem(relation, name, schema, columns, changed, false));
    }
}
