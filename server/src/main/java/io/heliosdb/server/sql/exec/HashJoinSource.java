package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.Partitions;
import io.heliosdb.server.sql.exec.spill.RowFile;
import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.RowStream;
import io.heliosdb.server.sql.exec.spill.Workspace;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The rows of a hash join. Used by one thread.
///
/// A pass reads the right side into a table and asks it for each row of the left. When the table is full, the
/// largest part of it goes to disk, later rows of that part follow, and so do the left rows that need it. Each
/// such part is then a pass of its own, dividing by other bits of the hash. A part that no division makes
/// smaller (many rows of one key) is joined piece by piece: the table takes as many right rows as fit, all left
/// rows of the part ask it, and so on.
final class HashJoinSource extends RowSource {

    // A part with more than this share of its parent's rows is not worth dividing.
    private static final double SKEWED = 0.8;

    private enum Step {
        PROBE,
        LEFT_OVER,
        UNMATCHED_LEFT,
        UNJOINABLE,
        DONE
    }

    /// A part that is still to be joined.
    private record Part(RowFile<Tuple[]> right, @Nullable RowFile<Tuple[]> left, int level, boolean piecewise) {}

    private final HashJoin join;
    private final Frame frame;
    private final Eval[] leftKeys;
    private final Eval[] rightKeys;
    private final @Nullable Eval rest;
    private final Workspace space;
    private final JoinTable table;
    private final RowFormat<Tuple[]> leftFormat;
    private final RowFormat<Tuple[]> rightFormat;
    private final RowFile<Tuple[]> unjoinable;
    private final Deque<Part> parts = new ArrayDeque<>();
    private Step step = Step.PROBE;
    private int passes = 1;
    private Partitions<Tuple[]> rightFiles;
    private Partitions<Tuple[]> leftFiles;
    private JoinInput left;
    private @Nullable Part part;
    // Of a piecewise pass: where the right side goes on, and which left rows have found a partner.
    private @Nullable JoinInput pieces;
    private @Nullable MatchedRows matchedLeft;
    private @Nullable RowStream<Tuple[]> unjoinableRows;
    private JoinTable.@Nullable Entry candidate;
    private boolean onRow;
    private boolean matched;
    private long leftRow = -1;
    private int leftOverBucket;
    private JoinTable.@Nullable Entry leftOver;

    HashJoinSource(HashJoin join, Frame frame) {
        this.join = join;
        this.frame = frame;
        this.leftKeys = join.match().leftKeys().toArray(Eval[]::new);
        this.rightKeys = join.match().rightKeys().toArray(Eval[]::new);
        Compiled compiled = join.match().rest();
        this.rest = compiled == null ? null : compiled.eval();
        MemoryBudget memory = frame.execution().memory();
        TupleFormat tuples = new TupleFormat(memory);
        this.space = memory.hashSpace();
        this.table = new JoinTable(join.match().keys(), space);
        this.leftFormat = tuples.rows(join.sides().leftSlots().length);
        this.rightFormat = tuples.rows(join.sides().rightSlots().length);
        this.unjoinable = new RowFile<>(space, rightFormat);
        this.rightFiles = new Partitions<>(space, rightFormat, 0);
        this.leftFiles = new Partitions<>(space, leftFormat, 0);
        long rows;
        try (JoinInput right = JoinInput.of(join.sides().right(), join.sides().rightSlots(), frame)) {
            rows = build(right, true);
        }
        report(rows);
        this.left = JoinInput.of(join.sides().left(), join.sides().leftSlots(), frame);
    }

    private void report(long rows) {
        Instrumentation instrumentation = frame.instrumentation();
        if (instrumentation != null) {
            Instrumentation.Measure child = instrumentation.of(join.sides().right());
            instrumentation.ran(join.hash(), rows, child == null ? 0 : child.nanos);
            report();
        }
    }

    private void report() {
        Instrumentation.Measure measure = frame.measure(join.hash());
        if (measure != null) {
            measure.hashed(table.buckets(), passes, space.peak());
        }
    }

