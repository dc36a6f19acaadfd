package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.TriggerDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// INSERT, with ON CONFLICT.
///
/// @param row one expression per column, over the child's row
/// @param conflict null without ON CONFLICT
public record Insert(
        Common common,
        PlanNode child,
        List<Eval> row,
        @Nullable Conflict conflict) implements ChangeNode {

    /// @param indexes oids of the indexes that arbitrate; empty means any unique one
    /// @param excludedSlot where the proposed row appears
    /// @param assignments null for DO NOTHING
    public record Conflict(
            List<Integer> indexes,
            int excludedSlot,
            Changes.@Nullable Assignments assignments,
            @Nullable Eval where) {}

    @Override
    public List<Effect> effects() {
        Effect insert = Effect.of(TriggerDef.Event.INSERT);
        Changes.Assignments update = conflict == null ? null : conflict.assignments;
        return update == null
                ? List.of(insert)
                : List.of(insert, update.effect(common.access().codec().columnCount()));
    }

    @Override
    public void change(Frame frame, TableWriter writer, Collector collector) {
        Eval[] evals = row.toArray(Eval[]::new);
        RowIdSet touched = new RowIdSet(frame.execution().memory());
        int count = 0;
        try (RowSource rows = child.open(frame)) {
            while (rows.next()) {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                @Nullable Object[] values = Calls.evaluate(evals, frame);
                if (!writer.mayInsert(values)) {
                    continue;
                }
                if (conflict == null) {
                    StoredTuple inserted = writer.insert(values);
                    checkViews(frame, inserted);
                    collector.changed(inserted);
                } else {
                    insertOrElse(frame, writer, collector, new Proposal(values, conflict, touched));
                }
            }
        }
    }

    private record Proposal(@Nullable Object[] values, Conflict conflict, RowIdSet touched) {}

    private void insertOrElse(Frame frame, TableWriter writer, Collector collector, Proposal proposal) {
        writer.checkProposed(proposal.values);
        while (true) {
            long holder = writer.conflicting(proposal.values, proposal.conflict.indexes);
            if (holder < 0) {
                StoredTuple inserted = writer.insert(proposal.values);
                if (proposal.conflict.assignments != null) {
                    proposal.touched.add(inserted.rowId());
                }
                checkViews(frame, inserted);
                collector.changed(inserted);
                return;
            }
            Changes.Assignments assignments = proposal.conflict.assignments;
            if (assignments == null) {
                writer.checkSeen(holder);
                return;
            }
            if (proposal.touched.contains(holder)) {
                throw new SqlException(
                                SqlState.CARDINALITY_VIOLATION,
                                "ON CONFLICT DO UPDATE command cannot affect row a second time")
                        .withHint("Ensure that no rows proposed for insertion within the same command have duplicate"
                                + " constrained values.");
            }
            if (update(frame, writer, collector, proposal, holder)) {
                return;
            }
        }
    }

    // False when the row is gone, so that the insertion must be tried again.
    private boolean update(Frame frame, TableWriter writer, Collector collector, Proposal proposal, long holder) {
        Changes.Assignments assignments = proposal.conflict.assignments;
        if (assignments == null) {
            return true;
        }
        boolean[] changed = assignments.changed(common.access().codec().columnCount());
        frame.execution()
                .transaction()
                .lockRow(
                        common.access().table().tree(),
                        RowCodec.key(holder),
                        writer.lockFor(changed),
                        frame.execution().lockWait());
        StoredTuple existing = writer.latest(holder);
        if (existing == null) {
            return false;
        }
        proposal.touched.add(holder);
        frame.set(common.relationSlot(), existing);
        frame.set(proposal.conflict.excludedSlot, new ArrayTuple(proposal.values));
        Eval where = proposal.conflict.where;
        if (where == null || where.isTrue(frame)) {
            @Nullable Object[] values = assignments.apply(frame, common.access().codec(), existing);
            StoredTuple updated = writer.update(existing, values, changed);
            checkViews(frame, updated);
            collector.changed(updated);
        }
        return true;
    }

    @Override
    public String verb() {
        return "Insert";
    }

    @Override
    public void describe(Description description) {
        ChangeNode.super.describe(description);
        if (conflict != null) {
            description.property("Conflict Resolution", conflict.assignments == null ? "NOTHING" : "UPDATE");
        }
    }
}
