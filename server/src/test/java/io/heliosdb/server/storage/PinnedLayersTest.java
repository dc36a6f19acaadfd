package io.heliosdb.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WriteBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What old views may keep in memory.
class PinnedLayersTest {

    private static final long TREE = 1001;
    private static final int LAYERS = 200;

    private final VersionStore store = new VersionStore(new MemoryBase(new MemoryDisk()), 1_000, 20_000);
    private int written;

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /// Fills a layer and checkpoints it; every layer writes key 0 anew.
    private void layer() {
        do {
            written++;
            WriteBatch batch =
                    new WriteBatch().put(TREE, number(0), number(written)).put(TREE, number(written), new byte[40]);
            store.apply(new BaseMark(Lsn.of(written), Timeline.FIRST, written), batch);
        } while (!store.publish(Lsn.of(written)));
        boolean more = true;
        while (more) {
            more = store.checkpoint();
        }
    }

    private static int zero(StoreView view) {
        byte[] value = view.get(TREE, number(0));
        return value == null ? -1 : ByteBuffer.wrap(value).getInt();
    }

    @Test
    void aSnapshotOpenForLongStaysReadableHoweverMuchIsWritten() {
        layer();
        StoreView old = store.view();
        int seen = zero(old);
        for (int i = 0; i < LAYERS; i++) {
            layer();
        }
        assertThat(zero(old)).isEqualTo(seen);
        assertThat(store.memoryBytes()).isLessThan(2_000);
        old.close();
    }

    @Test
    void whenTooManyOldOnesHoldTooMuchTheOldestExpireAndSayThatTheyAreTooOld() {
        List<StoreView> views = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            layer();
            // Something in memory that the view needs and the base will have in another version.
            written++;
            store.apply(
                    new BaseMark(Lsn.of(written), Timeline.FIRST, written),
                    new WriteBatch().put(TREE, number(0), number(written)));
            store.publish(Lsn.of(written));
            views.add(store.view());
            seen.add(written);
        }
        int readable = 0;
        for (int i = LAYERS - 1; i >= 0 && isReadable(views.get(i), seen.get(i)); i--) {
            readable++;
        }
        assertThat(readable).isBetween(5, LAYERS / 2);
        for (int i = 0; i < LAYERS - readable; i++) {
            assertTooOld(views.get(i));
        }
        views.forEach(StoreView::close);
        layer();
        try (StoreView now = store.view()) {
            assertThat(zero(now)).isEqualTo(written);
        }
    }

    private static boolean isReadable(StoreView view, int expected) {
        try {
            assertThat(zero(view)).isEqualTo(expected);
            try (Cursor cursor = view.scan(TREE, number(0), number(1), true)) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.value()).isEqualTo(number(expected));
            }
            return true;
        } catch (SqlException e) {
            return false;
        }
    }

    private static void assertTooOld(StoreView view) {
        assertThatThrownBy(() -> zero(view)).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.state())
                .isEqualTo(SqlState.SNAPSHOT_TOO_OLD));
        assertThatThrownBy(() -> view.scan(TREE, number(0), null, true)).isInstanceOf(SqlException.class);
    }
}
