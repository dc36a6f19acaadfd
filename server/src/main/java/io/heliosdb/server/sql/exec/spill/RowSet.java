package io.heliosdb.server.sql.exec.spill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A set of rows that only grows: in memory until the operator's share is used up, on disk from then on. Rows are
/// equal as their `equals` and `hashCode` say. Used by one thread at a time.
///
/// A full memory is written as a run in the order of the hash; {@link HashedRun} finds a row in it with at most
/// one block read as a rule, and none as a rule when it is not there. {@link #FAN_IN} runs of one level are merged
/// into one of the next, so that there are few to ask however much there is.
public final class RowSet<T> implements AutoCloseable {

    private static final int FAN_IN = 8;
    // Of a hash set's entry, and of what sorts it.
    private static final int ENTRY_BYTES = 72;

    private final Workspace workspace;
    private final RowFormat<T> format;
    private final Runnable check;
    private final List<HashedRun<T>> runs = new ArrayList<>();
    private Set<T> inMemory = new HashSet<>();

    /// @param check called now and then while runs are merged; throws when the statement was cancelled
    public RowSet(MemoryBudget budget, RowFormat<T> format, Runnable check) {
        this.workspace = budget.hashSpace();
        this.format = format;
        this.check = check;
    }

    /// Whether there is a row equal to this one.
    public boolean contains(T row) {
        if (inMemory.contains(row)) {
            return true;
        }
        for (HashedRun<T> run : runs) {
            if (run.contains(row)) {
                return true;
            }
        }
        return false;
    }

    /// Adds a row, which must not change afterwards; false when there was one equal to it.
    ///
    /// @throws io.heliosdb.server.common.SqlException 53100, 53200, 53400
    public boolean add(T row) {
        if (contains(row)) {
            return false;
        }
        long bytes = ENTRY_BYTES + format.size(row);
        if (!workspace.tryTake(bytes)) {
            if (!inMemory.isEmpty()) {
                spill();
            }
            workspace.take(bytes);
        }
        inMemory.add(row);
        return true;
    }

    /// Whether some of it is on disk.
    public boolean isOnDisk() {
        return !runs.isEmpty();
    }

    private void spill() {
        runs.add(HashedRun.ofMemory(workspace.budget(), format, inMemory));
        inMemory = new HashSet<>();
        workspace.close();
        while (isFull(runs.getLast().level())) {
            List<HashedRun<T>> last = runs.subList(runs.size() - FAN_IN, runs.size());
            HashedRun<T> merged = HashedRun.merge(workspace.budget(), format, last, check);
            last.forEach(HashedRun::close);
            last.clear();
            runs.add(merged);
        }
    }

    // Levels never rise from one run to the next.
    private boolean isFull(int level) {
        return runs.size() >= FAN_IN && runs.get(runs.size() - FAN_IN).level() == level;
    }

    @Override
    public void close() {
        runs.forEach(HashedRun::close);
        runs.clear();
        inMemory = new HashSet<>();
        workspace.close();
    }
}
