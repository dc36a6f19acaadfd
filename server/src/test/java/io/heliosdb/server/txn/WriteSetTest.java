package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.ChangeVisitor;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.storage.KeyRange;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.storage.MergeCursor;
import io.heliosdb.server.storage.MergeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random changes, savepoints and spills of one transaction, against a list of all its writes.
class WriteSetTest {

    private static final int SEEDS = 400;
    private static final int OPERATIONS = 300;

    private record Write(long tree, byte[] key, byte @Nullable [] value, int command) {}

    private record Kept(WriteSet.Mark mark, int writes) {}

    private record OpenScan(MergeCursor cursor, List<String> expected) {}

    private final MemoryDisk disk = new MemoryDisk();
    private final WriteSet.Scratch scratch = new EngineScratch(disk, () -> new MemoryBase(disk));
    private WriteSet set = new WriteSet(scratch, new WriteSet.Packing(0, 64, 5));
    private final List<Write> writes = new ArrayList<>();
    private final Deque<Kept> marks = new ArrayDeque<>();
    private final List<OpenScan> scans = new ArrayList<>();
    private int command = 1;
    private int risen;

    @Test
    void everySeedReadsTheSameWhetherSpilledOrNot() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new WriteSetTest().run(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void run(Random random) {
        set = new WriteSet(
                scratch, new WriteSet.Packing(random.nextInt(20), random.nextInt(200), 1 + random.nextInt(10)));
        for (int i = 0; i < OPERATIONS; i++) {
            step(random);
        }
        for (OpenScan scan : scans) {
            assertThat(drain(scan.cursor)).isEqualTo(scan.expected);
        }
        assertThat(logged()).isEqualTo(expectedLog());
        set.close();
    }

    private void step(Random random) {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> {
                byte @Nullable [] value = random.nextInt(4) == 0 ? null : new byte[] {(byte) random.nextInt()};
                byte[] key = random.nextInt(3) > 0 ? new byte[] {5, (byte) (risen++ >> 1)} : key(random);
                Write write = new Write(tree(random), key, value, command);
                set.write(write.tree, write.key, value, command);
                writes.add(write);
            }
            case 5, 6 -> command++;
            case 7, 8 -> set.spill(command);
            case 9 -> marks.push(new Kept(set.mark(), writes.size()));
            case 10 -> rollBack(random);
            case 11 -> {
                if (!marks.isEmpty()) {
                    set.release(marks.pop().mark);
                }
            }
            case 12 -> {
                boolean forward = random.nextBoolean();
                long tree = tree(random);
                KeyRange range = KeyRange.of(key(random), random.nextBoolean() ? key(random) : null);
                scans.add(new OpenScan(scan(tree, range, forward, command), expected(tree, range, forward, command)));
            }
            case 13 -> {
                if (!scans.isEmpty()) {
                    OpenScan scan = scans.remove(random.nextInt(scans.size()));
                    assertThat(drain(scan.cursor)).isEqualTo(scan.expected);
                }
            }
            default -> {
                long tree = tree(random);
                byte[] key = key(random);
                int asOf = random.nextBoolean() ? command : Integer.MAX_VALUE - 1;
                Write last = last(tree, key, asOf);
                OwnVersion found = set.find(tree, key, asOf);
                assertThat(found == null).isEqualTo(last == null);
                if (found != null && last != null) {
                    assertThat(found.value).isEqualTo(last.value);
                }
            }
        }
    }

    private void rollBack(Random random) {
        while (!marks.isEmpty()) {
            Kept kept = marks.peek();
            if (random.nextBoolean()) {
                // A scan does not outlive what it has read.
                scans.forEach(scan -> scan.cursor.close());
                scans.clear();
                set.rollbackTo(kept.mark);
                writes.subList(kept.writes, writes.size()).clear();
                command++;
                return;
            }
            marks.pop();
        }
    }

    private static long tree(Random random) {
        return 999L + random.nextInt(4);
    }

