package io.heliosdb.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a program answered.
record Output(int exit, String out, String err) {

    /// Runs a program to its end. Its streams go through files, so that a child it leaves behind cannot hold them open.
    ///
    /// @param environment added to this process's own
    /// @throws AssertionError when it has not ended within `limit`; it is killed
    static Output of(List<String> command, Map<String, String> environment, String input, Duration limit) {
        try {
            Path folder = Files.createTempDirectory("heliosdb-it-run");
            Path in = Files.writeString(folder.resolve("in"), input);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            Output output = new Output(process.exitValue(), Files.readString(out), Files.readString(err));
            for (Path file : List.of(in, out, err, folder)) {
                Files.delete(file);
            }
            if (!ended) {
                throw new AssertionError(command + " had not ended after " + limit + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }
}
