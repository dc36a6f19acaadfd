package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.exec.spill.ExternalSort;
import io.heliosdb.server.sql.exec.spill.Partitions;
import io.heliosdb.server.sql.exec.spill.RowFile;
import io.heliosdb.server.sql.exec.spill.RowStream;
import io.heliosdb.server.sql.exec.spill.Workspace;
import io.heliosdb.server.sql.type.ValueSizes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The groups of one grouping set: takes all rows, then gives the groups. Used by one thread.
abstract class Groups implements AutoCloseable {

    final Aggregate aggregate;
    final Frame frame;
    final Aggregate.KeySet set;

    private Groups(Aggregate aggregate, Frame frame, Aggregate.KeySet set) {
        this.aggregate = aggregate;
        this.frame = frame;
        this.set = set;
    }

    /// @param large whether aggregates keep something of every row, so that one group after the other is computed
    static Groups of(Aggregate aggregate, Frame frame, Aggregate.KeySet set, boolean large) {
        if (set.hash() == null) {
            return new Single(aggregate, frame, set);
        }
        return large ? new InOrder(aggregate, frame, set, set.hash()) : new Hashed(aggregate, frame, set, set.hash());
    }

    /// Takes the frame's current row.
    ///
    /// @param keys the values of all keys of the query
    abstract void add(@Nullable Object[] keys);

    /// The next group, finished by the caller before the next call; null after the last.
    abstract @Nullable Group next();

    @Override
    public abstract void close();

    /// Adds what EXPLAIN ANALYZE shows.
    abstract void report(Instrumentation.Measure measure);

    /// One group.
    static final class Group {
        final @Nullable Object[] keys;
        final AggregateCall.Accumulator[] accumulators;
        Tuple[] carried;
        // Of a hash table.
        private int hash;
        private @Nullable Group next;

        Group(@Nullable Object[] keys, AggregateCall.Accumulator[] accumulators, Tuple[] carried) {
            this.keys = keys;
            this.accumulators = accumulators;
            this.carried = carried;
        }

        void takeCurrent(Frame frame) {
            for (AggregateCall.Accumulator accumulator : accumulators) {
                accumulator.add(frame);
            }
        }

        void take(GroupRow row) {
            for (int i = 0; i < accumulators.length; i++) {
                @Nullable Object[] input = row.inputs()[i];
                if (input != null) {
                    accumulators[i].add(input);
                }
            }
        }

        void release() {
            for (AggregateCall.Accumulator accumulator : accumulators) {
                accumulator.release();
            }
        }
    }

