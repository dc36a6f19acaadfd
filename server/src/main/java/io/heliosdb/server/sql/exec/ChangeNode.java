package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan node that changes rows: all changes are done when it is opened, its rows are those of RETURNING.
public interface ChangeNode extends PlanNode {

    /// What is common to all changes.
    ///
    /// @param relationSlot where the target's row appears
    /// @param returning null without RETURNING
    /// @param outputSlot where the rows of RETURNING appear
    /// @param countState where the number of changed rows is kept in the frame
    record Common(
            TableAccess access, int relationSlot, @Nullable List<Compiled> returning, int outputSlot, int countState) {}

    Common common();

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
        private final Common common;
        private final RowList<Tuple> rows;
        private long count;

        Collector(Frame frame, Common common) {
            this.frame = frame;
            this.common = common;
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
            List<Compiled> returning = common.returning;
            if (returning != null) {
                frame.set(common.relationSlot, row);
                @Nullable Object[] values = new @Nullable Object[returning.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = returning.get(i).eval().eval(frame);
                }
                rows.add(new ArrayTuple(values));
            }
        }
    }

    @Override
    default RowSource start(Frame frame) {
        Common common = common();
        Collector collector = new Collector(frame, common);
        TableWriter writer = new TableWriter(common.access, frame.execution());
        begin(writer);
        change(frame, writer, collector);
        end(writer);
        frame.setState(common.countState, collector.count);
        return new RowSource() {
            private long at;

            @Override
            public boolean next() {
                if (at == collector.rows.size()) {
                    return false;
                }
                frame.set(common.outputSlot, collector.rows.get(at++));
                return true;
            }

            @Override
            public void close() {
                collector.rows.close();
            }
        };
    }
}
