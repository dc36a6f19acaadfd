package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Groups rows and computes aggregates through a hash table per grouping set.
///
/// The slot's columns: all keys (NULL where the row's set does not have it), aggregates, values of GROUPING.
///
/// @param carried slots of the input whose row, the first of the group, is there again with the group
public record Aggregate(PlanNode child, Grouping grouping, List<AggregateCall> calls, int slot, int[] carried)
        implements PlanNode {

    /// @param sets indexes of keys
    /// @param groupings for each GROUPING call the key indexes it names
    /// @param grouped whether there was a GROUP BY: without, there is exactly one group
    public record Grouping(List<Compiled> keys, List<KeySet> sets, List<int[]> groupings, boolean grouped) {}

    /// One grouping set.
    public record KeySet(int[] members, @Nullable Keys hash) {}

    private static final class Group {
        final @Nullable Object[] keys;
        final AggregateCall.Accumulator[] accumulators;
        final Tuple[] carried;

        Group(@Nullable Object[] keys, AggregateCall.Accumulator[] accumulators, Tuple[] carried) {
            this.keys = keys;
            this.accumulators = accumulators;
            this.carried = carried;
        }
    }

    @Override
    public RowSource start(Frame frame) {
        List<Map<Object, Group>> tables = new ArrayList<>();
        for (KeySet set : grouping.sets) {
            Map<Object, Group> table = new LinkedHashMap<>();
            if (set.members.length == 0) {
                table.put("", emptyGroup(frame));
            }
            tables.add(table);
        }
        consume(frame, tables);
        return new Source(frame, tables);
    }

    private Group emptyGroup(Frame frame) {
        Tuple[] none = new Tuple[carried.length];
        Arrays.fill(none, ArrayTuple.NULLS);
        return new Group(new @Nullable Object[grouping.keys.size()], accumulators(frame), none);
    }

    private AggregateCall.Accumulator[] accumulators(Frame frame) {
        AggregateCall.Accumulator[] made = new AggregateCall.Accumulator[calls.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = calls.get(i).new Accumulator(frame);
        }
        return made;
    }

    private void consume(Frame frame, List<Map<Object, Group>> tables) {
        Eval[] keyEvals = grouping.keys.stream().map(Compiled::eval).toArray(Eval[]::new);
        int count = 0;
        boolean any = false;
        try (RowSource source = child.open(frame)) {
            while (source.next()) {
                any = true;
                if ((++count & 0xFF) == 0) {
                    frame.execution().context().checkCancelled();
                }
                @Nullable Object[] keys = Calls.evaluate(keyEvals, frame);
                for (int i = 0; i < tables.size(); i++) {
                    Group group = group(frame, tables.get(i), grouping.sets.get(i), keys);
                    for (AggregateCall.Accumulator accumulator : group.accumulators) {
                        accumulator.add(frame);
                    }
                }
            }
        }
        // GROUP BY () and kin give one row even for no input, but a set of no keys among others in GROUP BY does too.
        if (!any && grouping.grouped) {
            for (int i = 0; i < tables.size(); i++) {
                if (grouping.sets.get(i).members.length > 0) {
                    tables.get(i).clear();
                }
            }
        }
    }

    private Group group(Frame frame, Map<Object, Group> table, KeySet set, @Nullable Object[] keys) {
        Keys hash = set.hash;
        if (hash == null) {
            Group only = table.get("");
            if (only == null) {
                throw new IllegalStateException("a set without keys has its group");
            }
            if (carried.length > 0 && only.carried[0] == ArrayTuple.NULLS) {
                System.arraycopy(frame.save(carried), 0, only.carried, 0, carried.length);
            }
            return only;
        }
        @Nullable Object[] values = new @Nullable Object[set.members.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys[set.members[i]];
        }
        Object key = hash.of(values);
        Group group = table.get(key);
        if (group == null) {
            @Nullable Object[] shown = new @Nullable Object[keys.length];
            for (int member : set.members) {
                shown[member] = keys[member];
            }
            frame.execution().memory().take(200 + 60L * keys.length + 100L * calls.size());
            group = new Group(shown, accumulators(frame), Basics.saved(frame, carried));
            table.put(key, group);
        }
        return group;
    }

    private final class Source extends RowSource {
        private final Frame frame;
        private final List<Map<Object, Group>> tables;
        private int set = -1;
        private Iterator<Group> groups = List.<Group>of().iterator();

        Source(Frame frame, List<Map<Object, Group>> tables) {
            this.frame = frame;
            this.tables = tables;
        }

        @Override
        public boolean next() {
            while (!groups.hasNext()) {
                if (++set >= tables.size()) {
                    return false;
                }
                groups = tables.get(set).values().iterator();
            }
            Group group = groups.next();
            int keys = grouping.keys.size();
            @Nullable Object[] values = new @Nullable Object[keys + calls.size() + grouping.groupings.size()];
            System.arraycopy(group.keys, 0, values, 0, keys);
            for (int i = 0; i < calls.size(); i++) {
                values[keys + i] = group.accumulators[i].finish(frame);
            }
            for (int i = 0; i < grouping.groupings.size(); i++) {
                values[keys + calls.size() + i] = groupingBits(grouping.groupings.get(i));
            }
            frame.restore(carried, group.carried);
            frame.set(slot, new ArrayTuple(values));
            return true;
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
    public List<PlanNode> children() {
        return List.of(child);
    }

    @Override
    public void describe(Description description) {
        boolean mixed = grouping.sets.size() > 1;
        description.title(mixed ? "MixedAggregate" : grouping.keys.isEmpty() ? "Aggregate" : "HashAggregate", "");
        List<Expr> keys = grouping.keys.stream().map(Compiled::expr).toList();
        description.expressions("Group Key", keys);
    }
}
