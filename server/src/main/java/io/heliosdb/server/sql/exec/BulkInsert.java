package io.heliosdb.server.sql.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An INSERT of one row per call, planned and opened once: what COPY feeds. Used by one thread.
public final class BulkInsert {

    private final Insert insert;
    private final Frame frame;
    private final TableWriter writer;
    private final ChangeNode.Collector collector;
    private final @Nullable Object[] row;

    /// @param insert its source gives one row out of the parameters
    /// @param width number of parameters
    public BulkInsert(Insert insert, Frame.PlanShape shape, ExecutionContext execution, int width) {
        this.insert = insert;
        this.row = new @Nullable Object[width];
        List<@Nullable Object> parameters = Arrays.asList(row);
        this.frame = new Frame(shape, parameters, execution, null);
        this.writer = new TableWriter(insert.common().access(), execution);
        this.collector = new ChangeNode.Collector(frame, insert.common());
    }

    /// @param values one per parameter; copied
    public void add(@Nullable Object[] values) {
        System.arraycopy(values, 0, row, 0, row.length);
        insert.change(frame, writer, collector);
    }

    /// Runs what the rows have left to the end of the statement.
    ///
    /// @return the number of rows
    public long finish() {
        frame.execution().after().run();
        return collector.count();
    }
}
