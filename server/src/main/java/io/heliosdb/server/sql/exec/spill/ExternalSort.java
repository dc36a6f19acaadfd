package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Sorts any number of rows, stably: in memory while they fit, else in sorted runs on disk that are merged.
/// Used by one thread.
///
/// All runs are in one file, in the order of their rows; a merge replaces neighbouring runs by one, so that equal
/// rows keep their order.
public final class ExternalSort<T> implements AutoCloseable {

    /// What EXPLAIN ANALYZE shows.
    public record Report(String method, long bytes, boolean onDisk) {}

    // Merging reads that many runs at a time: each has a block in memory.
    private static final int MAX_FAN_IN = 64;
    private static final int MIN_FAN_IN = 6;

    private final Workspace workspace;
    private final RowFormat<T> format;
    private final Comparator<? super T> order;
    private final Runnable check;
    private List<T> rows = new ArrayList<>();
    private List<Run> runs = new ArrayList<>();
    private @Nullable BlockFile file;
    private int count;

    private record Run(long start, long end) {}

    /// @param check called now and then; throws when the statement was cancelled
    public ExternalSort(MemoryBudget budget, RowFormat<T> format, Comparator<? super T> order, Runnable check) {
        this.workspace = budget.sortSpace();
        this.format = format;
        this.order = order;
        this.check = check;
    }

    public void add(T row) {
        long size = format.size(row);
        if (!workspace.tryTake(size)) {
            if (!rows.isEmpty()) {
                spill();
            }
            workspace.take(size);
        }
        rows.add(row);
    }

    private BlockFile file() {
        BlockFile known = file;
        if (known == null) {
            known = workspace.budget().temp().create();
            file = known;
        }
        return known;
    }

    private void spill() {
        rows.sort(order);
        int[] at = new int[1];
        List<T> sorted = rows;
        runs.add(write(() -> at[0] < sorted.size() ? sorted.get(at[0]++) : null));
        rows = new ArrayList<>();
        workspace.close();
    }

    private Run write(RowStream<T> source) {
        BlockFile target = file();
        long start = target.size();
        RowWriter buffer = new RowWriter(workspace.blockBytes() + 1024);
        for (T row = source.next(); row != null; row = source.next()) {
            checkNowAndThen();
            format.write(row, buffer);
            if (buffer.size() >= workspace.blockBytes()) {
                target.append(buffer.toBytes());
                buffer.clear();
            }
        }
        if (buffer.size() > 0) {
            target.append(buffer.toBytes());
        }
        return new Run(start, target.size());
    }

    private void checkNowAndThen() {
        if ((++count & 0xFF) == 0) {
            check.run();
        }
    }

    /// All rows in order; none may be added afterwards.
    public RowStream<T> finish() {
        if (runs.isEmpty()) {
            check.run();
            rows.sort(order);
            List<T> sorted = rows;
            int[] at = new int[1];
            return () -> at[0] < sorted.size() ? sorted.get(at[0]++) : null;
        }
        if (!rows.isEmpty()) {
            spill();
        }
        int fanIn = Math.clamp(workspace.limit() / workspace.blockBytes() / 2, MIN_FAN_IN, MAX_FAN_IN);
        while (runs.size() > fanIn) {
            mergePass(fanIn);
        }
        workspace.take((long) runs.size() * workspace.blockBytes());
        return merge(runs);
    }

    // Merges no more runs than it must.
    private void mergePass(int fanIn) {
        List<Run> merged = new ArrayList<>();
        int at = 0;
        while (at < runs.size()) {
            int excess = merged.size() + (runs.size() - at) - fanIn;
            int width = Math.min(Math.min(fanIn, Math.max(0, excess) + 1), runs.size() - at);
            merged.add(width == 1 ? runs.get(at) : write(merge(runs.subList(at, at + width))));
            at += width;
        }
        runs = merged;
    }

    private static final class Head<T> {
        final RowStream<T> source;
        final int number;
        T row;

        Head(RowStream<T> source, int number, T row) {
            this.source = source;
            this.number = number;
            this.row = row;
        }
    }

    private RowStream<T> merge(List<Run> parts) {
        Comparator<Head<T>> byRow = (a, b) -> {
            int byKeys = order.compare(a.row, b.row);
            return byKeys != 0 ? byKeys : Integer.compare(a.number, b.number);
        };
        PriorityQueue<Head<T>> heads = new PriorityQueue<>(byRow);
        for (int i = 0; i < parts.size(); i++) {
            Run run = parts.get(i);
            RowStream<T> source = new BlockStream<>(file(), format, run.start, run.end, new byte[0]);
            T first = source.next();
            if (first != null) {
                heads.add(new Head<>(source, i, first));
            }
        }
        return () -> {
            Head<T> least = heads.poll();
            if (least == null) {
                return null;
            }
            checkNowAndThen();
            T row = least.row;
            T next = least.source.next();
            if (next != null) {
                least.row = next;
                heads.add(least);
            }
            return row;
        };
    }

    public Report report() {
        return runs.isEmpty()
                ? new Report("quicksort", workspace.peak(), false)
                : new Report("external merge", file().size(), true);
    }

    @Override
    public void close() {
        rows = new ArrayList<>();
        workspace.close();
        if (file != null) {
            file.close();
        }
    }
}