    /// Reads a right side into the table and, where that is full, into files.
    ///
    /// @param whole whether rows without a key may be among them
    private long build(JoinInput right, boolean whole) {
        long[] bytes = new long[rightFiles.count()];
        long rows = 0;
        while (right.next()) {
            rows++;
            @Nullable Object[] keys = Calls.evaluate(rightKeys, frame);
            if (whole && Keys.hasNull(keys)) {
                if (join.keepsRight()) {
                    unjoinable.add(right.row());
                }
                continue;
            }
            JoinTable.Entry entry = entry(right, keys);
            int partition = rightFiles.of(entry.hash);
            long size = entry.size();
            while (!rightFiles.has(partition) && !space.tryTake(size)) {
                evict(bytes, partition);
            }
            if (rightFiles.has(partition)) {
                rightFiles.add(partition, entry.row);
            } else {
                table.add(entry);
                bytes[partition] += size;
            }
        }
        return rows;
    }

    private JoinTable.Entry entry(JoinInput right, @Nullable Object[] keys) {
        @Nullable Object[] normal = Subplan.normal(keys);
        return new JoinTable.Entry(join.match().keys().hash(normal), normal, right.row());
    }

    // The largest partition goes to disk; the row's own when no other has anything.
    private void evict(long[] bytes, int own) {
        int largest = own;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] > bytes[largest]) {
                largest = i;
            }
        }
        int gone = largest;
        rightFiles.begin(gone);
        table.remove(hash -> rightFiles.of(hash) == gone, entry -> rightFiles.add(gone, entry.row));
        bytes[gone] = 0;
    }

    @Override
    public boolean next() {
        while (true) {
            boolean found =
                    switch (step) {
                        case PROBE -> probe();
                        case LEFT_OVER -> join.keepsRight() && nextLeftOver();
                        case UNMATCHED_LEFT -> nextUnmatchedLeft();
                        case UNJOINABLE -> nextUnjoinable();
                        case DONE -> false;
                    };
            if (found) {
                return true;
            }
            switch (step) {
                case PROBE -> {
                    step = Step.LEFT_OVER;
                    leftOverBucket = 0;
                    leftOver = table.at(0);
                }
                case LEFT_OVER -> endPass();
                case UNMATCHED_LEFT -> nextPart();
                case UNJOINABLE -> step = Step.DONE;
                case DONE -> {
                    return false;
                }
            }
        }
    }

    private boolean probe() {
        while (true) {
            if (!onRow && !begin()) {
                return false;
            }
            if (nextMatch()) {
                matched = true;
                if (matchedLeft != null) {
                    matchedLeft.set(leftRow);
                }
                boolean once = join.kind() == Joins.Kind.SEMI || join.kind() == Joins.Kind.ANTI;
                onRow = !once;
                if (join.kind() != Joins.Kind.ANTI) {
                    return true;
                }
            } else {
                onRow = false;
                if (!matched && join.keepsLeft() && matchedLeft == null) {
                    frame.setNulls(join.sides().rightSlots());
                    return true;
                }
            }
        }
    }

    /// Goes to the next left row that can be joined now; one whose part is on disk is written there.
    private boolean begin() {
        while (left.next()) {
            leftRow++;
            boolean semi = join.kind() == Joins.Kind.SEMI || join.kind() == Joins.Kind.ANTI;
            if (semi && matchedLeft != null && matchedLeft.has(leftRow)) {
                continue;
            }
            @Nullable Object[] keys = Calls.evaluate(leftKeys, frame);
            candidate = null;
            if (!Keys.hasNull(keys)) {
                @Nullable Object[] normal = Subplan.normal(keys);
                int hash = join.match().keys().hash(normal);
                int partition = rightFiles.of(hash);
                if (pieces == null && rightFiles.has(partition)) {
                    leftFiles.add(partition, left.row());
                    continue;
                }
                candidate = table.first(hash, normal);
            }
            onRow = true;
            matched = false;
            return true;
        }
        return false;
    }

    private boolean nextMatch() {
        while (candidate != null) {
            JoinTable.Entry entry = candidate;
            candidate = table.next(entry);
            frame.restore(join.sides().rightSlots(), entry.row);
            if (rest == null || rest.isTrue(frame)) {
                entry.matched = true;
                return true;
            }
        }
        return false;
    }

    private boolean nextLeftOver() {
        while (true) {
            JoinTable.Entry entry = leftOver;
            if (entry == null) {
                if (++leftOverBucket >= table.buckets()) {
                    return false;
                }
                leftOver = table.at(leftOverBucket);
                continue;
            }
            leftOver = entry.next;
            if (!entry.matched) {
                frame.setNulls(join.sides().leftSlots());
                frame.restore(join.sides().rightSlots(), entry.row);
                return true;
            }
        }
    }

    private void endPass() {
        left.close();
        table.clear();
        JoinInput right = pieces;
        if (right != null) {
            if (loadPiece(right)) {
                restartLeft();
            } else if (join.keepsLeft()) {
                restartLeft();
                step = Step.UNMATCHED_LEFT;
            } else {
                nextPart();
            }
            return;
        }
        queueParts();
        nextPart();
    }

    private void queueParts() {
        Part parent = part;
        int level = parent == null ? 0 : parent.level;
        long rows = parent == null ? Long.MAX_VALUE : parent.right.rows();
        for (int i = 0; i < rightFiles.count(); i++) {
            RowFile<Tuple[]> right = rightFiles.take(i);
            RowFile<Tuple[]> ofLeft = leftFiles.take(i);
            if (right != null && ofLeft == null && !join.keepsRight()) {
                right.close();
            } else if (right != null) {
                boolean piecewise = level + 1 >= Partitions.MAX_LEVEL || right.rows() > rows * SKEWED;
                parts.push(new Part(right, ofLeft, level + 1, piecewise));
            }
        }
    }

    /// Begins the next part; the rows without a key come last.
    private void nextPart() {
        closePart();
        Part next = parts.pollFirst();
        part = next;
        if (next == null) {
            step = Step.UNJOINABLE;
            return;
        }
        passes++;
        report();
        rightFiles = new Partitions<>(space, rightFormat, next.level);
        leftFiles = new Partitions<>(space, leftFormat, next.level);
        JoinInput right = JoinInput.of(next.right, join.sides().rightSlots(), frame);
        if (next.piecewise) {
            pieces = right;
            if (next.left != null && (join.keepsLeft() || join.kind() == Joins.Kind.SEMI)) {
                matchedLeft = new MatchedRows(frame.execution().memory(), next.left.rows());
            }
            loadPiece(right);
        } else {
            build(right, false);
        }
        restartLeft();
    }

    private void closePart() {
        Part done = part;
        pieces = null;
        if (matchedLeft != null) {
            matchedLeft.release();
            matchedLeft = null;
        }
        if (done != null) {
            done.right.close();
            if (done.left != null) {
                done.left.close();
            }
        }
        part = null;
    }

    /// Fills the table with further right rows; false when there are none.
    private boolean loadPiece(JoinInput right) {
        boolean fits = true;
        while (fits && right.next()) {
            JoinTable.Entry entry = entry(right, Calls.evaluate(rightKeys, frame));
            fits = space.tryTake(entry.size());
            if (!fits) {
                space.take(entry.size());
            }
            table.add(entry);
        }
        return table.count() > 0;
    }

    private void restartLeft() {
        Part current = part;
        RowFile<Tuple[]> file = current == null ? null : current.left;
        left = file == null ? JoinInput.none() : JoinInput.of(file, join.sides().leftSlots(), frame);
        leftRow = -1;
        onRow = false;
        step = Step.PROBE;
    }

    private boolean nextUnmatchedLeft() {
        while (left.next()) {
            leftRow++;
            if (matchedLeft != null && !matchedLeft.has(leftRow)) {
                frame.setNulls(join.sides().rightSlots());
                return true;
            }
        }
        return false;
    }

    private boolean nextUnjoinable() {
        RowStream<Tuple[]> rows = unjoinableRows;
        if (rows == null) {
            rows = unjoinable.read();
            unjoinableRows = rows;
        }
        Tuple[] row = rows.next();
        if (row == null) {
            return false;
        }
        frame.setNulls(join.sides().leftSlots());
        frame.restore(join.sides().rightSlots(), row);
        return true;
    }

    @Override
    public void close() {
        left.close();
        closePart();
        for (Part waiting : parts) {
            part = waiting;
            closePart();
        }
        rightFiles.close();
        leftFiles.close();
        unjoinable.close();
        table.clear();
    }
}
