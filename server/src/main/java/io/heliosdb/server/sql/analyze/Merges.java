package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.DataChange.MergeAction;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// MERGE.
final class Merges {

    private final Analysis analysis;
    private final ChangeTarget target;

    Merges(Analysis analysis, ChangeTarget target) {
        this.analysis = analysis;
        this.target = target;
    }

    DataChange analyze(ChangeNode.Merge node, Scope scope, List<Query.CommonTable> with) {
        Froms.Analyzed source = analysis.queries().froms().analyze(node.source(), scope);
        Scope sourceScope = scope.withoutFrom();
        sourceScope.setFrom(source.scope());
        scope.setFrom(FromScope.of(target.item()).with(source.scope()));
        Expr condition = analysis.expressions().condition(node.condition(), Place.plain(scope, "MERGE ON"), "JOIN/ON");
        List<MergeAction> actions = new ArrayList<>();
        for (ChangeNode.MergeWhen when : node.whens()) {
            Place place = Place.plain(when.matched() ? scope : sourceScope, "MERGE WHEN");
            Expr extra =
                    when.condition() == null ? null : analysis.expressions().condition(when.condition(), place, "WHEN");
            actions.add(new MergeAction(when.matched(), extra, act(when.act(), place)));
        }
        return new DataChange.Merge(
                with,
                target.table(),
                target.relation(),
                source.item(),
                condition,
                actions,
                new TableExpressions(analysis, target).checks(),
                null);
    }

    private MergeAction.Act act(ChangeNode.MergeAct act, Place place) {
        return switch (act) {
            case ChangeNode.MergeAct.Nothing nothing -> new MergeAction.Act.DoNothing();
            case ChangeNode.MergeAct.Remove remove -> {
                analysis.accesses().need(target.access(), Set.of(Privilege.DELETE));
                yield new MergeAction.Act.DoDelete();
            }
            case ChangeNode.MergeAct.Change change ->
                new MergeAction.Act.DoUpdate(new Assignments(analysis, target).analyze(change.assignments(), place));
            case ChangeNode.MergeAct.Add add ->
                new MergeAction.Act.DoInsert(new Inserts(analysis, target).row(add, place));
        };
    }
}
