package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.launcher.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Launcher and container start members with the same collector (ADR 9).
class CollectorChoiceTest {

    private static final String PARALLEL = "-XX:+UseParallelGC";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "768m, '', true",
        "192M, '', true",
        "1g, '', true",
        "1024m, '', true",
        "1025m, '', false",
        "2G, '', false",
        "much, '', false",
        "m, '', false",
        "12x4m, -Xlog:gc, false",
        "1000000000, -Xlog:gc -Xlog:gc, false",
        "768m, -Xlog:gc, true",
        "768m, -XX:-UseGCOverheadLimit, true",
        "768m, -Xlog:gc -XX:+UseG1GC, false",
        "768m, -XX:+UseZGC, false"
    })
    void smallHeapsAreCollectedInParallelUnlessSomebodyKnowsBetter(String heap, String extra, boolean parallel)
            throws Exception {
        List<String> launched = JvmOptions.forNode(heap, Map.of("HELIOSDB_JAVA_OPTS", extra));
        List<String> contained = container(heap, extra);
        assertThat(launched).contains("-Xmx" + heap);
        assertThat(contained).contains("-Xmx" + heap);
        assertThat(launched.contains(PARALLEL)).isEqualTo(parallel);
        assertThat(contained.contains(PARALLEL)).isEqualTo(parallel);
        for (String word : extra.isEmpty() ? List.<String>of() : List.of(extra.split(" "))) {
            assertThat(launched).contains(word);
            assertThat(contained).contains(word);
        }
    }

    /// What the container's script would start `java` with.
    private List<String> container(String heap, String extra) throws IOException, InterruptedException {
        Path java = directory.resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of("..", "compose", "start-node").toAbsolutePath().toString());
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        builder.environment().put("HELIOSDB_HEAP", heap);
        builder.environment().put("HELIOSDB_JAVA_OPTS", extra);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        try (var reader = process.inputReader()) {
            List<String> words = reader.lines().toList();
            assertThat(process.waitFor()).isZero();
            return words;
        }
    }
}
