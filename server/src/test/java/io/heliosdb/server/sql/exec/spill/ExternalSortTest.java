package io.heliosdb.server.sql.exec.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExternalSortTest {

    private static final Comparator<SpillFixture.Row> BY_KEY = Comparator.comparingInt(SpillFixture.Row::key);

    private final SpillFixture fixture = new SpillFixture(1 << 30);

    @Test
    void sortsAsInMemoryAndStablyWithAnyBudget() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            int rows = random.nextInt(20_000);
            int keys = 1 + random.nextInt(rows + 1);
            long budget = 200L << random.nextInt(14);
            List<SpillFixture.Row> expected = new ArrayList<>();
            try (MemoryBudget memory = fixture.budget(budget);
                    ExternalSort<SpillFixture.Row> sort =
                            new ExternalSort<>(memory, SpillFixture.FORMAT, BY_KEY, () -> {})) {
                for (int i = 0; i < rows; i++) {
                    SpillFixture.Row row = new SpillFixture.Row(random.nextInt(keys), i);
                    expected.add(row);
                    sort.add(row);
                }
                expected.sort(BY_KEY);
                List<SpillFixture.Row> sorted = all(sort.finish());
                assertThat(sorted.equals(expected))
                        .as("seed %d round %d rows %d budget %d", seed, round, rows, budget)
                        .isTrue();
                assertThat(sort.report().onDisk()).isEqualTo(rows * 40L > budget);
            }
            assertThat(fixture.files.open()).isZero();
            assertThat(fixture.shared.free()).isEqualTo(1 << 30);
        }
    }

    private static <T> List<T> all(RowStream<T> stream) {
        List<T> rows = new ArrayList<>();
        for (T row = stream.next(); row != null; row = stream.next()) {
            rows.add(row);
        }
        return rows;
    }

    @Test
    void saysThatTheDiskIsFull() {
        fixture.disk.setFreeBytes(50_000);
        try (MemoryBudget memory = fixture.budget(1000)) {
            ExternalSort<SpillFixture.Row> sort = new ExternalSort<>(memory, SpillFixture.FORMAT, BY_KEY, () -> {});
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            sort.add(new SpillFixture.Row(i, i));
                        }
                    })
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DISK_FULL))
                    .hasMessageEndingWith("No space left on device");
        }
        assertThat(fixture.files.open()).isZero();
    }

    @Test
    void detectsADamagedFile() {
        try (MemoryBudget memory = fixture.budget(1000)) {
            ExternalSort<SpillFixture.Row> sort = new ExternalSort<>(memory, SpillFixture.FORMAT, BY_KEY, () -> {});
            for (int i = 0; i < 1000; i++) {
                sort.add(new SpillFixture.Row(i, i));
            }
            fixture.disk.bytesOf(fixture.disk.list().getFirst())[100] ^= 1;
            assertThatThrownBy(() -> all(sort.finish()))
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED));
        }
    }

    @Test
    void spillsWhenOtherStatementsHaveTheMemory() {
        SpillFixture scarce = new SpillFixture(32 << 20);
        try (MemoryBudget other = scarce.budget(1 << 30);
                MemoryBudget memory = scarce.budget(1 << 30);
                ExternalSort<SpillFixture.Row> sort =
                        new ExternalSort<>(memory, SpillFixture.FORMAT, BY_KEY, () -> {})) {
            other.take(23 << 20);
            for (int i = 0; i < 60_000; i++) {
                sort.add(new SpillFixture.Row(-i, i));
            }
            assertThat(all(sort.finish())).hasSize(60_000);
            assertThat(sort.report().onDisk()).isTrue();
            assertThatThrownBy(() -> other.take(9 << 20))
                    .isInstanceOfSatisfying(
                            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
        }
        assertThat(scarce.shared.free()).isEqualTo(32 << 20);
    }

    @Test
    void emptiesTheDirectoryWhenTheNodeStarts() {
        fixture.disk.scratch("spill-17").close();
        assertThat(fixture.files.open()).isEqualTo(1);
        assertThat(TempFiles.open(fixture.disk).open()).isZero();
    }
}
