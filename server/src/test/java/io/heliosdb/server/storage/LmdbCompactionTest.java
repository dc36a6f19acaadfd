package io.heliosdb.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A base is compacted while it is written, dropped from and read, and compared with a sorted map; and what a
/// crash leaves at any point of it is the same database.
@SuppressWarnings("NullAway")
class LmdbCompactionTest {

    private static final long MAP_BYTES = 1 << 28;
    private static final LmdbBase.Steps SMALL = new LmdbBase.Steps(20_000, 40);
    private static final int TREES = 6;

    @TempDir
    private Path directory;

    private LmdbBase base;
    private long lsn;
    private final TreeMap<Long, TreeMap<byte[], byte[]>> model = new TreeMap<>();

    @BeforeEach
    void open() {
        base = LmdbBase.open(directory.resolve("base"), MAP_BYTES, SMALL);
    }

    @AfterEach
    void close() {
        base.close();
    }

    private static byte[] key(Random random) {
        int[] lengths = {3, 3, 3, 20, 502, 503, 700};
        byte[] key = new byte[lengths[random.nextInt(lengths.length)]];
        key[0] = (byte) random.nextInt(3);
        key[key.length - 1] = (byte) random.nextInt(256);
        key[key.length - 2] = (byte) random.nextInt(4);
        return key;
    }

