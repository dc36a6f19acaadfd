package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.wire.Transcript;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Says to a sync standby what was said to a PostgreSQL primary, and expects the same answers: forwarding is
/// not to be seen.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RoutedTranscriptTest {

    private SqlCluster cluster;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        cluster = new SqlCluster(directory, "b:sync");
        cluster.primary("a");
        cluster.standby("b", SyncMode.SYNC, "a");
        cluster.awaitInSync("a", 1);
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    static Stream<Transcript> transcripts() {
        return Transcript.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void answersThroughAStandbyAsPostgreSqlDoes(Transcript transcript) throws Exception {
        Transcript played =
                transcript.play(cluster.clientPort("b"), Map.of("user", "postgres", "database", "wire"), false);
        assertThat(String.join("\n", played.lines())).isEqualTo(String.join("\n", transcript.lines()));
    }
}
