package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.Partitions;
import io.heliosdb.server.sql.exec.spill.RowFile;
import io.heliosdb.server.sql.exec.spill.RowFormat;
import io.heliosdb.server.sql.exec.spill.Workspace;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// INTERSECT and EXCEPT, and DISTINCT as EXCEPT of nothing. Used by one thread.
///
/// A table counts the right rows of each key and remembers which keys were given. A row whose key is not in the
/// table when that is full is written to a file by its hash, and so are all later rows of that file whose key is
/// not in the table: the files are worked off in the same way afterwards, so that every key is counted in one
/// place.
final class SetSource extends RowSource {

    /// What is compared, and how.
    record Spec(int slot, int[] columns, Keys keys, Distinct.SetOperation.Mode mode) {}

    private static final int FIRST_SIZE = 256;

    private static final class Entry {
        final int hash;
        final @Nullable Object[] keys;

        @Nullable
        Entry next;

        long count;
        boolean given;

        Entry(int hash, @Nullable Object[] keys) {
            this.hash = hash;
            this.keys = keys;
        }
    }

    private record Part(
            @Nullable RowFile<Tuple[]> right, @Nullable RowFile<Tuple[]> left, int level) {}

    private final PlanNode node;
    private final Spec spec;
    private final Frame frame;
    private final int[] slots;
    private final Workspace space;
    private final RowFormat<Tuple[]> format;
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable Entry[] buckets = new @Nullable Entry[FIRST_SIZE];
    private int count;
    private int level;
    private int batches = 1;
    private long diskBytes;
    private Partitions<Tuple[]> rightFiles;
    private Partitions<Tuple[]> leftFiles;
    private @Nullable Part part;
    private JoinInput left;

    SetSource(PlanNode node, Spec spec, PlanNode left, @Nullable PlanNode right, Frame frame) {
        this.node = node;
        this.spec = spec;
        this.frame = frame;
        this.slots = new int[] {spec.slot};
        this.space = frame.execution().memory().hashSpace();
        this.format = new TupleFormat(frame.execution().memory()).rows(1);
        this.rightFiles = new Partitions<>(space, format, 0);
        this.leftFiles = new Partitions<>(space, format, 0);
        if (right != null) {
            try (JoinInput input = JoinInput.of(right, slots, frame)) {
                countAll(input);
            }
        }
        this.left = JoinInput.of(left, slots, frame);
    }

    private void countAll(JoinInput right) {
        while (right.next()) {
            @Nullable Object[] keys = Distinct.pick(frame.tuple(spec.slot), spec.columns);
            int hash = spec.keys.hash(keys);
            Entry entry = find(hash, keys);
            if (entry == null) {
                entry = enter(hash, keys);
            }
            if (entry == null) {
                rightFiles.add(rightFiles.of(hash), right.row());
            } else {
                entry.count++;
            }
        }
    }

    private int bucket(int hash) {
        return (hash ^ hash >>> 16) * 0x9E3779B1 >>> 7 & buckets.length - 1;
    }

    private @Nullable Entry find(int hash, @Nullable Object[] keys) {
        Entry entry = buckets[bucket(hash)];
        while (entry != null && (entry.hash != hash || !spec.keys.same(entry.keys, keys))) {
            entry = entry.next;
        }
        return entry;
    }

    /// Makes an entry; null when it is for a file: the table is full, or other keys of that file are in it.
    private @Nullable Entry enter(int hash, @Nullable Object[] keys) {
        int partition = rightFiles.of(hash);
        if (rightFiles.has(partition) || leftFiles.has(partition)) {
            return null;
        }
        long size = 64 + ValueSizes.ofRow(keys);
        if (!space.tryTake(size)) {
            if (count > 0) {
                return null;
            }
            space.take(size);
        }
        if (++count > buckets.length) {
            grow();
        }
        Entry entry = new Entry(hash, keys);
        link(entry);
        return entry;
    }

    private void link(Entry entry) {
        int at = bucket(entry.hash);
        entry.next = buckets[at];
        buckets[at] = entry;
    }

    private void grow() {
        @Nullable Entry[] old = buckets;
        buckets = new @Nullable Entry[old.length * 2];
        for (Entry head : old) {
            Entry entry = head;
            while (entry != null) {
                Entry next = entry.next;
                link(entry);
                entry = next;
            }
        }
    }

    @Override
    public boolean next() {
        while (true) {
            while (left.next()) {
                if (isWanted()) {
                    return true;
                }
            }
            if (!nextPart()) {
                return false;
            }
        }
    }

    private boolean isWanted() {
        @Nullable Object[] keys = Distinct.pick(frame.tuple(spec.slot), spec.columns);
        int hash = spec.keys.hash(keys);
        Entry entry = find(hash, keys);
        if (entry == null) {
            int partition = leftFiles.of(hash);
            boolean unknown = rightFiles.has(partition) || leftFiles.has(partition);
            if (!unknown && !spec.mode.except()) {
                return false;
            }
            if (!unknown && spec.mode.all()) {
                return true;
            }
            entry = enter(hash, keys);
            if (entry == null) {
                leftFiles.add(partition, left.row());
                return false;
            }
        }
        if (spec.mode.all()) {
            boolean matched = entry.count > 0;
            entry.count -= matched ? 1 : 0;
            return matched != spec.mode.except();
        }
        boolean first = !entry.given;
        entry.given = true;
        return first && (entry.count == 0) == spec.mode.except();
    }

    private void queueParts() {
        for (int i = 0; i < leftFiles.count(); i++) {
            RowFile<Tuple[]> right = rightFiles.take(i);
            RowFile<Tuple[]> ofLeft = leftFiles.take(i);
            diskBytes += (right == null ? 0 : right.diskBytes()) + (ofLeft == null ? 0 : ofLeft.diskBytes());
            if (ofLeft != null) {
                parts.push(new Part(right, ofLeft, level + 1));
            } else if (right != null) {
                right.close();
            }
        }
    }

    private boolean nextPart() {
        left.close();
        queueParts();
        closePart();
        clear();
        Part next = parts.pollFirst();
        part = next;
        if (next == null || next.left == null) {
            report();
            left = JoinInput.none();
            return false;
        }
        batches++;
        level = next.level;
        rightFiles = new Partitions<>(space, format, level);
        leftFiles = new Partitions<>(space, format, level);
        if (next.right != null) {
            countAll(JoinInput.of(next.right, slots, frame));
        }
        left = JoinInput.of(next.left, slots, frame);
        return true;
    }

    private void report() {
        Instrumentation.Measure measure = frame.measure(node);
        if (measure != null) {
            measure.grouped(batches, space.peak(), diskBytes);
        }
    }

    private void clear() {
        buckets = new @Nullable Entry[FIRST_SIZE];
        count = 0;
        space.close();
    }

    private void closePart() {
        Part done = part;
        part = null;
        if (done != null) {
            if (done.right != null) {
                done.right.close();
            }
            if (done.left != null) {
                done.left.close();
            }
        }
    }

    @Override
    public void close() {
        left.close();
        closePart();
        for (Part waiting : parts) {
            part = waiting;
            closePart();
        }
        parts.clear();
        rightFiles.close();
        leftFiles.close();
        clear();
    }
}
