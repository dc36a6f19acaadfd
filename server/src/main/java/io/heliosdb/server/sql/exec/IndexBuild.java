package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.IndexDef;

/// Makes the entries of a new index over all rows of a table.
public final class IndexBuild {

    private final TableAccess.IndexAccess index;
    private final TableWriter writer;
    private final ExecutionContext execution;
    private final RowCodec codec;

    /// @param access of the table with the new index in it
    public IndexBuild(TableAccess access, IndexDef index, ExecutionContext execution) {
        this.index = access.indexes().stream()
                .filter(i -> i.def().oid() == index.oid())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table lacks index " + index.name()));
        this.writer = new TableWriter(access, execution);
        this.execution = execution;
        this.codec = access.codec();
    }

    /// @param rows all rows of the table
    /// @throws SqlException 23505 when two rows have the same key
    public void run(Cursor rows) {
        StoredTuple tuple = new StoredTuple(codec);
        int count = 0;
        while (rows.next()) {
            if ((++count & 0xFF) == 0) {
                execution.context().checkCancelled();
            }
            tuple.set(RowCodec.rowId(rows.key()), rows.value());
            try {
                writer.addEntry(index, tuple);
            } catch (SqlException e) {
                if (e.state() != SqlState.UNIQUE_VIOLATION) {
                    throw e;
                }
                String detail = e.fields().detail();
                throw new SqlException(
                                SqlState.UNIQUE_VIOLATION,
                                "could not create unique index \"" + index.def().name() + "\"")
                        .with(e.fields()
                                .withDetail(detail == null ? "" : detail.replace("already exists.", "is duplicated.")));
            }
        }
    }
}
