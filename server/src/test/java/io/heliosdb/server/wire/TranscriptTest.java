package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Says to a node what was said to a PostgreSQL 15, and expects the same answers.
///
/// With `-Dheliosdb.transcripts.port=PORT` the conversations are had with the PostgreSQL at that port instead
/// (user `postgres`, database `wire`, which should be empty), and what it answers is written to
/// `target/transcripts`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TranscriptTest {

    private SingleNode node;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        node = new SingleNode(directory.resolve("data"), 0);
    }

    @AfterAll
    void close() {
        node.close();
    }

    static Stream<Transcript> transcripts() {
        return Transcript.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void answersAsPostgreSqlDoes(Transcript transcript) throws Exception {
        Transcript played = transcript.play(node.port(), Map.of("user", "postgres", "database", "wire"), false);
        assertThat(String.join("\n", played.lines())).isEqualTo(String.join("\n", transcript.lines()));
    }

    @Test
    void writesDownWhatAnotherServerAnswers() throws Exception {
        int port = Integer.getInteger("heliosdb.transcripts.port", node.port());
        boolean other = port != node.port();
        for (String file : other ? Transcript.RECORDED : List.<String>of()) {
            List<String> lines = new ArrayList<>();
            for (Transcript transcript : Transcript.read(file)) {
                lines.addAll(transcript
                        .play(port, Map.of("user", "postgres", "database", "wire"), true)
                        .lines());
                lines.add("");
            }
            Path target = Path.of("target", "transcripts", file + ".wire");
            Files.createDirectories(target.getParent());
            Files.write(target, lines);
        }
    }
}
