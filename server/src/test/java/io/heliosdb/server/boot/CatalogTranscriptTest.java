package io.heliosdb.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Asks a node's catalog what psql, pg_dump and drivers ask, and expects what a PostgreSQL 15 answered. The
/// conversations build on each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class CatalogTranscriptTest {

    private SqlCluster cluster;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        cluster = new SqlCluster(directory, "");
        cluster.primary("a");
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    static Stream<Transcript> transcripts() {
        return Transcript.ofCatalog();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void answersAsPostgreSqlDoes(Transcript transcript) throws Exception {
        Transcript played =
                transcript.play(cluster.clientPort("a"), Map.of("user", "postgres", "database", "wire"), false);
        assertThat(String.join("\n", played.lines())).isEqualTo(String.join("\n", transcript.lines()));
    }
}
