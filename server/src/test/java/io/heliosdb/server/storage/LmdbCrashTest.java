package io.heliosdb.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.WriteBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What LMDB's file holds when the machine dies in a commit: pages of it may be there or not, in any order, but
/// the one that makes it count comes last.
class LmdbCrashTest {

    private static final int PAGE_BYTES = 4096;
    private static final int META_PAGES = 2;
    private static final long TREE = 1001;

    private final Random random = new Random(3);

    private static void write(LmdbBase base, Random random, long lsn) {
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 300; i++) {
            byte[] key = ByteBuffer.allocate(4).putInt(random.nextInt(2000)).array();
            if (random.nextInt(4) == 0) {
                batch.delete(TREE, key);
            } else {
                byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 9000 : 200)];
                random.nextBytes(value);
                batch.put(TREE, key, value);
            }
        }
        MemoryLayer layer = new MemoryLayer();
        layer.apply(lsn, batch);
        base.write(layer.changes(), new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn));
    }

    /// Mark and a sum over all entries of the base in `place`.
    private static Map<Long, Integer> content(Path place) {
        LmdbBase base = LmdbBase.open(place, 1 << 26);
        Map<Long, Integer> content = new HashMap<>();
        try (BaseReader reader = base.openReader();
                BaseReader.TreeCursor cursor = reader.scanAll()) {
            int sum = 0;
            while (cursor.next()) {
                sum = 31 * (31 * sum + Arrays.hashCode(cursor.key())) + Arrays.hashCode(cursor.value());
            }
            content.put(reader.mark().applied().position(), sum);
        } finally {
            base.close();
        }
        return content;
    }

    @Test
    void aCommitThatTheMachineDidNotFinishLeavesTheStateBefore(@TempDir Path directory) throws IOException {
        Path live = directory.resolve("live");
        Path crashed = directory.resolve("crashed");
        Files.createDirectories(crashed);
        for (long lsn = 1; lsn <= 8; lsn++) {
            LmdbBase base = LmdbBase.open(live, 1 << 26);
            write(base, random, 2 * lsn - 1);
            byte[] before = Files.readAllBytes(live.resolve("data.mdb"));
            base.close();
            Map<Long, Integer> old = content(live);
            base = LmdbBase.open(live, 1 << 26);
            write(base, random, 2 * lsn);
            base.close();
            byte[] after = Files.readAllBytes(live.resolve("data.mdb"));
            List<Integer> changed = changedPages(before, after);
            assertThat(changed).hasSizeGreaterThan(10);
            for (int round = 0; round < 10; round++) {
                Files.write(crashed.resolve("data.mdb"), partly(before, after, changed, round == 0));
                assertThat(content(crashed)).isEqualTo(old);
            }
            Files.write(crashed.resolve("data.mdb"), after);
            assertThat(content(crashed)).isEqualTo(content(live)).isNotEqualTo(old);
        }
    }

    private static List<Integer> changedPages(byte[] before, byte[] after) {
        List<Integer> changed = new ArrayList<>();
        for (int page = META_PAGES; page < after.length / PAGE_BYTES; page++) {
            int from = page * PAGE_BYTES;
            boolean same = from < before.length
                    && Arrays.equals(before, from, from + PAGE_BYTES, after, from, from + PAGE_BYTES);
            if (!same) {
                changed.add(page);
            }
        }
        return changed;
    }

    private byte[] partly(byte[] before, byte[] after, List<Integer> changed, boolean all) {
        byte[] file = Arrays.copyOf(before, after.length);
        for (int page : changed) {
            if (all || random.nextBoolean()) {
                System.arraycopy(after, page * PAGE_BYTES, file, page * PAGE_BYTES, PAGE_BYTES);
            }
        }
        return file;
    }
}
