package io.heliosdb.server.sql.exec;

/// The rows of one opened plan node; the current one is in the frame. Used by one thread at a time.
public abstract class RowSource implements AutoCloseable {

    /// Moves to the next row; false after the last.
    public abstract boolean next();

    @Override
    public void close() {}
}
