package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Groups rows and computes aggregates through a hash table per grouping set.
///
/// The slot's columns: all keys (NULL where the row's set does not have it), aggregates, values of GROUPING.
///
/// @param carried slots of the input whose row, the first of the group, is there again with the group
public record Aggregate(PlanNode child, Grouping grouping, List<AggregateCall> calls, int slot, int[] carried)
        implements OneInput {

    /// @param sets indexes of keys
    /// @param groupings for each GROUPING call the key indexes it names
    /// @param grouped whether there was a GROUP BY: without, there is exactly one group
    public record Grouping(List<Compiled> keys, List<KeySet> sets, List<int[]> groupings, boolean grouped) {}

    /// One grouping set.
    public record KeySet(int[] members, @Nullable Keys hash) {}

    @Override
    public RowSource start(Frame frame) {
        boolean large = calls.stream().anyMatch(call -> call.isLarge(frame));
        List<Groups> tables = new ArrayList<>();
        for (KeySet set : grouping.sets) {
            tables.add(Groups.of(this, frame, set, large));
        }
        consume(frame, tables);
        return new Source(frame, tables);
    }

    private void consume(Frame frame, List<Groups> tables) {
        Eval[] keyEvals = grouping.keys.stream().map(Compiled::eval).toArray(Eval[]::new);
        int count = 0;
        try (RowSource source = child.open(frame)) {
            while (source.next()) {
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                @Nullable Object[] keys = Calls.evaluate(keyEvals, frame);
                for (Groups table : tables) {
                    table.add(keys);
                }
            }
        }
    }

    private final class Source extends RowSource {
        private final Frame frame;
        private final List<Groups> tables;
        private int set;

        Source(Frame frame, List<Groups> tables) {
            this.frame = frame;
            this.tables = tables;
        }

        @Override
        public boolean next() {
            while (set < tables.size()) {
                Groups.Group group = tables.get(set).next();
                if (group != null) {
                    show(group);
                    return true;
                }
                Instrumentation.Measure measure = frame.measure(Aggregate.this);
                if (measure != null) {
                    tables.get(set).report(measure);
                }
                tables.get(set).close();
                set++;
            }
            return false;
        }

        private void show(Groups.Group group) {
            int keys = grouping.keys.size();
            @Nullable Object[] values = new @Nullable Object[keys + calls.size() + grouping.groupings.size()];
            int[] members = grouping.sets.get(set).members;
            for (int i = 0; i < members.length; i++) {
                values[members[i]] = group.keys[i];
            }
            for (int i = 0; i < calls.size(); i++) {
                values[keys + i] = group.accumulators[i].finish();
            }
            for (int i = 0; i < grouping.groupings.size(); i++) {
                values[keys + calls.size() + i] = groupingBits(grouping.groupings.get(i));
            }
            frame.restore(carried, group.carried);
            frame.set(slot, new ArrayTuple(values));
        }

        @Override
        public void close() {
            tables.forEach(Groups::close);
        }

        private int groupingBits(int[] named) {
            int bits = 0;
            for (int key : named) {
                boolean member = false;
                for (int m : grouping.sets.get(set).members) {
                    member |= m == key;
                }
                bits = bits << 1 | (member ? 0 : 1);
            }
            return bits;
        }
    }

    @Override
    public double rows() {
        return grouping.keys.isEmpty() ? 1 : Math.max(1, child.rows() / 5);
    }

    @Override
    public void describe(Description description) {
        boolean mixed = grouping.sets.size() > 1;
        boolean sorted = calls.stream().anyMatch(call -> !call.order().isEmpty());
        String grouped = sorted ? "GroupAggregate" : "HashAggregate";
        description.title(mixed ? "MixedAggregate" : grouping.keys.isEmpty() ? "Aggregate" : grouped, "");
        List<Expr> keys = grouping.keys.stream().map(Compiled::expr).toList();
        description.expressions("Group Key", keys);
    }
}
