package io.heliosdb.server.storage;

/// The durable state as of one LSN, replaced as a whole from checkpoint to checkpoint: LMDB, or memory in simulations.
///
/// Readers are for any thread and see the state at which they were opened; one writer at a time.
public interface BaseStore extends AutoCloseable {

    /// A consistent state to read from; the newest that is committed.
    BaseReader openReader();

    /// Makes the changes and the mark durable, both or neither.
    ///
    /// When there is no space or the disk fails, a {@link io.heliosdb.server.common.DiskException}; nothing
    /// has changed then.
    void write(ChangeSource changes, BaseMark mark);

    /// Closes at once, or when the last reader is closed.
    @Override
    void close();
}
