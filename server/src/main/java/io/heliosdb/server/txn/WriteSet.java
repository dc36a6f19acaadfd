package io.heliosdb.server.txn;

import io.heliosdb.server.common.ChangeVisitor;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.BaseStore;
import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.MergeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The private changes of one transaction: the newest in memory, what was spilled in a store of its own on disk.
/// Used by the transaction's thread only.
///
/// The engine's own catalog trees and the names of dropped trees always stay in memory: listeners are shown them
/// when the transaction becomes visible.
final class WriteSet implements AutoCloseable {

    /// Trees below this are the catalog's.
    private static final long FIRST_ROW_TREE = 1000;

    /// A point to which the changes can be taken back.
    ///
    /// @param spills how often the set had been spilled: what is in memory now is newer when that was fewer times
    record Mark(int catalogPosition, int rowPosition, int spills, int epoch) {}

    private final Supplier<BaseStore> store;
    private final OwnChanges catalog = new OwnChanges();
    private final SavepointMarks marks = new SavepointMarks();
    private OwnChanges rows = new OwnChanges();
    private @Nullable SpilledChanges spilled;
    private OwnVersion.Place place = new OwnVersion.Place(0, 0);
    private int spills;

    /// @param store makes a place to spill to
    WriteSet(Supplier<BaseStore> store) {
        this.store = store;
    }

    boolean isEmpty() {
        return rows.isEmpty() && catalog.isEmpty() && spilled == null;
    }

    /// Rough memory held.
    long bytes() {
        return rows.bytes() + catalog.bytes();
    }

    /// The part of {@link #bytes} that {@link #spill} would free.
    long rowBytes() {
        return rows.bytes();
    }

    boolean isSpilled() {
        return spilled != null;
    }

    private OwnVersion.Place at(int command) {
        if (place.command() != command) {
            place = new OwnVersion.Place(command, place.epoch());
        }
        return place;
    }

    /// @param value null to delete
    void write(long tree, byte[] key, byte @Nullable [] value, int command) {
        (tree < FIRST_ROW_TREE ? catalog : rows).write(tree, key, value, at(command));
    }

    void dropTree(long tree, int command) {
        catalog.dropTree(tree, command);
    }

    boolean isDropped(long tree, int command) {
        return !catalog.isEmpty() && catalog.isDropped(tree, command);
    }

    /// What a command before `command` has written last.
    @Nullable
    OwnVersion find(long tree, byte[] key, int command) {
        if (tree < FIRST_ROW_TREE) {
            return catalog.find(tree, key, command);
        }
        OwnVersion found = rows.find(tree, key, command);
        SpilledChanges older = spilled;
        return found != null || older == null ? found : older.find(tree, key, command);
    }

    /// The entries of a tree as sources of a merge, newest first.
    List<MergeSource> sources(long tree, KeyRange range, boolean forward, int command) {
        List<MergeSource> sources = new ArrayList<>(3);
        MergeSource newest = (tree < FIRST_ROW_TREE ? catalog : rows).source(tree, range, forward, command);
        if (newest != null) {
            sources.add(newest);
        }
        SpilledChanges older = spilled;
        if (older != null && tree >= FIRST_ROW_TREE) {
            sources.add(older.source(tree, range, forward, command));
        }
        return sources;
    }

    /// Whether a key of the range may have been written.
    boolean mayTouch(long tree, KeyRange range) {
        if (tree < FIRST_ROW_TREE) {
            return catalog.touches(tree, range);
        }
        SpilledChanges older = spilled;
        return rows.touches(tree, range) || older != null && older.reaches(tree, range.from());
    }

    Mark mark() {
        catalog.protect();
        rows.protect();
        Mark mark = new Mark(catalog.position(), rows.position(), spills, place.epoch());
        marks.add(mark.epoch);
        nextEpoch();
        return mark;
    }

    private void nextEpoch() {
        place = new OwnVersion.Place(place.command(), place.epoch() + 1);
    }

    void rollbackTo(Mark mark) {
        catalog.rollbackTo(mark.catalogPosition);
        rows.rollbackTo(mark.spills == spills ? mark.rowPosition : 0);
        marks.rollbackTo(mark.epoch);
        SpilledChanges older = spilled;
        if (older != null) {
            older.undo(mark.epoch, place.epoch());
        }
        nextEpoch();
    }

    /// The mark will not be gone back to.
    void release(Mark mark) {
        marks.release(mark.epoch);
    }

    /// Moves the rows from memory to disk.
    ///
    /// @param command the current one
    /// @throws SqlException 53100 when the disk is full; nothing has changed then
    void spill(int command) {
        try {
            SpilledChanges target = spilled;
            if (target == null) {
                target = new SpilledChanges(store.get(), marks);
                spilled = target;
            }
            target.add(rows, command);
        } catch (DiskException e) {
            throw new SqlException(
                    e.isFull() ? SqlState.DISK_FULL : SqlState.IO_ERROR,
                    "could not write changes of a large transaction to temporary storage: " + e.getMessage(),
                    e);
        }
        rows = new OwnChanges();
        spills++;
    }

    /// Everything to be logged, when none of it is spilled.
    WriteBatch toBatch() {
        WriteBatch batch = new WriteBatch(catalog.position() + rows.position());
        catalog.forEach(intoBatch(batch));
        rows.forEach(new OfLivingTrees(catalog, intoBatch(batch)));
        return batch;
    }

    /// The part to be logged in the last record of a large transaction.
    WriteBatch catalogBatch() {
        WriteBatch batch = new WriteBatch(catalog.position());
        catalog.forEach(intoBatch(batch));
        return batch;
    }

    /// The other part, sorted by tree and key.
    void forEachRow(ChangeVisitor visitor) {
        ChangeVisitor living = new OfLivingTrees(catalog, visitor);
        SpilledChanges older = spilled;
        if (older == null) {
            rows.forEach(living);
        } else {
            older.merge(rows, living);
        }
    }

    /// What is to be logged of a dropped tree is that it is gone.
    private record OfLivingTrees(OwnChanges catalog, ChangeVisitor visitor) implements ChangeVisitor {

        private boolean isGone(long tree) {
            return catalog.isDropped(tree, Integer.MAX_VALUE);
        }

        @Override
        public void put(long tree, byte[] key, byte[] value) {
            if (!isGone(tree)) {
                visitor.put(tree, key, value);
            }
        }

        @Override
        public void delete(long tree, byte[] key) {
            if (!isGone(tree)) {
                visitor.delete(tree, key);
            }
        }

        @Override
        public void dropTree(long tree) {
            visitor.dropTree(tree);
        }
    }

    private static ChangeVisitor intoBatch(WriteBatch batch) {
        return new ChangeVisitor() {
            @Override
            public void put(long tree, byte[] key, byte[] value) {
                batch.put(tree, key, value);
            }

            @Override
            public void delete(long tree, byte[] key) {
                batch.delete(tree, key);
            }

            @Override
            public void dropTree(long tree) {
                batch.dropTree(tree);
            }
        };
    }

    /// Removes what was spilled.
    @Override
    public void close() {
        SpilledChanges older = spilled;
        if (older != null) {
            older.close();
        }
    }
}
