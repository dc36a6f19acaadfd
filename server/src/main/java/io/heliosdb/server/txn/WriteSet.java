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
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The private changes of one transaction: the newest in memory, what was spilled in a store of its own on
/// disk. Used by the transaction's thread only.
///
/// The engine's own catalog trees and the names of dropped trees always stay in memory: listeners are shown
/// them when the transaction becomes visible.
final class WriteSet implements AutoCloseable {

    /// Trees below this are the catalog's.
    private static final long FIRST_ROW_TREE = 1000;

    private static final KeyRange EVERYTHING = KeyRange.of(new byte[0], null);

    /// Rows are few when they are a smaller part than this of what is moved to disk.
    private static final int FEW = 8;

    /// A point to which the changes can be taken back.
    ///
    /// @param spills how often the set had been spilled: what is in memory now is newer when that was fewer
    ///     times
    record Mark(int catalogPosition, int rowPosition, int spills, int epoch) {}

    /// Where changes go that do not fit into memory.
    interface Scratch {

        /// A sorted store, empty.
        BaseStore store();

        /// A file, empty.
        RisingFile file();
    }

    /// How changes are moved out of the way.
    ///
    /// @param plainWrites so many rows are kept one by one before those with rising keys are packed: few
    /// transactions write more
    /// @param blockBytes what is packed together: small enough to be read for one key
    /// @param writtenAtOnce how many of the others are written to the sorted store at a time: each may touch a
    /// page of it, which is in memory until then
    record Packing(int plainWrites, int blockBytes, int writtenAtOnce) {

        static final Packing DEFAULT = new Packing(16, 64 * 1024, 16 * 1024);
    }

    private final Scratch scratch;
    private final Packing packing;
    private final OwnChanges catalog = new OwnChanges();
    private final SavepointMarks marks = new SavepointMarks();
    private OwnChanges rows = new OwnChanges();
    private @Nullable RisingChanges rising;
    private @Nullable SpilledChanges spilled;
    private OwnVersion.Place place = new OwnVersion.Place(0, 0);
    private int spills;

    WriteSet(Scratch scratch, Packing packing) {
        this.scratch = scratch;
        this.packing = packing;
    }

    boolean isEmpty() {
        return rows.isEmpty() && catalog.isEmpty() && spilled == null && (rising == null || rising.isEmpty());
    }

    /// Rough memory held.
    long bytes() {
        return rowBytes() + catalog.bytes();
    }

    /// The part of {@link #bytes} that {@link #spill} would free.
    long rowBytes() {
        RisingChanges packed = rising;
        return rows.bytes() + (packed == null ? 0 : packed.bytes());
    }

    boolean isSpilled() {
        return spilled != null || rising != null && rising.isSpilled();
    }

    private OwnVersion.Place at(int command) {
        if (place.command() != command) {
            place = new OwnVersion.Place(command, place.epoch());
        }
        return place;
    }

    /// @param value null to delete
    void write(long tree, byte[] key, byte @Nullable [] value, int command) {
        if (tree < FIRST_ROW_TREE) {
            catalog.write(tree, key, value, at(command));
        } else if (!isPacked() || !packed().add(tree, key, value, at(command))) {
            rows.write(tree, key, value, at(command));
        }
    }

    private boolean isPacked() {
        return rising != null || rows.position() >= packing.plainWrites || spilled != null;
    }

    private RisingChanges packed() {
        RisingChanges packed = rising;
        if (packed == null) {
            packed = new RisingChanges(packing.blockBytes, this::highestPlain);
            rising = packed;
        }
        return packed;
    }

    private byte @Nullable [] highestPlain(long tree) {
        byte[] inMemory = rows.highest(tree);
        SpilledChanges older = spilled;
        byte[] onDisk = older == null ? null : older.highest(tree);
        if (inMemory == null || onDisk == null) {
            return inMemory == null ? onDisk : inMemory;
        }
        return Arrays.compareUnsigned(inMemory, onDisk) < 0 ? onDisk : inMemory;
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
        if (found == null && older != null) {
            found = older.find(tree, key, command);
        }
        RisingChanges packed = rising;
        return found != null || packed == null ? found : packed.find(tree, key, command);
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
        RisingChanges packed = rising;
        MergeSource oldest = packed == null ? null : packed.source(tree, range, forward, command);
        if (oldest != null) {
            sources.add(oldest);
        }
        return sources;
    }

    /// Whether a key of the range may have been written.
    boolean mayTouch(long tree, KeyRange range) {
        if (tree < FIRST_ROW_TREE) {
            return catalog.touches(tree, range);
        }
        SpilledChanges older = spilled;
        RisingChanges packed = rising;
        return rows.touches(tree, range)
                || older != null && older.reaches(tree, range.from())
                || packed != null && packed.touches(tree, range);
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
        RisingChanges packed = rising;
        if (packed != null) {
            packed.rollbackTo(mark.epoch);
        }
        nextEpoch();
    }

    /// The mark will not be gone back to.
    void release(Mark mark) {
        marks.release(mark.epoch);
    }

    /// Moves the rows from memory to disk; few rows beside many packed ones stay.
    ///
    /// @param command the current one
    /// @throws SqlException 53100 when the disk is full; nothing has changed then
    void spill(int command) {
        try {
            RisingChanges packed = rising;
            long packedBytes = 0;
            if (packed != null && !packed.isEmpty()) {
                packedBytes = packed.bytes();
                packed.spill(scratch::file);
            }
            if (rows.isEmpty() || rows.bytes() < packedBytes / FEW) {
                return;
            }
            SpilledChanges target = spilled;
            if (target == null) {
                target = new SpilledChanges(scratch.store(), marks, packing.writtenAtOnce);
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
        forEachRow(intoBatch(batch));
        return batch;
    }

    /// The part to be logged in the last record of a large transaction.
    WriteBatch catalogBatch() {
        WriteBatch batch = new WriteBatch(catalog.position());
        catalog.forEach(intoBatch(batch));
        return batch;
    }

    /// The other part: the last write of each key, sorted by tree and key. What is to be logged of a dropped
    /// tree is that it is gone.
    void forEachRow(ChangeVisitor visitor) {
        TreeSet<Long> trees = new TreeSet<>(rows.trees());
        SpilledChanges older = spilled;
        if (older != null) {
            trees.addAll(older.trees());
        }
        RisingChanges packed = rising;
        if (packed != null) {
            trees.addAll(packed.trees());
        }
        for (long tree : trees) {
            if (!isDropped(tree, Integer.MAX_VALUE)) {
                NewestWrites.show(tree, sources(tree, EVERYTHING, true, Integer.MAX_VALUE), visitor);
            }
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
        RisingChanges packed = rising;
        if (packed != null) {
            packed.close();
        }
    }
}
