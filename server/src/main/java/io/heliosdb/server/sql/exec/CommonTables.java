package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import io.heliosdb.server.sql.exec.spill.RowSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plan nodes of common table expressions. Rows are computed as far as somebody reads them, and kept.
public final class CommonTables {

    private CommonTables() {}

    /// A common table: its plan, the slot its plan fills, and where its rows are kept in the frame.
    ///
    /// @param eager whether it changes data and so runs to its end in any case
    public record Definition(String name, PlanNode plan, int slot, int state, boolean eager) {}

    /// Rows read so far and where more come from.
    private static final class Store {
        private final RowList<Tuple> rows;
        private final RowSource source;
        private final Definition definition;
        private boolean done;

        Store(Definition definition, Frame frame) {
            this.definition = definition;
            this.rows = list(frame);
            this.source = definition.plan.open(frame);
        }

        @Nullable
        Tuple row(long index, Frame frame) {
            while (rows.size() <= index) {
                if (done || !source.next()) {
                    finish();
                    return null;
                }
                rows.add(frame.tuple(definition.slot).retain());
            }
            return rows.get(index);
        }

        private void finish() {
            if (!done) {
                done = true;
                source.close();
            }
        }

        void close() {
            finish();
            rows.close();
        }
    }

    private static RowList<Tuple> list(Frame frame) {
        MemoryBudget memory = frame.execution().memory();
        return new RowList<>(memory, new TupleFormat(memory));
    }

    private static Store store(Definition definition, Frame frame) {
        Store store = (Store) frame.state(definition.state);
        if (store == null) {
            store = new Store(definition, frame);
            frame.setState(definition.state, store);
        }
        return store;
    }

    /// A query with its common tables.
    public record With(List<Definition> definitions, PlanNode child) implements OneInput {

        @Override
        public RowSource start(Frame frame) {
            for (Definition definition : definitions) {
                frame.setState(definition.state, null);
            }
            for (Definition definition : definitions) {
                if (definition.eager) {
                    Store store = store(definition, frame);
                    long at = 0;
                    while (store.row(at, frame) != null) {
                        at++;
                    }
                }
            }
            RowSource source = child.open(frame);
            return new RowSource() {
                @Override
                public boolean next() {
                    return source.next();
                }

                @Override
                public void close() {
                    source.close();
                    for (Definition definition : definitions) {
                        if (frame.state(definition.state) instanceof Store store) {
                            store.close();
                            frame.setState(definition.state, null);
                        }
                    }
                }
            };
        }

        @Override
        public void describe(Description description) {
            description.title("", "");
        }
    }

    /// Reads a common table.
    public record Scan(
            Definition definition,
            String alias,
            int slot,
            @Nullable Compiled filter) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            Store store = store(definition, frame);
            Eval condition = filter == null ? null : filter.eval();
            return new RowSource() {
                private long at;

                @Override
                public boolean next() {
                    while (true) {
                        Tuple row = store.row(at++, frame);
                        if (row == null) {
                            at--;
                            return false;
                        }
                        frame.set(slot, row);
                        if (condition == null || condition.isTrue(frame)) {
                            return true;
                        }
                    }
                }
            };
        }

        @Override
        public double rows() {
            return definition.plan.rows();
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title(
                    "CTE Scan", " on " + definition.name + (alias.equals(definition.name) ? "" : " " + alias));
            description.condition("Filter", filter);
        }
    }

    /// `base UNION [ALL] step`: the step reads the rows that the round before added.
    ///
    /// @param slot which both fill
    /// @param working where the rows of the last round are kept in the frame
    /// @param keys how to find equal rows; null for UNION ALL
    public record Recursive(
            PlanNode base,
            PlanNode step,
            int slot,
            int working,
            int[] columns,
            @Nullable Keys keys) implements PlanNode {

        @Override
        public RowSource start(Frame frame) {
            return new RecursiveSource(this, frame);
        }

        @Override
        public double rows() {
            return base.rows() * 10;
        }

        @Override
        public List<PlanNode> children() {
            return List.of(base, step);
        }

        @Override
        public void describe(Description description) {
            description.title("Recursive Union", "");
        }
    }

    private static final class RecursiveSource extends RowSource {
        private final Recursive union;
        private final Frame frame;
        private final @Nullable RowSet<Object> seen;
        private RowList<Tuple> round;
        private @Nullable RowList<Tuple> before;
        private @Nullable RowSource source;

        RecursiveSource(Recursive union, Frame frame) {
            this.union = union;
            this.frame = frame;
            this.seen = union.keys == null ? null : union.keys.set(frame);
            this.round = list(frame);
            this.source = union.base.open(frame);
        }

        @Override
        public boolean next() {
            while (source != null) {
                if (source.next()) {
                    if (!isNew()) {
                        continue;
                    }
                    Tuple row = frame.tuple(union.slot).retain();
                    frame.set(union.slot, row);
                    round.add(row);
                    return true;
                }
                source.close();
                source = null;
                if (round.size() > 0) {
                    frame.execution().context().checkCancelled();
                    nextRound();
                    source = union.step.open(frame);
                }
            }
            return false;
        }

        private boolean isNew() {
            return union.keys == null
                    || seen == null
                    || seen.add(union.keys.of(Distinct.pick(frame.tuple(union.slot), union.columns)));
        }

        private void nextRound() {
            if (before != null) {
                before.close();
            }
            before = round;
            frame.setState(union.working, round);
            round = list(frame);
        }

        @Override
        public void close() {
            if (source != null) {
                source.close();
                source = null;
            }
            if (before != null) {
                before.close();
            }
            round.close();
            if (seen != null) {
                seen.close();
            }
        }
    }

    /// Reads the rows of the last round of a recursive table.
    public record WorkTableScan(
            String name, int working, int slot, @Nullable Compiled filter) implements PlanNode {

        @Override
        @SuppressWarnings("unchecked") // the state is the recursive union's
        public RowSource start(Frame frame) {
            RowList<Tuple> rows = (RowList<Tuple>) frame.state(working);
            Eval condition = filter == null ? null : filter.eval();
            return new RowSource() {
                private long at;

                @Override
                public boolean next() {
                    while (rows != null && at < rows.size()) {
                        frame.set(slot, rows.get(at++));
                        if (condition == null || condition.isTrue(frame)) {
                            return true;
                        }
                    }
                    return false;
                }
            };
        }

        @Override
        public double rows() {
            return 100;
        }

        @Override
        public List<PlanNode> children() {
            return List.of();
        }

        @Override
        public void describe(Description description) {
            description.title("WorkTable Scan", " on " + name);
            description.condition("Filter", filter);
        }
    }
}
