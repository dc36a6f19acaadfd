package io.heliosdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Runs pgbench against a contestant and reads what it says.
final class PgBench {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: ([0-9]+)");
    /// Enough for percentiles, few enough not to slow pgbench down.
    private static final double SAMPLED = 0.1;

    private final Path directory;

    /// @param directory for pgbench's logs
    PgBench(Path directory) {
        this.directory = directory;
    }

    /// Creates pgbench's tables; returns the seconds it took.
    double load(Contestant contestant, int scale) {
        long begin = System.nanoTime();
        Command.run(
                directory, contestant.environment(), List.of(Command.find("pgbench"), "-i", "-q", "-s", "" + scale));
        return (System.nanoTime() - begin) / 1e9;
    }

    /// @throws BenchException when pgbench fails or a transaction did
    Result run(Contestant contestant, Load load, int seconds) {
        String prefix = "latency-" + contestant.name();
        String output = Command.run(
                directory,
                contestant.environment(),
                List.of(
                        Command.find("pgbench"),
                        "-n",
                        "-b",
                        load.script().text(),
                        "-M",
                        load.protocol().text(),
                        "-c",
                        Integer.toString(load.clients()),
                        "-j",
                        Integer.toString(Math.min(2, load.clients())),
                        "-T",
                        Integer.toString(seconds),
                        "-l",
                        "--log-prefix=" + prefix,
                        "--sampling-rate=" + String.format(Locale.ROOT, "%.2f", SAMPLED)));
        String failed = group(FAILED, output);
        if (!failed.equals("0")) {
            throw new BenchException(
                    contestant.name() + ": " + failed + " transactions failed in " + load + "\n" + output);
        }
        return Result.of(Double.parseDouble(group(TPS, output)), latencies(prefix));
    }

    private static String group(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new BenchException("pgbench said something else than expected:\n" + output);
        }
        return matcher.group(1);
    }

    // A line of the log: client, transaction, latency in microseconds, ...
    private long[] latencies(String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
            LongStream all = LongStream.empty();
            for (Path log : logs) {
                all = LongStream.concat(
                        all, Files.readAllLines(log).stream().mapToLong(line -> Long.parseLong(line.split(" ")[2])));
            }
            long[] latencies = all.toArray();
            for (Path log : logs) {
                Files.delete(log);
            }
            return latencies;
        } catch (IOException e) {
            throw new BenchException("cannot read pgbench's logs in " + directory + ": " + e.getMessage(), e);
        }
    }
}
