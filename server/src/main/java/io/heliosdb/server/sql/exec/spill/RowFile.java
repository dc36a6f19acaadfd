package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowWriter;
import org.jspecify.annotations.Nullable;

/// Rows that are written one after the other and then read in that order, any number of times. Used by one
/// thread.
///
/// There is a file only once the rows fill more than a block.
public final class RowFile<T> implements AutoCloseable {

    private final MemoryBudget budget;
    private final RowFormat<T> format;
    private final int blockBytes;
    private @Nullable RowWriter buffer;
    private byte[] tail = new byte[0];
    private @Nullable BlockFile file;
    private long rows;
    private long counted;

    /// @param workspace whose operator writes; tells how large blocks are
    public RowFile(Workspace workspace, RowFormat<T> format) {
        this(workspace.budget(), format, workspace.blockBytes());
    }

    RowFile(MemoryBudget budget, RowFormat<T> format, int blockBytes) {
        this.budget = budget;
        this.format = format;
        this.blockBytes = blockBytes;
    }

    public void add(T row) {
        RowWriter target = buffer;
        if (target == null) {
            target = new RowWriter(1024);
            target.writeRaw(tail);
            tail = new byte[0];
            buffer = target;
            count(blockBytes);
        }
        format.write(row, target);
        rows++;
        if (target.size() >= blockBytes) {
            file().append(target.toBytes());
            target.clear();
        }
    }

    private BlockFile file() {
        BlockFile known = file;
        if (known == null) {
            known = budget.temp().create();
            file = known;
        }
        return known;
    }

    private void count(long bytes) {
        if (bytes > counted) {
            budget.take(bytes - counted);
        } else {
            budget.release(counted - bytes);
        }
        counted = bytes;
    }

    /// Frees the buffer: no more rows are to be expected for now.
    public void seal() {
        RowWriter target = buffer;
        if (target != null) {
            buffer = null;
            if (file == null) {
                tail = target.toBytes();
            } else if (target.size() > 0) {
                file().append(target.toBytes());
            }
            count(tail.length);
        }
    }

    public long rows() {
        return rows;
    }

    public long diskBytes() {
        return file == null ? 0 : file.size();
    }

    /// All rows so far.
    public RowStream<T> read() {
        seal();
        BlockFile source = file;
        return new BlockStream<>(source, format, 0, source == null ? 0 : source.size(), tail);
    }

    @Override
    public void close() {
        count(0);
        buffer = null;
        if (file != null) {
            file.close();
        }
    }
}
