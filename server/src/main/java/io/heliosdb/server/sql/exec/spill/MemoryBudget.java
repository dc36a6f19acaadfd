package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How much one statement may hold, out of what all statements together may hold. Used by one thread at a time.
///
/// `used ≤ granted` always; what is granted is missing from the pool until it is given back.
public final class MemoryBudget implements AutoCloseable {

    // Small grants would contend on the shared counter, large ones would starve small statements.
    private static final long CHUNK = 1 << 20;

    private final MemoryPool pool;
    private final TempFiles files;
    private final Supplier<Limits> settings;
    private final ValueCodec values = new ValueCodec(this);
    private @Nullable Limits limits;
    private @Nullable TempSpace temp;
    private long granted;
    private long used;

    /// What the session's settings allow.
    ///
    /// @param workBytes of one sort or list of rows: `work_mem`
    /// @param hashBytes of one hash table: `work_mem` times `hash_mem_multiplier`
    /// @param diskBytes of all temporary files of a statement: `temp_file_limit`; negative for no limit
    public record Limits(long workBytes, long hashBytes, long diskBytes) {}

    /// @param settings asked when the first operator needs more than a row
    public MemoryBudget(MemoryPool pool, TempFiles files, Supplier<Limits> settings) {
        this.pool = pool;
        this.files = files;
        this.settings = settings;
    }

    /// Takes `bytes` for what cannot be moved to disk.
    ///
    /// @throws SqlException 53200 when there is no more
    public void take(long bytes) {
        if (!tryTake(bytes, false)) {
            throw new SqlException(SqlState.OUT_OF_MEMORY, "out of memory")
                    .withDetail("The statement needs more than " + (used + bytes >> 20)
                            + " MB for intermediate results, which is all that statements may use at this time.");
        }
    }

    /// Takes `bytes` if they are there.
    ///
    /// @param movable whether it is for what can be moved to disk
    boolean tryTake(long bytes, boolean movable) {
        if (used + bytes > granted) {
            long least = used + bytes - granted;
            long more = Math.max(Math.min(CHUNK, pool.operatorLimit() / 8), least);
            if (!pool.tryTake(more, movable)) {
                if (more == least || !pool.tryTake(least, movable)) {
                    return false;
                }
                more = least;
            }
            granted += more;
        }
        used += bytes;
        return true;
    }

    public void release(long bytes) {
        used -= bytes;
        long spare = granted - used - CHUNK;
        if (spare >= CHUNK) {
            granted -= spare;
            pool.giveBack(spare);
        }
    }

    /// Memory for one sort or one list of rows.
    public Workspace sortSpace() {
        return new Workspace(this, Math.min(limits().workBytes, pool.operatorLimit()));
    }

    /// Memory for one hash table.
    public Workspace hashSpace() {
        return new Workspace(this, Math.min(limits().hashBytes, pool.operatorLimit()));
    }

    private Limits limits() {
        Limits known = limits;
        if (known == null) {
            known = settings.get();
            limits = known;
        }
        return known;
    }

    /// How values are written to this statement's temporary files.
    public ValueCodec values() {
        return values;
    }

    TempSpace temp() {
        TempSpace space = temp;
        if (space == null) {
            space = new TempSpace(files, limits().diskBytes);
            temp = space;
        }
        return space;
    }

    /// Gives all memory back and deletes all temporary files.
    @Override
    public void close() {
        TempSpace space = temp;
        temp = null;
        pool.giveBack(granted);
        granted = 0;
        used = 0;
        if (space != null) {
            space.close();
        }
    }
}