    final Group newGroup(@Nullable Object[] keys, Tuple[] carried) {
        AggregateCall.Accumulator[] accumulators =
                new AggregateCall.Accumulator[aggregate.calls().size()];
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i] = aggregate.calls().get(i).new Accumulator(frame);
        }
        return new Group(keys, accumulators, carried);
    }

    final GroupRow.Format format() {
        return new GroupRow.Format(
                new TupleFormat(frame.execution().memory()), aggregate.calls().size(), aggregate.carried().length);
    }

    final @Nullable Object[] members(@Nullable Object[] keys) {
        @Nullable Object[] members = new @Nullable Object[set.members().length];
        for (int i = 0; i < members.length; i++) {
            members[i] = keys[set.members()[i]];
        }
        return members;
    }

    /// The frame's current row, to be taken later.
    final GroupRow row(@Nullable Object[] keys) {
        @Nullable
        Object[] @Nullable [] inputs =
                new @Nullable Object @Nullable [aggregate.calls().size()][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = aggregate.calls().get(i).input(frame);
        }
        return new GroupRow(keys, inputs, frame.save(aggregate.carried()));
    }

    /// No keys: one group, also of no rows.
    private static final class Single extends Groups {
        private final Group group;
        private boolean any;
        private boolean given;

        Single(Aggregate aggregate, Frame frame, Aggregate.KeySet set) {
            super(aggregate, frame, set);
            Tuple[] none = new Tuple[aggregate.carried().length];
            Arrays.fill(none, ArrayTuple.NULLS);
            group = newGroup(new @Nullable Object[0], none);
        }

        @Override
        void add(@Nullable Object[] keys) {
            if (!any) {
                any = true;
                group.carried = frame.save(aggregate.carried());
            }
            group.takeCurrent(frame);
        }

        @Override
        @Nullable
        Group next() {
            boolean first = !given;
            given = true;
            return first ? group : null;
        }

        @Override
        void report(Instrumentation.Measure measure) {
            // There is one group.
        }

        @Override
        public void close() {
            group.release();
        }
    }

    /// Sorts by the keys, so that the rows of a group come together.
    private static final class InOrder extends Groups {
        private final Keys keys;
        private final ExternalSort<GroupRow> sorter;
        private @Nullable RowStream<GroupRow> rows;
        private @Nullable GroupRow ahead;
        private @Nullable Group last;

        InOrder(Aggregate aggregate, Frame frame, Aggregate.KeySet set, Keys keys) {
            super(aggregate, frame, set);
            this.keys = keys;
            this.sorter = new ExternalSort<>(
                    frame.execution().memory(),
                    format(),
                    (a, b) -> keys.compare(members(a.keys()), members(b.keys())),
                    frame.execution().context()::checkCancelled);
        }

        @Override
        void add(@Nullable Object[] keyValues) {
            sorter.add(row(keyValues));
        }

        @Override
        @Nullable
        Group next() {
            RowStream<GroupRow> stream = rows;
            if (stream == null) {
                stream = sorter.finish();
                rows = stream;
                ahead = stream.next();
            }
            close(last);
            GroupRow first = ahead;
            if (first == null) {
                return null;
            }
            @Nullable Object[] members = members(first.keys());
            Group group = newGroup(members, first.carried());
            last = group;
            GroupRow row = first;
            while (row != null && keys.same(members, members(row.keys()))) {
                group.take(row);
                row = stream.next();
            }
            ahead = row;
            return group;
        }

        private static void close(@Nullable Group done) {
            if (done != null) {
                done.release();
            }
        }

        @Override
        void report(Instrumentation.Measure measure) {
            ExternalSort.Report report = sorter.report();
            measure.sorted(report.method(), report.bytes(), report.onDisk());
        }

        @Override
        public void close() {
            close(last);
            last = null;
            sorter.close();
        }
    }

    /// A hash table. When it is full, rows of the groups that are in it go on being taken, those of others are
    /// written to files by hash; each file is then worked off in the same way.
    private static final class Hashed extends Groups {
        private static final int FIRST_SIZE = 256;

        private record Waiting(RowFile<GroupRow> file, int level) {}

        private final Keys keys;
        private final Workspace space;
        private final GroupRow.Format format;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private @Nullable Group[] buckets = new @Nullable Group[FIRST_SIZE];
        private List<Group> groups = new ArrayList<>();
        private @Nullable Iterator<Group> given;
        private @Nullable Partitions<GroupRow> overflow;
        private int level;
        private int batches = 1;
        private long diskBytes;

        Hashed(Aggregate aggregate, Frame frame, Aggregate.KeySet set, Keys keys) {
            super(aggregate, frame, set);
            this.keys = keys;
            this.space = frame.execution().memory().hashSpace();
            this.format = format();
        }

        @Override
        void add(@Nullable Object[] keyValues) {
            @Nullable Object[] members = members(keyValues);
            int hash = keys.hash(members);
            Group group = find(hash, members);
            if (group == null) {
                group = enter(hash, members, frame.save(aggregate.carried()));
            }
            if (group != null) {
                group.takeCurrent(frame);
            } else if (overflow != null) {
                overflow.add(overflow.of(hash), row(keyValues));
            }
        }

        private void addAgain(GroupRow row) {
            @Nullable Object[] members = members(row.keys());
            int hash = keys.hash(members);
            Group group = find(hash, members);
            if (group == null) {
                group = enter(hash, members, row.carried());
            }
            if (group != null) {
                group.take(row);
            } else if (overflow != null) {
                overflow.add(overflow.of(hash), row);
            }
        }

        /// Makes a group; null, with `overflow` there, when the table is full.
        private @Nullable Group enter(int hash, @Nullable Object[] members, Tuple[] carried) {
            if (overflow != null) {
                return null;
            }
            long size = 100 + ValueSizes.ofRow(members) + TupleFormat.sizeOf(carried);
            size += 100L * aggregate.calls().size();
            if (!space.tryTake(size)) {
                if (!groups.isEmpty()) {
                    overflow = new Partitions<>(space, format, level);
                    return null;
                }
                space.take(size);
            }
            Group group = newGroup(members, carried);
            group.hash = hash;
            insert(group);
            groups.add(group);
            return group;
        }

        private int bucket(int hash) {
            return (hash ^ hash >>> 16) * 0x9E3779B1 >>> 7 & buckets.length - 1;
        }

        private @Nullable Group find(int hash, @Nullable Object[] members) {
            Group group = buckets[bucket(hash)];
            while (group != null && (group.hash != hash || !keys.same(group.keys, members))) {
                group = group.next;
            }
            return group;
        }

        private void insert(Group group) {
            if (groups.size() >= buckets.length) {
                buckets = new @Nullable Group[buckets.length * 2];
                groups.forEach(this::link);
            }
            link(group);
        }

        private void link(Group group) {
            int at = bucket(group.hash);
            group.next = buckets[at];
            buckets[at] = group;
        }

        @Override
        @Nullable
        Group next() {
            while (true) {
                Iterator<Group> source = given;
                if (source == null) {
                    source = groups.iterator();
                    given = source;
                }
                if (source.hasNext()) {
                    return source.next();
                }
                if (!nextBatch()) {
                    return null;
                }
            }
        }

        private void queueOverflow() {
            Partitions<GroupRow> files = overflow;
            overflow = null;
            for (int i = 0; files != null && i < files.count(); i++) {
                RowFile<GroupRow> file = files.take(i);
                if (file != null) {
                    diskBytes += file.diskBytes();
                    waiting.push(new Waiting(file, level + 1));
                }
            }
        }

        private boolean nextBatch() {
            queueOverflow();
            clear();
            Waiting batch = waiting.pollFirst();
            if (batch == null) {
                return false;
            }
            batches++;
            level = batch.level;
            try (RowFile<GroupRow> file = batch.file) {
                RowStream<GroupRow> rows = file.read();
                int count = 0;
                for (GroupRow row = rows.next(); row != null; row = rows.next()) {
                    if ((++count & 0xFF) == 0) {
                        frame.execution().context().checkCancelled();
                    }
                    addAgain(row);
                }
            }
            return true;
        }

        private void clear() {
            groups.forEach(Group::release);
            groups = new ArrayList<>();
            buckets = new @Nullable Group[FIRST_SIZE];
            given = null;
            space.close();
        }

        @Override
        void report(Instrumentation.Measure measure) {
            measure.grouped(batches, space.peak(), diskBytes);
        }

        @Override
        public void close() {
            clear();
            if (overflow != null) {
                overflow.close();
            }
            waiting.forEach(batch -> batch.file.close());
            waiting.clear();
        }
    }
}
