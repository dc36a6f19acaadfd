package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of rows that grows at its end and is read anywhere: in memory until the operator's share is used up, on
/// disk from then on. Used by one thread at a time.
///
/// On disk it has blocks of rows and remembers where each begins; a few blocks that were read last are kept
/// decoded.
public final class RowList<T> implements AutoCloseable {

    // Window frames are read at their two ends and at the current row.
    private static final int KEPT_BLOCKS = 4;

    private final Workspace workspace;
    private final RowFormat<T> format;
    private final RowWriter buffer = new RowWriter(1024);
    private final Deque<Block<T>> recent = new ArrayDeque<>();
    // In memory all rows, on disk those that are in no block yet.
    private List<T> tail = new ArrayList<>();
    private @Nullable BlockFile file;
    private long[] firstRows = new long[16];
    private long[] positions = new long[16];
    private int blocks;
    private long size;
    private boolean spilled;

    private record Block<T>(long first, List<T> rows) {
        boolean has(long index) {
            return index >= first && index < first + rows.size();
        }
    }

    public RowList(MemoryBudget budget, RowFormat<T> format) {
        this.workspace = budget.sortSpace();
        this.format = format;
    }

    public void add(T row) {
        if (!spilled && !workspace.tryTake(format.size(row))) {
            spill();
        }
        size++;
        tail.add(row);
        if (spilled) {
            format.write(row, buffer);
            if (buffer.size() >= workspace.blockBytes()) {
                writeBlock();
            }
        }
    }

    private void spill() {
        spilled = true;
        List<T> all = tail;
        tail = new ArrayList<>();
        long before = size;
        size = 0;
        for (T row : all) {
            add(row);
        }
        if (size != before) {
            throw new IllegalStateException("rows were lost while moving them to disk");
        }
        workspace.close();
        workspace.take((long) workspace.blockBytes() * (KEPT_BLOCKS + 1));
    }

    private void writeBlock() {
        BlockFile target = file;
        if (target == null) {
            target = workspace.budget().temp().create();
            file = target;
        }
        if (blocks == positions.length) {
            positions = Arrays.copyOf(positions, blocks * 2);
            firstRows = Arrays.copyOf(firstRows, blocks * 2);
        }
        firstRows[blocks] = size - tail.size();
        positions[blocks++] = target.append(buffer.toBytes());
        buffer.clear();
        tail = new ArrayList<>();
    }

    public long size() {
        return size;
    }

    /// @param index from 0, below the size
    public T get(long index) {
        long firstInTail = size - tail.size();
        if (index >= firstInTail) {
            return tail.get((int) (index - firstInTail));
        }
        Block<T> block = block(index);
        return block.rows.get((int) (index - block.first));
    }

    private Block<T> block(long index) {
        for (Block<T> known : recent) {
            if (known.has(index)) {
                return known;
            }
        }
        BlockFile source = file;
        if (source == null) {
            throw new IndexOutOfBoundsException("no row " + index + " of " + size);
        }
        int found = Arrays.binarySearch(firstRows, 0, blocks, index);
        int at = found >= 0 ? found : -found - 2;
        RowReader reader = new RowReader(source.read(positions[at]));
        List<T> rows = new ArrayList<>();
        while (reader.remaining() > 0) {
            rows.add(format.read(reader));
        }
        Block<T> block = new Block<>(firstRows[at], rows);
        if (recent.size() == KEPT_BLOCKS) {
            recent.removeLast();
        }
        recent.addFirst(block);
        return block;
    }

    /// Forgets all rows; it may be filled again.
    public void clear() {
        close();
        tail = new ArrayList<>();
        recent.clear();
        buffer.clear();
        file = null;
        blocks = 0;
        size = 0;
        spilled = false;
    }

    public long diskBytes() {
        return file == null ? 0 : file.size();
    }

    @Override
    public void close() {
        workspace.close();
        if (file != null) {
            file.close();
        }
    }
}
