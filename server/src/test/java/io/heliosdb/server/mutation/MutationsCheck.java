package io.heliosdb.server.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants each of the {@link Mutations} and runs the tests that guard against it, in a process of their own.
///
/// Not part of a plain build (its name is not that of a test): `./heliosdb test mutations`. One alone:
/// `-Dheliosdb.mutation=REGEX_OF_ITS_NAME`.
class MutationsCheck {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int AT_ONCE = 2;
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx700m",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /// @param caught by what; null: it survived
    private record Result(Mutation mutation, @Nullable String caught, long millis) {}

    @Test
    void testsCatchEveryMutation(@TempDir Path directory) throws Exception {
        Pattern only = Pattern.compile(System.getProperty("heliosdb.mutation", ""));
        List<Mutation> chosen = Mutations.all().stream()
                .filter(each -> only.matcher(each.name()).find())
                .toList();
        assertThat(chosen).isNotEmpty();
        Set<String> tests = new LinkedHashSet<>();
        chosen.forEach(each -> tests.addAll(each.tests()));
        assertThat(run(directory, "", List.copyOf(tests)))
                .as("without a mutation")
                .isNull();
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Result>> running = new ArrayList<>();
            for (int i = 0; i < chosen.size(); i++) {
                Mutation mutation = chosen.get(i);
                Path place = directory.resolve("mutation-" + i);
                running.add(pool.submit(() -> test(mutation, place)));
            }
            report(running);
        }
    }

    // Each as soon as it and those before it have ended.
    private static void report(List<Future<Result>> running) throws InterruptedException, ExecutionException {
        List<String> survivors = new ArrayList<>();
        for (Future<Result> each : running) {
            Result result = each.get();
            String caught = result.caught;
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %-62s %5.1f s  %s%n",
                    caught == null ? "SURVIVED" : "caught",
                    result.mutation.name(),
                    result.millis / 1000.0,
                    caught == null ? String.join(", ", result.mutation.tests()) : caught);
            if (caught == null) {
                survivors.add(result.mutation.name());
            }
        }
        System.out.println(running.size() + " mutations, " + survivors.size() + " survived");
        assertThat(survivors).as("mutations that no test has caught").isEmpty();
    }

    private static Result test(Mutation mutation, Path place) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Path classes = place.resolve("classes");
        Files.createDirectories(classes);
        compile(mutation, place, classes);
        String caught = run(place, classes.toString(), mutation.tests());
        return new Result(mutation, caught, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    static Path source(Mutation mutation) {
        Path root = Path.of("src", "main", "java", "io", "heliosdb", "server");
        return root.resolve(mutation.file() + ".java");
    }

    private static void compile(Mutation mutation, Path place, Path classes) throws IOException {
        Path original = source(mutation);
        Path changed = place.resolve(String.valueOf(original.getFileName()));
        Files.writeString(changed, mutation.apply(Files.readString(original)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-cp", classPath(), "-proc:none", "-nowarn"),
                            null,
                            files.getJavaFileObjects(changed))
                    .call();
            assertThat(compiled).as("\"%s\" compiles", mutation.name()).isTrue();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /// Which test failed and how; null when all passed.
    private static @Nullable String run(Path place, String overlay, List<String> tests)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-cp");
        command.add(overlay.isEmpty() ? classPath() : overlay + System.getProperty("path.separator") + classPath());
        command.add(MutationFork.class.getName());
        tests.forEach(test -> command.add("io.heliosdb.server." + test));
        Path output = place.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return "a test that does not end";
        }
        return switch (process.exitValue()) {
            case 0 -> null;
            case MutationFork.FAILED -> firstFailure(output);
            default ->
                throw new IllegalStateException(
                        "the tests could not be run: " + String.join("\n", Files.readAllLines(output)));
        };
    }

    private static String firstFailure(Path output) throws IOException {
        String line = Files.readAllLines(output).stream()
                .filter(each -> each.startsWith("FAILED "))
                .findFirst()
                .orElse("FAILED ?");
        return line.substring("FAILED ".length(), Math.min(line.length(), 170));
    }
}
