package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
/// With `-Dheliosdb.transcripts.port=PORT` the conversations are had with the PostgreSQL at that port instead (user
/// `postgres`, database `wire`, which should be empty), and what it answers is written to `target/transcripts`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TranscriptTest {

    private static final List<String> FILES = List.of("simple", "extended", "copy", "session");

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
        return FILES.stream().flatMap(file -> read(file).stream());
    }

    private static List<Transcript> read(String file) {
        try (InputStream in = TranscriptTest.class.getResourceAsStream("/wire/" + file + ".wire")) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return Transcript.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        for (String file : other ? FILES : List.<String>of()) {
            List<String> lines = new ArrayList<>();
            for (Transcript transcript : read(file)) {
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
