package io.heliosdb.server.session.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.session.TestDatabase;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.txn.LocalGate;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real sessions beside each other keep to their isolation level.
@Timeout(120)
class HistoryRunTest {

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void keepsToItsLevel(String level) throws Exception {
        long seed = System.nanoTime();
        try (TestDatabase database = new TestDatabase(directory.resolve("data"), new LocalGate())) {
            History history = new HistoryRun(HistoryRun.clients(database), new HistoryRun.Plan(level, 8, 60, 8, seed))
                    .run(() -> {});
            assertThat(history.transactions())
                    .as("seed %d", seed)
                    .filteredOn(transaction -> transaction.outcome() == Outcome.COMMITTED)
                    .hasSizeGreaterThan(50);
            assertThat(HistoryRun.violation(history, level)).as("seed %d", seed).isNull();
        }
    }
}
