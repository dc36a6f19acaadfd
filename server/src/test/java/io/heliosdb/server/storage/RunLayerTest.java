package io.heliosdb.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.WriteBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Large transactions as layers of the store, before, while and after they are written into the base.
class RunLayerTest {

    private static final int SEEDS = 150;
    private static final int KEYS = 60;
    private static final int TREES = 3;

    private record Place(long tree, int key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return tree != other.tree ? Long.compare(tree, other.tree) : Integer.compare(key, other.key);
        }
    }

    private record Held(StoreView view, TreeMap<Place, Integer> expected) {}

    /// Pieces in memory.
    private static final class Pieces implements ChangeRun {
        private final List<WriteBatch> pieces = new ArrayList<>();
        private boolean closed;

        Pieces(NavigableMap<Place, Integer> changes, int size) {
            WriteBatch piece = new WriteBatch();
            for (Map.Entry<Place, Integer> change : changes.entrySet()) {
                if (piece.size() == size || piece.size() > 0 && piece.tree(0) != change.getKey().tree) {
                    pieces.add(piece);
                    piece = new WriteBatch();
                }
                put(piece, change.getKey(), change.getValue());
            }
            pieces.add(piece);
        }

        @Override
        public int pieces() {
            return pieces.size();
        }

        @Override
        public long tree(int piece) {
            return pieces.get(piece).tree(0);
        }

        @Override
        public byte[] firstKey(int piece) {
            return pieces.get(piece).key(0);
        }

        @Override
        public int bytes(int piece) {
            return (int) pieces.get(piece).bytes();
        }

        @Override
        public WriteBatch read(int piece) {
            assertThat(closed).isFalse();
            return pieces.get(piece);
        }

        @Override
        public void close() {
            assertThat(closed).isFalse();
            closed = true;
        }
    }

    private final MemoryBase base = new MemoryBase(new MemoryDisk());
    private final VersionStore store = new VersionStore(base, 60, 10_000);
    private final TreeMap<Place, Integer> expected = new TreeMap<>();
    private final List<Pieces> runs = new ArrayList<>();
    private long lsn;

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /// @param value negative for a delete
    private static void put(WriteBatch batch, Place place, int value) {
        if (value < 0) {
            batch.delete(place.tree, key(place.key));
        } else {
            batch.put(place.tree, key(place.key), key(value));
        }
    }

    private TreeMap<Place, Integer> changes(Random random, int count) {
        TreeMap<Place, Integer> changes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            changes.put(new Place(1 + random.nextInt(TREES), random.nextInt(KEYS)), random.nextInt(100) - 25);
        }
        changes.forEach((place, value) -> {
            if (value < 0) {
                expected.remove(place);
            } else {
                expected.put(place, value);
            }
        });
        return changes;
    }

    private void small(Random random) {
        WriteBatch batch = new WriteBatch();
        changes(random, 1 + random.nextInt(3)).forEach((place, value) -> put(batch, place, value));
        lsn++;
        store.apply(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn), batch);
        store.publish(Lsn.of(lsn));
    }

    private void large(Random random) {
        Pieces run = new Pieces(changes(random, 1 + random.nextInt(60)), 1 + random.nextInt(6));
        runs.add(run);
        WriteBatch rest = new WriteBatch();
        Place other = new Place(TREES + 1, random.nextInt(5));
        put(rest, other, 7);
        expected.put(other, 7);
        lsn++;
        store.applyRun(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn), run, rest);
        store.publish(Lsn.of(lsn));
    }

    @Test
    void everyViewIsExactBeforeWhileAndAfterRunsAreWritten() {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new RunLayerTest().run(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void run(Random random) {
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> small(random);
                case 2 -> large(random);
                case 3, 4 -> store.checkpoint();
                case 5 -> held.add(new Held(store.view(), new TreeMap<>(expected)));
                case 6 -> {
                    if (!held.isEmpty()) {
                        Held last = held.remove(random.nextInt(held.size()));
                        check(last, random);
                        last.view.close();
                    }
                }
                default -> {
                    Held now = new Held(store.view(), expected);
                    check(now, random);
                    now.view.close();
                }
            }
        }
        for (Held each : held) {
            check(each, random);
            each.view.close();
        }
        while (store.checkpoint()) {
            assertThat(store.baseMark().applied()).isLessThanOrEqualTo(Lsn.of(lsn));
        }
        store.seal();
        store.checkpoint();
        assertThat(store.baseMark()).isEqualTo(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn));
        assertThat(runs).allMatch(each -> each.closed);
        try (BaseReader reader = base.openReader()) {
            assertThat(reader.mark().applied()).isEqualTo(Lsn.of(lsn));
        }
    }

    private void check(Held held, Random random) {
        for (int i = 0; i < 6; i++) {
            long tree = 1L + random.nextInt(TREES + 1);
            Place place = new Place(tree, random.nextInt(KEYS));
            Integer value = held.expected.get(place);
            assertThat(held.view.get(tree, key(place.key))).isEqualTo(value == null ? null : key(value));
            int from = random.nextInt(KEYS);
            Integer to = random.nextBoolean() ? null : random.nextInt(KEYS);
            boolean forward = random.nextBoolean();
            assertThat(scan(held.view, tree, from, to, forward))
                    .isEqualTo(expectedScan(held.expected, tree, from, to, forward));
            assertThat(held.view.isBehindAll(tree, key(from)) && hasFrom(held.expected, tree, from))
                    .isFalse();
        }
    }

    private static boolean hasFrom(TreeMap<Place, Integer> entries, long tree, int from) {
        Place first = entries.ceilingKey(new Place(tree, from));
        return first != null && first.tree == tree;
    }

    private static List<String> scan(StoreView view, long tree, int from, @Nullable Integer to, boolean forward) {
        List<String> found = new ArrayList<>();
        try (Cursor cursor = view.scan(tree, key(from), to == null ? null : key(to), forward)) {
            while (cursor.next()) {
                found.add(ByteBuffer.wrap(cursor.key()).getInt() + "="
                        + ByteBuffer.wrap(cursor.value()).getInt());
            }
        }
        return found;
    }

    private static List<String> expectedScan(
            TreeMap<Place, Integer> entries, long tree, int from, @Nullable Integer to, boolean forward) {
        List<String> lines = new ArrayList<>();
        entries.forEach((place, value) -> {
            if (place.tree == tree && place.key >= from && (to == null || place.key < to)) {
                lines.add(place.key + "=" + value);
            }
        });
        return forward ? lines : lines.reversed();
    }

    @Test
    void oldSnapshotsAreToldWhatARunHasChangedAsLongAsItCanBeRead() {
        small(new Random(1));
        StoreView old = store.view();
        long snapshot = old.lsn().position();
        TreeMap<Place, Integer> changes = new TreeMap<>();
        for (int i = 10; i < 20; i++) {
            changes.put(new Place(1, i * 2), i);
        }
        Pieces run = new Pieces(changes, 4);
        lsn++;
        store.applyRun(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn), run, new WriteBatch());
        store.publish(Lsn.of(lsn));
        assertThat(changed(old, snapshot, 22)).isEqualTo(LayerChain.Answer.CHANGED);
        assertThat(changed(old, snapshot, 23)).isEqualTo(LayerChain.Answer.UNCHANGED);
        assertThat(old.chain().changedSince(1, KeyRange.of(key(23), key(24)), snapshot))
                .isEqualTo(LayerChain.Answer.UNCHANGED);
        assertThat(old.chain().changedSince(1, KeyRange.of(key(23), key(25)), snapshot))
                .isEqualTo(LayerChain.Answer.CHANGED);
        while (store.checkpoint()) {
            assertThat(old.get(1, key(22))).isNull();
        }
        assertThat(run.closed).isTrue();
        assertThat(changed(old, snapshot, 22)).isEqualTo(LayerChain.Answer.UNKNOWN);
        assertThat(changed(old, snapshot, 19)).isEqualTo(LayerChain.Answer.UNCHANGED);
        assertThat(old.chain().changedSince(2, KeyRange.of(key(0), null), snapshot))
                .isEqualTo(LayerChain.Answer.UNCHANGED);
        old.close();
    }

    private static LayerChain.Answer changed(StoreView view, long snapshot, int number) {
        return view.chain().changedSince(1, key(number), snapshot);
    }

    @Test
    void aReaderOfTheBaseAloneWaitsUntilNoRunIsInItInPart() {
        large(new Random(3));
        store.checkpoint();
        store.checkpoint();
        assertThat(store.baseMark().applied()).isLessThan(Lsn.of(lsn));
        store.seal();
        try (BaseReader reader = store.openBase()) {
            assertThat(reader.mark().newest()).isEqualTo(reader.mark().applied());
            int[] found = new int[1];
            expected.forEach((place, value) -> {
                assertThat(reader.get(place.tree, key(place.key))).isEqualTo(key(value));
                found[0]++;
            });
            assertThat(found[0]).isEqualTo(expected.size()).isPositive();
        }
    }
}
