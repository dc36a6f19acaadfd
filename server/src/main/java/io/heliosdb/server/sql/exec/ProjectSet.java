package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.RowValue;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs set-returning functions of a target list for each row: as many rows as the longest gives, the others
/// filled with nulls.
///
/// @param slot where the functions' values appear, one column a call
/// @param types of the calls' values
public record ProjectSet(PlanNode child, List<FunctionScan.Call> calls, List<Type> types, int slot)
        implements OneInput {

    @Override
    public RowSource start(Frame frame) {
        return new Source(child.open(frame), frame);
    }

    private final class Source extends RowSource {
        private final RowSource source;
        private final Frame frame;
        private List<Iterator<@Nullable Object[]>> iterators = List.of();

        Source(RowSource source, Frame frame) {
            this.source = source;
            this.frame = frame;
        }

        @Override
        public boolean next() {
            while (true) {
                @Nullable Object[] values = new @Nullable Object[calls.size()];
                boolean found = false;
                for (int i = 0; i < iterators.size(); i++) {
                    if (iterators.get(i).hasNext()) {
                        found = true;
                        values[i] = value(iterators.get(i).next(), types.get(i));
                    }
                }
                if (found) {
                    frame.set(slot, new ArrayTuple(values));
                    return true;
                }
                if (!source.next()) {
                    return false;
                }
                frame.execution().context().checkCancelled();
                iterators = new ArrayList<>();
                for (FunctionScan.Call call : calls) {
                    iterators.add(call.run(frame));
                }
            }
        }

        // A row of a function that returns columns is one row value here.
        private static @Nullable Object value(@Nullable Object[] row, Type type) {
            boolean whole = row.length == 1 && (row[0] == null || row[0] instanceof RowValue);
            return type instanceof RowType rows && !rows.fields().isEmpty() && !whole
                    ? new RowValue(rows, row)
                    : row[0];
        }

        @Override
        public void close() {
            source.close();
        }
    }

    @Override
    public double rows() {
        return child.rows() * 100;
    }

    @Override
    public void describe(Description description) {
        description.title("ProjectSet", "");
    }
}
