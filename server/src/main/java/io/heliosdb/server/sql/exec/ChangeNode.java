package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan node that changes rows: all changes are done when it is opened, its rows are those of RETURNING.
public interface ChangeNode extends OneInput {

    /// What is common to all changes.
    ///
    /// @param checks of the views through which rows are changed
    record Common(TableAccess access, Results results, List<ViewCheck> checks) {
        int relationSlot() {
            return results.relationSlot;
        }
    }

    /// What becomes of the changed rows.
    ///
    /// @param relationSlot where the target's row appears
    /// @param returning null without RETURNING
    /// @param outputSlot where the rows of RETURNING appear
    /// @param countState where the number of changed rows is kept in the frame
    record Results(int relationSlot, @Nullable List<Compiled> returning, int outputSlot, int countState) {}

    /// What a view WITH CHECK OPTION shows, over the row in the slot of the results.
    record ViewCheck(String view, Eval condition) {}

    Common common();

    /// What it does, as EXPLAIN says it.
    String verb();

    @Override
    default void describe(Description description) {
        description.title(verb(), " on " + common().access.table().name());
    }

    /// What a statement does to the table, whether it comes to a row or not.
    ///
    /// @param columns which it sets, for UPDATE; else empty
    record Effect(TriggerDef.Event event, boolean[] columns) {
        static Effect of(TriggerDef.Event event) {
            return new Effect(event, new boolean[0]);
        }
    }

    /// In the order in which triggers of statements fire before; after it is the other way round.
    List<Effect> effects();

    default void begin(TableWriter writer) {
        effects().forEach(effect -> writer.begin(effect.event, effect.columns));
    }

    default void end(TableWriter writer) {
        effects().reversed().forEach(effect -> writer.end(effect.event));
    }

    /// Makes the changes and tells each to the collector.
    void change(Frame frame, TableWriter writer, Collector collector);

    /// Counts changes and keeps the rows of RETURNING.
    final class Collector {
        private final Frame frame;
        private final Results results;
        private final RowList<Tuple> rows;
        private long count;

        Collector(Frame frame, Results results) {
            this.frame = frame;
            this.results = results;
            MemoryBudget memory = frame.execution().memory();
            this.rows = new RowList<>(memory, new TupleFormat(memory));
        }

        long count() {
            return count;
        }

        /// One row was changed into `row`, or `row` was deleted; null when a trigger has kept that from happening.
        void changed(@Nullable Tuple row) {
            if (row == null) {
                return;
            }
            count++;
            List<Compiled> returning = results.returning;
            if (returning != null) {
                frame.set(results.relationSlot, row);
                @Nullable Object[] values = new @Nullable Object[returning.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = returning.get(i).eval().eval(frame);
                }
                rows.add(new ArrayTuple(values));
            }
        }

        /// All changes are done: keeps their number and gives the rows of RETURNING.
        RowSource finish() {
            frame.setState(results.countState, count);
            return new RowSource() {
                private long at;

                @Override
                public boolean next() {
                    if (at == rows.size()) {
                        return false;
                    }
                    frame.set(results.outputSlot, rows.get(at++));
                    return true;
                }

                @Override
                public void close() {
                    rows.close();
                }
            };
        }
    }

    /// Makes sure that the views through which a row was changed still show it.
    ///
    /// @throws io.heliosdb.server.common.SqlException 44000
    default void checkViews(Frame frame, @Nullable StoredTuple row) {
        if (row != null) {
            Common common = common();
            check(common.checks, frame, common.results, common.access.table(), row);
        }
    }

    /// As {@link #checkViews}, of a row of any relation.
    static void check(List<ViewCheck> checks, Frame frame, Results results, RelationDef changed, Tuple row) {
        if (checks.isEmpty()) {
            return;
        }
        frame.set(results.relationSlot, row);
        for (ViewCheck check : checks) {
            if (!check.condition.isTrue(frame)) {
                @Nullable
                Object[] values = new @Nullable Object[changed.columns().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.get(i);
                }
                throw ConstraintErrors.view(
                        changed, check.view, values, frame.execution().context());
            }
        }
    }

    @Override
    default RowSource start(Frame frame) {
        Common common = common();
        Collector collector = new Collector(frame, common.results);
        TableWriter writer = new TableWriter(common.access, frame.execution());
        begin(writer);
        change(frame, writer, collector);
        end(writer);
        return collector.finish();
    }
}