    private void write(WriteBatch batch) {
        MemoryLayer layer = new MemoryLayer();
        layer.apply(++lsn, batch);
        base.write(layer.changes(), new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn));
    }

    private void change(Random random, int count) {
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < count; i++) {
            long tree = 1001L + random.nextInt(TREES);
            byte[] key = key(random);
            if (random.nextInt(3) == 0) {
                batch.delete(tree, key);
                model.getOrDefault(tree, new TreeMap<>(Arrays::compareUnsigned)).remove(key);
            } else {
                byte[] value = new byte[random.nextInt(300)];
                random.nextBytes(value);
                batch.put(tree, key, value);
                model.computeIfAbsent(tree, t -> new TreeMap<>(Arrays::compareUnsigned))
                        .put(key, value);
            }
        }
        write(batch);
    }

    private void drop(long tree) {
        write(new WriteBatch().dropTree(tree));
        model.remove(tree);
    }

    private static String content(LmdbBase of) {
        StringBuilder text = new StringBuilder();
        try (BaseReader reader = of.openReader();
                BaseReader.TreeCursor cursor = reader.scanAll()) {
            text.append(reader.mark().applied()).append('\n');
            while (cursor.next()) {
                line(text, cursor.tree(), cursor.key(), cursor.value());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, long tree, byte[] key, byte[] value) {
        text.append(tree)
                .append(' ')
                .append(Arrays.toString(key))
                .append(Arrays.hashCode(value))
                .append('\n');
    }

    private String expected() {
        StringBuilder text = new StringBuilder().append(Lsn.of(lsn)).append('\n');
        model.forEach((tree, entries) -> entries.forEach((key, value) -> line(text, tree, key, value)));
        return text.toString();
    }

    @Test
    void isTheSameDatabaseAfterAnyChangesInBetween() {
        int interrupted = 0;
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            change(random, 600);
            boolean more = base.compact();
            while (more) {
                switch (random.nextInt(6)) {
                    case 0 -> drop(1001 + random.nextInt(TREES));
                    case 1 -> base.clean();
                    case 2 -> {}
                    default -> change(random, 1 + random.nextInt(20));
                }
                assertThat(content(base)).as("seed %d", seed).isEqualTo(expected());
                more = base.compact();
                interrupted++;
            }
            assertThat(content(base)).as("seed %d", seed).isEqualTo(expected());
        }
        assertThat(interrupted).isGreaterThan(100);
        close();
        open();
        assertThat(content(base)).isEqualTo(expected());
    }

    @Test
    void givesBackWhatDeletedRowsAndDroppedTreesHaveLeft() throws IOException {
        Random random = new Random(1);
        WriteBatch rows = new WriteBatch();
        for (int i = 0; i < 20_000; i++) {
            rows.put(1001 + i % 2, String.valueOf(i).getBytes(StandardCharsets.US_ASCII), new byte[200]);
        }
        write(rows);
        drop(1001);
        change(random, 10);
        WriteBatch deletes = new WriteBatch();
        for (int i = 1; i < 20_000; i += 2) {
            if (i % 10 != 1) {
                deletes.delete(1002, String.valueOf(i).getBytes(StandardCharsets.US_ASCII));
            }
        }
        write(deletes);
        String before = content(base);
        Path file = directory.resolve("base").resolve(LmdbBase.DATA);
        long bytes = Files.size(file);
        assertThat(base.usage().bytes()).isEqualTo(bytes);
        while (base.compact()) {
            assertThat(content(base)).isEqualTo(before);
        }
        assertThat(content(base)).isEqualTo(before);
        assertThat(Files.size(file)).isLessThan(bytes / 4);
        assertThat(base.usage().bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void readersKeepTheFileThatTheyHaveBegunWith() {
        change(new Random(2), 500);
        String before = content(base);
        try (BaseReader old = base.openReader();
                BaseReader.TreeCursor cursor = old.scanAll()) {
            while (base.compact()) {
                change(new Random(3), 5);
            }
            change(new Random(4), 500);
            StringBuilder text =
                    new StringBuilder().append(old.mark().applied()).append('\n');
            while (cursor.next()) {
                line(text, cursor.tree(), cursor.key(), cursor.value());
            }
            assertThat(text.toString()).isEqualTo(before);
        }
        assertThat(content(base)).isEqualTo(expected());
    }

    @Test
    void anAbandonedOneLeavesNothingAndTheNextOneBeginsAnew() {
        change(new Random(5), 500);
        assertThat(base.compact()).isTrue();
        base.abandonCompaction();
        assertThat(directory.resolve("base").resolve(LmdbCompaction.NEW)).doesNotExist();
        change(new Random(6), 50);
        while (base.compact()) {
            assertThat(content(base)).isEqualTo(expected());
        }
        assertThat(content(base)).isEqualTo(expected());
    }

    /// Writes go on meanwhile, which also reach a new file that is full already.
    @Test
    void oneThatFindsTheDiskFullIsGivenUpAndTheBaseGoesOn() {
        int spaces = 0;
        for (long space = 64 << 10; space < 512 << 10; space += 32 << 10) {
            close();
            base = LmdbBase.open(directory.resolve("base"), MAP_BYTES, space, SMALL);
            change(new Random(space), 600);
            Random random = new Random(space + 1);
            assertThatThrownBy(() -> {
                        while (base.compact()) {
                            change(random, 40);
                        }
                    })
                    .as("%d bytes", space)
                    .isInstanceOfSatisfying(
                            DiskException.class, e -> assertThat(e.isFull()).isTrue());
            assertThat(directory.resolve("base").resolve(LmdbCompaction.NEW)).doesNotExist();
            assertThat(content(base)).as("%d bytes", space).isEqualTo(expected());
            change(random, 100);
            spaces++;
        }
        assertThat(spaces).isGreaterThan(10);
        close();
        open();
        while (base.compact()) {
            change(new Random(1), 10);
        }
        assertThat(content(base)).isEqualTo(expected());
    }

    /// The files as they are found after a crash: of the new one anything may be there, under its own name; the
    /// old name leads to the old file or, once that is replaced, to the new one, which is whole.
    @Test
    void aCrashAtAnyPointLeavesTheSameDatabase() throws IOException {
        Path place = directory.resolve("base");
        change(new Random(7), 800);
        byte[] complete = new byte[0];
        int points = 0;
        boolean more = true;
        while (more) {
            byte[] old = Files.readAllBytes(place.resolve(LmdbBase.DATA));
            more = base.compact();
            if (more) {
                complete = Files.readAllBytes(place.resolve(LmdbCompaction.NEW));
                crashed(old, Arrays.copyOf(complete, complete.length / 2));
                crashed(Files.readAllBytes(place.resolve(LmdbBase.DATA)), complete);
                change(new Random(8 + points), 10);
                crashed(Files.readAllBytes(place.resolve(LmdbBase.DATA)), complete);
            } else {
                byte[] replaced = Files.readAllBytes(place.resolve(LmdbBase.DATA));
                assertThat(replaced).isNotEqualTo(old);
                crashed(old, replaced);
                crashed(replaced, new byte[0]);
            }
            points++;
        }
        assertThat(points).isGreaterThan(5);
    }

    private void crashed(byte[] data, byte[] unfinished) throws IOException {
        Path place = Files.createTempDirectory(directory, "crashed");
        Files.write(place.resolve(LmdbBase.DATA), data);
        Files.write(place.resolve(LmdbCompaction.NEW), unfinished);
        LmdbBase found = LmdbBase.open(place, MAP_BYTES, SMALL);
        try {
            assertThat(content(found)).isEqualTo(content(base));
            assertThat(place.resolve(LmdbCompaction.NEW)).doesNotExist();
            while (found.compact()) {
                assertThat(found.usage().bytes()).isPositive();
            }
            assertThat(content(found)).isEqualTo(content(base));
        } finally {
            found.close();
        }
    }

    @Test
    void whatADroppedTreeHasLeftIsSeenByNobodyAndGoesInSteps() {
        WriteBatch rows = new WriteBatch();
        for (int i = 0; i < 200; i++) {
            rows.put(1001 + i % 2, String.valueOf(i).getBytes(StandardCharsets.US_ASCII), new byte[50]);
        }
        write(rows);
        drop(1001);
        int steps = 1;
        while (base.clean()) {
            steps++;
            try (BaseReader reader = base.openReader()) {
                assertThat(reader.get(1001, "198".getBytes(StandardCharsets.US_ASCII)))
                        .isNull();
                assertThat(reader.scan(1001, new byte[0], null, true).next()).isFalse();
                assertThat(reader.scan(1001, new byte[0], null, false).next()).isFalse();
                assertThat(reader.get(1002, "199".getBytes(StandardCharsets.US_ASCII)))
                        .hasSize(50);
            }
        }
        assertThat(steps).isGreaterThanOrEqualTo(100 / SMALL.cleanedEntries());
        assertThat(base.clean()).isFalse();
    }

    @Test
    void aTreeThatComesBackHasNothingOfItsOldLife() {
        WriteBatch rows = new WriteBatch();
        for (int i = 0; i < 200; i++) {
            rows.put(1001, String.valueOf(i).getBytes(StandardCharsets.US_ASCII), new byte[50]);
        }
        write(rows);
        drop(1001);
        assertThat(base.clean()).isTrue();
        close();
        open();
        write(new WriteBatch().put(1001, "new".getBytes(StandardCharsets.US_ASCII), new byte[1]));
        model.put(1001L, new TreeMap<>(Arrays::compareUnsigned));
        model.lastEntry().getValue().put("new".getBytes(StandardCharsets.US_ASCII), new byte[1]);
        assertThat(content(base)).isEqualTo(expected());
        assertThat(base.clean()).isFalse();
        assertThat(content(base)).isEqualTo(expected());
    }
}
