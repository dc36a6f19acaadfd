package io.heliosdb.server.sql.exec.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowListTest {

    private final SpillFixture fixture = new SpillFixture(1 << 30);

    @Test
    void readsAnyRowWhileItGrows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (MemoryBudget memory = fixture.budget(10_000)) {
            RowList<SpillFixture.Row> list = new RowList<>(memory, SpillFixture.FORMAT);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 20_000; i++) {
                    list.add(new SpillFixture.Row(i * 3, i));
                    int at = random.nextInt(4) == 0 ? random.nextInt(i + 1) : i;
                    assertThat(list.get(at).key())
                            .as("seed %d row %d of %d", seed, at, i)
                            .isEqualTo(at * 3);
                }
                for (int i = 0; i < 20_000; i++) {
                    assertThat(list.get(i).number()).isEqualTo(i);
                }
                assertThat(list.size()).isEqualTo(20_000);
                assertThat(list.diskBytes()).isGreaterThan(20_000 * 7);
                list.clear();
                assertThat(list.size()).isZero();
                assertThat(fixture.files.open()).isZero();
            }
        }
    }

    @Test
    void staysInMemoryWhileItFits() {
        try (MemoryBudget memory = fixture.budget(10_000)) {
            RowList<SpillFixture.Row> list = new RowList<>(memory, SpillFixture.FORMAT);
            for (int i = 0; i < 250; i++) {
                list.add(new SpillFixture.Row(i, i));
            }
            assertThat(fixture.files.files()).isZero();
            list.add(new SpillFixture.Row(250, 250));
            assertThat(list.get(250).key()).isEqualTo(250);
            assertThat(list.get(0).key()).isZero();
        }
    }
}
