package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;

/// How rows of one kind are written to a temporary file of this process. Used by one thread at a time.
public interface RowFormat<T> {

    void write(T row, RowWriter out);

    /// Reads what {@link #write} wrote, with this same object.
    T read(RowReader in);

    /// A rough number of bytes of heap that a kept row needs.
    long size(T row);
}
