package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.ChangeNode;
import io.heliosdb.server.sql.exec.Changes;
import io.heliosdb.server.sql.exec.CommonTables;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Insert;
import io.heliosdb.server.sql.exec.InsteadOf;
import io.heliosdb.server.sql.exec.Merge;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans INSERT, UPDATE, DELETE and MERGE.
final class ChangePlanner {

    // The number of the system column that says which row it is.
    private static final int ROW_ID = -1;

    private final Translator translator;
    private int countState = -1;

    ChangePlanner(Translator translator) {
        this.translator = translator;
    }

    /// Where the planned change leaves the number of rows.
    int countState() {
        return countState;
    }

    /// @param slot where the rows of RETURNING appear
    PlanNode plan(DataChange change, int slot) {
        List<CommonTables.Definition> definitions = translator.commonTables().define(change.with());
        countState = translator.layout().newState();
        PlanNode node =
                switch (change) {
                    case DataChange.Insert insert -> insert(insert, slot);
                    case DataChange.Update update -> update(update, slot);
                    case DataChange.Delete delete -> delete(delete, slot);
                    case DataChange.Merge merge -> merge(merge, slot);
                    case DataChange.InsteadOf instead -> instead(instead, slot);
                };
        return definitions.isEmpty() ? node : new CommonTables.With(definitions, node);
    }

    private ChangeNode.Common common(DataChange.OfTable change, List<DataChange.ViewCheck> checks, int slot) {
        translator.layout().name(change.relation(), change.table().name());
        return new ChangeNode.Common(
                translator.environment().access(change.table()), results(change, slot), checks(checks));
    }

    private ChangeNode.Results results(DataChange change, int slot) {
        List<Query.Target> returning = change.returning();
        List<Compiled> compiled = returning == null
                ? null
                : returning.stream()
                        .map(t -> translator.compiler().compiled(t.expr()))
                        .toList();
        return new ChangeNode.Results(translator.layout().slot(change.relation()), compiled, slot, countState);
    }

    private PlanNode insert(DataChange.Insert insert, int slot) {
        PlanNode source = translator.query(insert.source(), translator.layout().slot(insert.sourceRelation()));
        DataChange.OnConflict conflict = insert.onConflict();
        return new Insert(
                common(insert, insert.viewChecks(), slot),
                source,
                translator.compiler().all(insert.row()),
                conflict == null ? null : conflict(conflict));
    }

    private Insert.Conflict conflict(DataChange.OnConflict conflict) {
        return new Insert.Conflict(
                conflict.indexes(),
                translator.layout().slot(conflict.excludedRelation()),
                conflict.assignments() == null ? null : assignments(conflict.assignments()),
                translator.compiler().optionalEval(conflict.where()));
    }

    private Changes.Assignments assignments(List<DataChange.Assignment> assignments) {
        int[] columns =
                assignments.stream().mapToInt(DataChange.Assignment::column).toArray();
        List<Expr> values =
                assignments.stream().map(DataChange.Assignment::value).toList();
        return new Changes.Assignments(columns, translator.compiler().all(values));
    }

    private PlanNode source(DataChange.OfTable change, @Nullable FromItem from, @Nullable Expr where) {
        FromItem target = new FromItem.Scan(
                change.relation(), change.table(), change.table().name());
        FromItem all = from == null ? target : new FromItem.Join(FromItem.Join.Kind.INNER, target, from, null);
        Expr rowId = new Expr.Column(change.relation(), ROW_ID, "ctid", DataType.of(Types.TID));
        References read = References.of(change).and(References.ofAll(List.of(rowId)));
        return translator.from().source(all, Exprs.conjuncts(where), read);
    }

    private PlanNode update(DataChange.Update update, int slot) {
        PlanNode source = source(update, update.from(), update.where());
        return new Changes.Update(
                common(update, update.viewChecks(), slot),
                source,
                translator.compiler().optional(update.where()),
                update.from() != null,
                assignments(update.assignments()));
    }

    private PlanNode delete(DataChange.Delete delete, int slot) {
        PlanNode source = source(delete, delete.from(), delete.where());
        return new Changes.Delete(
                common(delete, List.of(), slot),
                source,
                translator.compiler().optional(delete.where()),
                delete.from() != null);
    }

    // The rows of the view stay whole, as its triggers get them.
    private PlanNode instead(DataChange.InsteadOf change, int slot) {
        PlanNode source = translator
                .from()
                .plan(change.source(), Exprs.conjuncts(change.where()), null)
                .node();
        List<Expr> row = change.row();
        return new InsteadOf(
                change.view(),
                translator.environment().triggers(change.view()),
                results(change, slot),
                change.event(),
                source,
                row == null ? null : translator.compiler().all(row),
                checks(change.viewChecks()));
    }

    private List<ChangeNode.ViewCheck> checks(List<DataChange.ViewCheck> checks) {
        return checks.stream()
                .map(c ->
                        new ChangeNode.ViewCheck(c.view(), translator.compiler().compile(c.condition())))
                .toList();
    }

    private PlanNode merge(DataChange.Merge merge, int slot) {
        FromItem target =
                new FromItem.Scan(merge.relation(), merge.table(), merge.table().name());
        FromItem joined = new FromItem.Join(FromItem.Join.Kind.LEFT, merge.source(), target, merge.condition());
        PlanNode source = translator.from().plan(joined, List.of(), null).node();
        List<Merge.Action> actions = new ArrayList<>();
        for (DataChange.MergeAction action : merge.actions()) {
            actions.add(action(action));
        }
        return new Merge(
                common(merge, List.of(), slot), source, translator.compiler().compiled(merge.condition()), actions);
    }

    private Merge.Action action(DataChange.MergeAction action) {
        var condition = translator.compiler().optionalEval(action.condition());
        return switch (action.act()) {
            case DataChange.MergeAction.Act.DoNothing n ->
                new Merge.Action(action.matched(), condition, null, null, false);
            case DataChange.MergeAction.Act.DoDelete d ->
                new Merge.Action(action.matched(), condition, null, null, true);
            case DataChange.MergeAction.Act.DoUpdate(var list) ->
                new Merge.Action(action.matched(), condition, assignments(list), null, false);
            case DataChange.MergeAction.Act.DoInsert(var row) ->
                new Merge.Action(
                        action.matched(), condition, null, translator.compiler().all(row), false);
        };
    }
}
