package io.heliosdb.server.sql.exec.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class RowSetTest {

    /// A key of which many have the same hash.
    private record Key(int number, int hashes) {
        @Override
        public int hashCode() {
            return number % hashes * 0x61C88647;
        }
    }

    private static final RowFormat<Key> FORMAT = new RowFormat<>() {
        @Override
        public void write(Key key, RowWriter out) {
            out.writeInt(key.number);
            out.writeInt(key.hashes);
        }

        @Override
        public Key read(RowReader in) {
            return new Key(in.readInt(), in.readInt());
        }

        @Override
        public long size(Key key) {
            return 28;
        }
    };

    private final SpillFixture fixture = new SpillFixture(1 << 30);

    private void holdsWhatASetHolds(int hashes, int rows) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<Integer> model = new HashSet<>();
        try (MemoryBudget memory = fixture.budget(10_000)) {
            RowSet<Key> set = new RowSet<>(memory, FORMAT, () -> {});
            for (int i = 0; i < rows; i++) {
                int number = random.nextInt(rows);
                assertThat(set.add(new Key(number, hashes)))
                        .as("seed %d: added %d, the %dth", seed, number, i)
                        .isEqualTo(model.add(number));
                int asked = random.nextInt(rows);
                assertThat(set.contains(new Key(asked, hashes)))
                        .as("seed %d: has %d after %d", seed, asked, i)
                        .isEqualTo(model.contains(asked));
            }
            assertThat(set.isOnDisk()).isTrue();
            // Eight runs of one level become one: however many there are, few files are.
            assertThat(fixture.files.files()).isGreaterThan(fixture.files.open() + 8);
            set.close();
            assertThat(fixture.files.open()).isZero();
        }
        assertThat(fixture.shared.free()).isEqualTo(1 << 30);
    }

    @Test
    void holdsWhatASetHolds() {
        holdsWhatASetHolds(Integer.MAX_VALUE, 60_000);
    }

    @Test
    void equalHashesAreNoEqualRows() {
        holdsWhatASetHolds(7, 4_000);
    }

    @Test
    void staysInMemoryWhileItFits() {
        try (MemoryBudget memory = fixture.budget(10_000)) {
            RowSet<Key> set = new RowSet<>(memory, FORMAT, () -> {});
            for (int i = 0; i < 100; i++) {
                set.add(new Key(i, 1000));
            }
            assertThat(set.isOnDisk()).isFalse();
            assertThat(fixture.files.files()).isZero();
        }
    }

    @Test
    void aMergeIsCancelled() {
        try (MemoryBudget memory = fixture.budget(10_000)) {
            RowSet<Key> set = new RowSet<>(memory, FORMAT, () -> {
                throw new CancellationException();
            });
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            set.add(new Key(i, 100_000));
                        }
                    })
                    .isInstanceOf(CancellationException.class);
        }
        assertThat(fixture.files.open()).isZero();
    }
}
