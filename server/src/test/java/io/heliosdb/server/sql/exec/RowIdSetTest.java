package io.heliosdb.server.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.MemoryPool;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowIdSetTest {

    private static MemoryBudget budget(long bytes) {
        return new MemoryBudget(
                new MemoryPool(bytes),
                TempFiles.open(new MemoryDisk()),
                () -> new MemoryBudget.Limits(bytes, bytes, -1));
    }

    @Test
    void holdsWhatWasAdded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RowIdSet ids = new RowIdSet(budget(1 << 30));
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            long id = random.nextInt(3) == 0 ? random.nextLong() >>> 1 : 1_000_000 + random.nextInt(20_000);
            assertThat(ids.contains(id)).as("seed %d id %d", seed, id).isEqualTo(model.contains(id));
            assertThat(ids.add(id)).as("seed %d id %d", seed, id).isEqualTo(model.add(id));
        }
    }

    @Test
    void needsABitForARowAmongItsNeighbours() {
        RowIdSet ids = new RowIdSet(budget(2 << 20));
        for (long id = 1; id <= 3_000_000; id++) {
            ids.add(id);
        }
        assertThat(ids.contains(3_000_000)).isTrue();
        assertThatThrownBy(() -> {
                    for (long id = 0; id < 3_000_000; id++) {
                        ids.add(id << 20);
                    }
                })
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
    }
}
