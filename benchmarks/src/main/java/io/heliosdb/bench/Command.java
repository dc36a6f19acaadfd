package io.heliosdb.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Another program, run to its end.
final class Command {

    private Command() {}

    /// @return what it printed, both streams together
    /// @throws BenchException when it cannot be run or does not exit with 0
    static String run(Path directory, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new BenchException(String.join(" ", command) + " failed with " + exit + ":\n" + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new BenchException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(command.getFirst() + " was interrupted", e);
        }
    }

    static List<String> join(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all;
    }

    /// Where a program of PostgreSQL is: on the PATH, or where Debian has the newest server.
    ///
    /// @throws BenchException when it is not installed
    static String find(String program) {
        return programs(program)
                .findFirst()
                .orElseThrow(() -> new BenchException("cannot find " + program
                        + "; install PostgreSQL (Debian: apt-get install postgresql-contrib)"));
    }

    static boolean isInstalled(String program) {
        return programs(program).findAny().isPresent();
    }

    private static Stream<String> programs(String program) {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.map(version -> version.resolve("bin"))
                    .sorted((a, b) -> b.compareTo(a))
                    .forEach(folders::add);
        } catch (IOException e) {
            // Not Debian's layout: the PATH is all there is.
            folders.clear();
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .map(Path::toString);
    }
}
