package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.RowList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changed rows whose AFTER triggers are still to fire, in the order of their changes, within the statement's
/// memory and on disk beyond it. Used by one thread.
final class RowEvents {

    private final RowList<Tuple[]> rows;
    private final List<RowTriggers> owners = new ArrayList<>();
    private long next;
    private boolean due;

    RowEvents(MemoryBudget memory) {
        this.rows = new RowList<>(memory, new TupleFormat(memory).rows(3));
    }

    /// What is kept of a row besides its values.
    ///
    /// @param matched by trigger of the table that fires in this session, `1` for those it is due for
    /// @param changed which columns may differ; null but for an update
    record Event(TriggerDef.Event event, String matched, boolean @Nullable [] changed) {

        ArrayTuple written(int owner) {
            return new ArrayTuple(new @Nullable Object[] {owner, event.name(), matched, written(changed)});
        }

        private static byte @Nullable [] written(boolean @Nullable [] flags) {
            if (flags == null) {
                return null;
            }
            byte[] bytes = new byte[flags.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (flags[i] ? 1 : 0);
            }
            return bytes;
        }

        static Event read(Tuple written) {
            boolean[] changed = null;
            if (written.get(3) instanceof byte[] bytes) {
                changed = new boolean[bytes.length];
                for (int i = 0; i < bytes.length; i++) {
                    changed[i] = bytes[i] != 0;
                }
            }
            return new Event(
                    TriggerDef.Event.valueOf(String.valueOf(written.get(1))), String.valueOf(written.get(2)), changed);
        }

        static int owner(Tuple written) {
            return written.get(0) instanceof Integer number ? number : 0;
        }
    }

    /// Whether somebody has to see to it that they are run: true once until {@link #run}.
    boolean schedule() {
        boolean first = !due;
        due = true;
        return first;
    }

    /// @param old no values for an inserted row
    /// @param fresh no values for a deleted row
    void add(RowTriggers owner, Event event, Tuple old, Tuple fresh) {
        int number = owners.indexOf(owner);
        if (number < 0) {
            number = owners.size();
            owners.add(owner);
        }
        rows.add(new Tuple[] {event.written(number), old, fresh});
    }

    /// Fires for all rows so far. What this adds is due later.
    void run() {
        due = false;
        long end = rows.size();
        while (next < end) {
            Tuple[] row = rows.get(next++);
            owners.get(Event.owner(row[0])).after(Event.read(row[0]), row[1], row[2]);
        }
        if (next == rows.size()) {
            rows.clear();
            next = 0;
        }
    }
}
