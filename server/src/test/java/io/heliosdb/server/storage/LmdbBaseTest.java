package io.heliosdb.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/// Compares LMDB with a sorted map, keys of all lengths up to PostgreSQL's 2,704 bytes.
@SuppressWarnings("NullAway")
class LmdbBaseTest {

    private static final long TREE = 1001;
    private static final byte[] START = new byte[0];

    @TempDir
    private Path directory;

    private LmdbBase base;
    private long lsn;
    private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

    @BeforeEach
    void open() {
        base = LmdbBase.open(directory, 1 << 28);
    }

    @AfterEach
    void close() {
        base.close();
    }

    private void write(WriteBatch batch) {
        MemoryLayer layer = new MemoryLayer();
        layer.apply(++lsn, batch);
        base.write(layer.changes(), new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn));
    }

    // Few bytes and shared prefixes of every length: many keys fall into the same bucket.
    private static byte[] randomKey(Random random) {
        int[] lengths = {0, 1, 5, 490, 501, 502, 503, 504, 505, 511, 512, 600, 1005, 1006, 1007, 1509, 2704};
        byte[] key = new byte[lengths[random.nextInt(lengths.length)]];
        Arrays.fill(key, random.nextInt(4) == 0 ? (byte) 0xFF : 0);
        for (int i = 0; i < 3 && key.length > 0; i++) {
            int at = random.nextBoolean()
                    ? key.length - 1 - random.nextInt(Math.min(key.length, 4))
                    : random.nextInt(key.length);
            key[at] = (byte) random.nextInt(256);
        }
        return key;
    }

    private void changeRandomly(Random random, int count) {
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < count; i++) {
            byte[] key = randomKey(random);
            if (random.nextInt(3) == 0) {
                batch.delete(TREE, key);
                model.remove(key);
            } else {
                byte[] value = new byte[random.nextInt(30)];
                random.nextBytes(value);
                batch.put(TREE, key, value);
                model.put(key, value);
            }
        }
        batch.put(TREE - 1, new byte[] {1}, new byte[] {1});
        batch.put(TREE + 1, new byte[0], new byte[] {1});
        write(batch);
    }

    private static String text(byte[] key, byte[] value) {
        return HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value);
    }

    private static List<String> drain(Cursor cursor) {
        List<String> found = new ArrayList<>();
        try (cursor) {
            while (cursor.next()) {
                found.add(text(cursor.key(), cursor.value()));
            }
        }
        return found;
    }

    private static List<String> texts(Map<byte[], byte[]> entries) {
        List<String> found = new ArrayList<>();
        entries.forEach((key, value) -> found.add(text(key, value)));
        return found;
    }

    private NavigableMap<byte[], byte[]> part(byte[] from, byte @Nullable [] to) {
        if (to == null) {
            return model.tailMap(from, true);
        }
        return Arrays.compareUnsigned(from, to) >= 0
                ? new TreeMap<>(Arrays::compareUnsigned)
                : model.subMap(from, true, to, false);
    }

    @Test
    void keepsOrderForKeysOfAllLengths() {
        Random random = new Random(7);
        for (int round = 0; round < 20; round++) {
            changeRandomly(random, 200);
            try (BaseReader reader = base.openReader()) {
                assertThat(reader.mark().applied()).isEqualTo(Lsn.of(lsn));
                for (int i = 0; i < 20; i++) {
                    byte[] from = random.nextInt(4) == 0 ? START : randomKey(random);
                    byte[] to = random.nextInt(4) == 0 ? null : randomKey(random);
                    List<String> expected = texts(part(from, to));
                    assertThat(drain(reader.scan(TREE, from, to, true))).isEqualTo(expected);
                    assertThat(drain(reader.scan(TREE, from, to, false))).isEqualTo(expected.reversed());
                    byte[] key = randomKey(random);
                    assertThat(reader.get(TREE, key)).isEqualTo(model.get(key));
                }
            }
        }
        assertThat(model.keySet().stream().filter(LmdbKeys::isLong).count()).isGreaterThan(100);
    }

    @Test
    void dropsOneTreeAndLeavesItsNeighbours() {
        changeRandomly(new Random(1), 300);
        write(new WriteBatch().dropTree(TREE));
        try (BaseReader reader = base.openReader()) {
            assertThat(drain(reader.scan(TREE, START, null, true))).isEmpty();
            assertThat(drain(reader.scan(TREE - 1, START, null, false))).hasSize(1);
            assertThat(drain(reader.scan(TREE + 1, START, null, false))).hasSize(1);
            assertThat(drain(reader.scan(TREE + 2, START, null, true))).isEmpty();
            assertThat(drain(reader.scanAll())).hasSize(2);
        }
    }

    /// Nothing but two entries and the mark.
    @Test
    void aDroppedTreeLeavesNoNodeOfItsLongKeys() {
        changeRandomly(new Random(2), 600);
        write(new WriteBatch().dropTree(TREE));
        int steps = 0;
        while (base.clean()) {
            steps++;
        }
        assertThat(steps).isPositive();
        base.close();
        assertThat(rawEntries()).isEqualTo(3);
    }

    @Test
    void longKeysThatAreDeletedLeaveNothing() {
        changeRandomly(new Random(3), 600);
        WriteBatch deletes = new WriteBatch();
        model.keySet().forEach(key -> deletes.delete(TREE, key));
        write(deletes);
        base.close();
        assertThat(rawEntries()).isEqualTo(3);
    }

    private long rawEntries() {
        try (Env<ByteBuffer> env = Env.create().setMapSize(1 << 28).open(directory.toFile())) {
            return env.stat().entries;
        }
    }

    /// Earlier versions had all keys of a branch in its value.
    @Test
    void readsBucketsAndMakesNodesOfThoseItChanges() {
        base.close();
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] key = new byte[i % 2 == 0 ? 503 + i : 1200];
            key[0] = (byte) (i % 4 / 2);
            key[key.length - 1] = (byte) i;
            keys.add(key);
        }
        keys.forEach(key -> model.put(key, new byte[] {key[key.length - 1]}));
        try (Env<ByteBuffer> env = Env.create().setMapSize(1 << 28).open(directory.toFile());
                Txn<ByteBuffer> txn = env.txnWrite()) {
            Dbi<ByteBuffer> dbi = env.openDbi(txn, null, null, false);
            for (byte first = 0; first < 2; first++) {
                byte from = first;
                ByteBuffer bucket = ByteBuffer.allocateDirect(1 << 17);
                model.forEach((key, value) -> {
                    if (key[0] == from) {
                        bucket.putInt(key.length - 503).put(key, 503, key.length - 503);
                        bucket.putInt(value.length).put(value);
                    }
                });
                byte[] branch = new byte[503];
                branch[0] = first;
                dbi.put(txn, LmdbKeys.fill(LmdbKeys.allocate(), TREE, branch), bucket.flip());
            }
            txn.commit();
        }
        base = LmdbBase.open(directory, 1 << 28);
        checkAll();
        byte[] added = new byte[700];
        model.put(added, new byte[] {1});
        write(new WriteBatch().put(TREE, added, new byte[] {1}));
        checkAll();
        model.remove(keys.get(0));
        write(new WriteBatch().delete(TREE, keys.get(0)));
        checkAll();
    }

    private void checkAll() {
        try (BaseReader reader = base.openReader()) {
            assertThat(drain(reader.scan(TREE, START, null, true))).isEqualTo(texts(model));
            assertThat(drain(reader.scan(TREE, START, null, false)))
                    .isEqualTo(texts(model).reversed());
            model.forEach((key, value) -> assertThat(reader.get(TREE, key)).isEqualTo(value));
        }
    }

    @Test
    void readersKeepTheirState() {
        write(new WriteBatch().put(TREE, new byte[] {1}, new byte[] {1}));
        try (BaseReader reader = base.openReader()) {
            write(new WriteBatch().put(TREE, new byte[] {1}, new byte[] {2}));
            assertThat(reader.get(TREE, new byte[] {1})).containsExactly(1);
            assertThat(reader.mark().applied()).isEqualTo(Lsn.of(1));
        }
    }

    @Test
    void closesOnlyAfterTheLastReader() {
        write(new WriteBatch().put(TREE, new byte[] {1}, new byte[] {1}));
        BaseReader reader = base.openReader();
        Cursor cursor = reader.scan(TREE, START, null, true);
        base.close();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.value()).containsExactly(1);
        cursor.close();
        reader.close();
        base = LmdbBase.open(directory, 1 << 28);
        try (BaseReader again = base.openReader()) {
            assertThat(again.get(TREE, new byte[] {1})).containsExactly(1);
        }
    }
}
