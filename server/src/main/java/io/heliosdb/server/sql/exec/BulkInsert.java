package io.heliosdb.server.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An INSERT of one row per call, planned and opened once: what COPY feeds. Used by one thread.
public final class BulkInsert {

    /// Rows after which their references are checked, where it makes no difference that the statement goes on.
    private static final int CHECK_EVERY = 4096;

    private final Insert insert;
    private final Frame frame;
    private final TableWriter writer;
    private final ChangeNode.Collector collector;
    private final @Nullable Object[] row;
    private final boolean checksEarly;
    private int unchecked;
    private boolean begun;

    /// @param insert its source gives one row out of the parameters
    /// @param width number of parameters
    public BulkInsert(Insert insert, Frame.PlanShape shape, ExecutionContext execution, int width) {
        this.insert = insert;
        this.row = new @Nullable Object[width];
        List<@Nullable Object> parameters = Arrays.asList(row);
        this.frame = new Frame(shape, parameters, execution, null);
        this.writer = new TableWriter(insert.common().access(), execution);
        this.collector = new ChangeNode.Collector(frame, insert.common().results());
        this.checksEarly = isIndependent(insert.common().access());
    }

    /// Whether no row can change what the checks of another one find.
    private static boolean isIndependent(TableAccess access) {
        return access.triggers() == null
                && access.foreignKeys().stream()
                        .noneMatch(
                                key -> key.referencedTable() == access.table().oid())
                && access.indexes().stream().noneMatch(TableAccess.IndexAccess::deferrable);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            insert.begin(writer);
        }
    }

    /// @param values one per parameter; copied
    public void add(@Nullable Object[] values) {
        begin();
        System.arraycopy(values, 0, row, 0, row.length);
        insert.change(frame, writer, collector);
        if (checksEarly && ++unchecked == CHECK_EVERY) {
            unchecked = 0;
            frame.execution().after().run();
        }
    }

    /// Runs what the rows have left to the end of the statement.
    ///
    /// @return the number of rows
    public long finish() {
        begin();
        insert.end(writer);
        frame.execution().after().run();
        return collector.count();
    }
}
