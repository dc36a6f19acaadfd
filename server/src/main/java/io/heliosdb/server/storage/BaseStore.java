package io.heliosdb.server.storage;

/// The durable state as of one LSN, replaced as a whole from checkpoint to checkpoint: LMDB, or memory in
/// simulations.
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

    /// Deletes some of what dropped trees have left; nobody sees that any more. By the writer.
    ///
    /// @return whether there is more to delete
    boolean clean();

    /// A step of writing everything anew without free space in between, begun by the first of them. Writes may
    /// come between two steps; readers see nothing of it. By the writer.
    ///
    /// @return whether there are more steps; after the last one the space is given back, once the readers of
    /// the old file are closed
    /// @throws io.heliosdb.server.common.DiskException when there is no space for it, or the disk fails; it is
    /// abandoned then
    boolean compact();

    /// Forgets a compaction that has begun.
    void abandonCompaction();

    SpaceUsage usage();

    /// Closes at once, or when the last reader is closed.
    @Override
    void close();
}
