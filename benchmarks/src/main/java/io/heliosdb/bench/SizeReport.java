package io.heliosdb.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What a size run prints: progress while a step runs, one line for each step, the peaks at the end. Safe for
/// any thread.
final class SizeReport {

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final double MEGABYTE = 1 << 20;

    private record Step(String name, double seconds, long ownBytes, long heapBytes, String remark) {}

    private final PrintWriter out;
    private final List<Step> steps = new ArrayList<>();
    private String current = "start";
    private long begin = System.nanoTime();
    private long lastProgress = begin;
    private long ownBytes;
    private long heapBytes;
    private int missed;

    SizeReport(PrintWriter out) {
        this.out = out;
    }

    synchronized void begin(String name) {
        current = name;
        begin = System.nanoTime();
        lastProgress = begin;
        ownBytes = 0;
        heapBytes = 0;
    }

    synchronized void progress(double share) {
        if (System.nanoTime() - lastProgress >= PROGRESS_NANOS) {
            lastProgress = System.nanoTime();
            say(String.format(
                    Locale.ROOT,
                    "  %s: %.0f %% after %.0f s, %.0f MB of its own",
                    current,
                    100 * share,
                    (lastProgress - begin) / 1e9,
                    ownBytes / MEGABYTE));
        }
    }

    synchronized void end(String remark) {
        Step step = new Step(current, (System.nanoTime() - begin) / 1e9, ownBytes, heapBytes, remark);
        steps.add(step);
        say(line(step));
    }

    private static String line(Step step) {
        return String.format(
                Locale.ROOT,
                "%-42s %8.1f s   own memory %5.0f MB   heap %4.0f MB   %s",
                step.name,
                step.seconds,
                step.ownBytes / MEGABYTE,
                step.heapBytes / MEGABYTE,
                step.remark);
    }

    synchronized void ownBytes(long bytes) {
        ownBytes = Math.max(ownBytes, bytes);
    }

    synchronized void heapBytes(long bytes) {
        heapBytes = Math.max(heapBytes, bytes);
    }

    synchronized void missedLook() {
        missed++;
    }

    synchronized void summary() {
        say(String.format(
                Locale.ROOT,
                "%nAll right. Peaks: own memory %.0f MB, heap %.0f MB (%d looks at the memory failed).",
                steps.stream().mapToLong(Step::ownBytes).max().orElse(0) / MEGABYTE,
                steps.stream().mapToLong(Step::heapBytes).max().orElse(0) / MEGABYTE,
                missed));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
