package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowWriter;
import org.jspecify.annotations.Nullable;

/// Rows that are written one after the other and then read in that order, any number of times. Used by one thread.
///
/// There is a file only once the rows fill more than a block.
public final class RowFile<T> implements AutoCloseable {

    private final MemoryBudget budget;
    private final RowFormat<T> format;
    private final int blockBytes;
    private final RowWriter buffer = new RowWriter(1024);
    private @Nullable BlockFile file;
    private long rows;
    private boolean counted;

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
        if (!counted) {
            counted = true;
            budget.take(blockBytes);
        }
        format.write(row, buffer);
        rows++;
        if (buffer.size() >= blockBytes) {
            BlockFile target = file;
            if (target == null) {
                target = budget.temp().create();
                file = target;
            }
            target.append(buffer.toBytes());
            buffer.clear();
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
        BlockFile source = file;
        return new BlockStream<>(source, format, 0, source == null ? 0 : source.size(), buffer.toBytes());
    }

    @Override
    public void close() {
        if (counted) {
            counted = false;
            budget.release(blockBytes);
        }
        if (file != null) {
            file.close();
        }
    }
}
