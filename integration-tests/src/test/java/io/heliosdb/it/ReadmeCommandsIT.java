package io.heliosdb.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Executes every command of README.md: lines after `$ ` in blocks of `console`. What follows a command is what
/// it must print, on both streams; nothing means anything, so long as the command succeeds.
class ReadmeCommandsIT {

    /// What runs these tests, needs a Docker engine, takes very long, or does not end.
    private static final Set<String> ELSEWHERE = Set.of(
            "./heliosdb test",
            "./heliosdb test compose",
            "./heliosdb test simulation",
            "./heliosdb test histories",
            "./heliosdb test mutations",
            "./heliosdb test size",
            "./heliosdb bench",
            "./heliosdb bench jmh",
            "./heliosdb logs -f",
            "./heliosdb psql",
            "docker compose -f compose/docker-compose.ha-cluster.yml build",
            "docker compose -f compose/docker-compose.ha-cluster.yml up -d",
            "docker compose -f compose/docker-compose.ha-cluster.yml down -v");

    private record Step(String command, List<String> expected) {}

    @Test
    void everyCommandDoesWhatTheReadmeSays() throws IOException {
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(10);
        try (LocalCluster cluster = LocalCluster.stopped()) {
            for (Step step : steps) {
                if (ELSEWHERE.contains(step.command())) {
                    continue;
                }
                Output output = cluster.shell(step.command());
                if (step.expected().isEmpty()) {
                    assertThat(output.exit())
                            .as("%s: %s\n%s", step.command(), output, cluster.logs())
                            .isZero();
                } else {
                    String printed = (output.out() + output.err())
                            .lines()
                            .map(String::stripTrailing)
                            .collect(Collectors.joining("\n"))
                            .stripTrailing();
                    assertThat(printed).as(step.command()).isEqualTo(String.join("\n", step.expected()));
                }
            }
        }
    }

    private static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of(System.getProperty("heliosdb.root", ".."), "README.md"))) {
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2).replaceFirst(" +# .*", ""), new ArrayList<>()));
            } else if (inside) {
                steps.getLast().expected().add(line.stripTrailing());
            }
        }
        return steps;
    }
}
