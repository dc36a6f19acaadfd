package io.heliosdb.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Runs every load against the contestants in turn and prints a line for each, as soon as it is known.
///
/// The first contestant is the one that is judged: a ratio is its throughput over the other's, taken round by round, so
/// that a machine that slows down slows both. The order changes with every round.
final class SideBySide {

    private final List<Contestant> contestants;
    private final PgBench pgbench;
    private final PrintWriter out;
    private final int rounds;
    private final int seconds;

    SideBySide(List<Contestant> contestants, PgBench pgbench, PrintWriter out, int rounds, int seconds) {
        this.contestants = List.copyOf(contestants);
        this.pgbench = pgbench;
        this.out = out;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    void header() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-25s", "load"));
        for (Contestant contestant : contestants) {
            line.append(String.format(Locale.ROOT, " | %10s tps %8s %8s", contestant.name(), "p50 ms", "p99 ms"));
        }
        say(line + (contestants.size() > 1 ? " | ratio (min..max)" : ""));
    }

    void run(Load load) {
        List<List<Result>> results = new ArrayList<>();
        contestants.forEach(contestant -> results.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                int who = (turn + round) % contestants.size();
                results.get(who).add(pgbench.run(contestants.get(who), load, seconds));
            }
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-25s", load));
        for (List<Result> own : results) {
            line.append(String.format(
                    Locale.ROOT,
                    " | %14.0f %8.3f %8.3f",
                    median(own, Result::transactionsPerSecond),
                    median(own, Result::p50Millis),
                    median(own, Result::p99Millis)));
        }
        if (contestants.size() > 1) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = results.get(0).get(round).transactionsPerSecond()
                        / results.get(1).get(round).transactionsPerSecond();
            }
            line.append(ratio(ratios));
        }
        say(line.toString());
    }

    /// COPY, in turn, after one that warms up; the ratio is of times, so that less is better.
    void runCopy(CopyLoad copy) {
        contestants.forEach(copy::seconds);
        double[][] times = new double[contestants.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                int who = (turn + round) % contestants.size();
                times[who][round] = copy.seconds(contestants.get(who));
            }
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-25s", "COPY of 1 M rows, seconds"));
        for (double[] own : times) {
            line.append(String.format(Locale.ROOT, " | %14.2f %8s %8s", median(own), "", ""));
        }
        if (contestants.size() > 1) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = times[0][round] / times[1][round];
            }
            line.append(ratio(ratios)).append("  (of times)");
        }
        say(line.toString());
    }

    private static String ratio(double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, " | %5.2f (%.2f..%.2f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        return median(results.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