    private byte[] key(Random random) {
        if (random.nextBoolean()) {
            return new byte[] {5, (byte) random.nextInt((risen >> 1) + 1)};
        }
        byte[] key = new byte[1 + random.nextInt(2)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) random.nextInt(5);
        }
        return key;
    }

    private @Nullable Write last(long tree, byte[] key, int asOf) {
        for (Write write : writes.reversed()) {
            if (write.tree == tree && write.command < asOf && Arrays.equals(write.key, key)) {
                return write;
            }
        }
        return null;
    }

    private MergeCursor scan(long tree, KeyRange range, boolean forward, int asOf) {
        List<MergeSource> sources = set.sources(tree, range, forward, asOf);
        return new MergeCursor(sources, forward);
    }

    private List<String> expected(long tree, KeyRange range, boolean forward, int asOf) {
        TreeMap<byte[], byte @Nullable []> found = new TreeMap<>(Arrays::compareUnsigned);
        for (Write write : writes) {
            if (write.tree == tree && write.command < asOf && range.contains(write.key)) {
                found.put(write.key, write.value);
            }
        }
        List<String> lines = new ArrayList<>();
        found.forEach((key, value) -> {
            if (value != null) {
                lines.add(Arrays.toString(key) + "=" + Arrays.toString(value));
            }
        });
        return forward ? lines : lines.reversed();
    }

    private static List<String> drain(MergeCursor cursor) {
        List<String> lines = new ArrayList<>();
        while (cursor.next()) {
            lines.add(Arrays.toString(cursor.key()) + "=" + Arrays.toString(cursor.value()));
        }
        cursor.close();
        return lines;
    }

    private List<String> logged() {
        List<String> lines = new ArrayList<>();
        ChangeVisitor visitor = new ChangeVisitor() {
            @Override
            public void put(long tree, byte[] key, byte[] value) {
                lines.add(tree + Arrays.toString(key) + Arrays.toString(value));
            }

            @Override
            public void delete(long tree, byte[] key) {
                lines.add(tree + Arrays.toString(key) + "-");
            }

            @Override
            public void dropTree(long tree) {
                lines.add(tree + "dropped");
            }
        };
        set.catalogBatch().forEach(visitor);
        set.forEachRow(visitor);
        return lines;
    }

    private List<String> expectedLog() {
        TreeMap<Long, TreeMap<byte[], byte @Nullable []>> trees = new TreeMap<>();
        for (Write write : writes) {
            trees.computeIfAbsent(write.tree, id -> new TreeMap<>(Arrays::compareUnsigned))
                    .put(write.key, write.value);
        }
        List<String> lines = new ArrayList<>();
        trees.forEach((tree, entries) -> entries.forEach((key, value) ->
                lines.add(tree + Arrays.toString(key) + (value == null ? "-" : Arrays.toString(value)))));
        return lines;
    }

    @Test
    void whatIsDroppedIsNotLogged() {
        set.write(1001, new byte[] {1}, new byte[] {1}, 1);
        set.write(1002, new byte[] {2}, new byte[] {2}, 1);
        set.spill(2);
        set.write(1001, new byte[] {3}, new byte[] {3}, 2);
        set.dropTree(1001, 2);
        assertThat(logged()).containsExactly("1001dropped", "1002[2][2]");
    }

    @Test
    void keepsOneVersionOfWhatIsWrittenOverAndOver() {
        MemoryBase store = new MemoryBase(disk);
        WriteSet written = new WriteSet(new EngineScratch(disk, () -> store), WriteSet.Packing.DEFAULT);
        byte[] key = {1};
        for (int i = 1; i <= 100; i++) {
            WriteSet.Mark statement = written.mark();
            written.write(1001, key, new byte[100], i);
            written.release(statement);
            written.spill(i + 1);
        }
        try (var reader = store.openReader()) {
            byte[] versions = reader.get(1001, key);
            assertThat(versions).hasSize(12 + 100);
        }
    }

    @Test
    void aFullDiskRefusesTheSpillAndNothingElse() {
        set = new WriteSet(scratch, WriteSet.Packing.DEFAULT);
        set.write(1001, new byte[] {1}, new byte[] {1}, 1);
        disk.faultAfter(1, MemoryDisk.Fault.FULL);
        assertThatThrownBy(() -> set.spill(2)).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.DISK_FULL));
        assertThat(logged()).containsExactly("1001[1][1]");
        set.spill(2);
        assertThat(logged()).containsExactly("1001[1][1]");
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfASpillRefusesAllOfIt() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.add("1001[" + i + "][" + (i < 12 ? 2 : 1) + "]");
        }
        for (int fault = 1; fault <= 4; fault++) {
            set = new WriteSet(scratch, new WriteSet.Packing(1000, 64, 5));
            for (int i = 19; i >= 0; i--) {
                set.write(1001, new byte[] {(byte) i}, new byte[] {1}, 1);
            }
            set.spill(2);
            for (int i = 11; i >= 0; i--) {
                set.write(1001, new byte[] {(byte) i}, new byte[] {2}, 2);
            }
            if (fault < 4) {
                disk.faultAfter(fault, MemoryDisk.Fault.FULL);
                assertThatThrownBy(() -> set.spill(3))
                        .isInstanceOfSatisfying(
                                SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DISK_FULL));
                assertThat(logged()).as("fault %d", fault).isEqualTo(expected);
            }
            set.spill(3);
            assertThat(logged()).as("fault %d", fault).isEqualTo(expected);
            set.close();
        }
    }

    @Test
    void aFullDiskKeepsInMemoryWhatItCannotTakeOfPackedChanges() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            set.write(1001, new byte[] {(byte) i}, new byte[] {(byte) i}, 1);
            expected.add("1001[" + i + "][" + i + "]");
        }
        disk.setFreeBytes(1_000);
        assertThatThrownBy(() -> set.spill(2)).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.DISK_FULL));
        assertThat(logged()).isEqualTo(expected);
        disk.setFreeBytes(Long.MAX_VALUE);
        set.spill(2);
        assertThat(set.rowBytes()).isLessThan(10_000);
        assertThat(logged()).isEqualTo(expected);
    }

    @Test
    void nothingIsLeftOnDiskAfterItsEnd() {
        for (int i = 0; i < 100; i++) {
            set.write(1001, new byte[] {(byte) i}, new byte[100], 1);
        }
        set.spill(2);
        assertThat(disk.directory(EngineScratch.DIRECTORY).list()).isNotEmpty();
        set.close();
        assertThat(disk.directory(EngineScratch.DIRECTORY).list()).isEmpty();
    }
}
