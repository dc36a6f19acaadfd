package io.heliosdb.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Starts members and waits until each is healthy, saying so as it happens.
final class Startup {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(150);
    private static final int LOG_LINES = 15;

    private final LocalCluster cluster;
    private final PrintWriter out;

    Startup(LocalCluster cluster, PrintWriter out) {
        this.cluster = cluster;
        this.out = out;
    }

    /// Starts those that do not run, and returns when all of them are healthy.
    ///
    /// @throws LauncherException when a port is taken, a process ends, or the time limit passes
    void start(List<Member> members) {
        List<Member> stopped = members.stream()
                .filter(m -> cluster.processes().find(m).isEmpty())
                .toList();
        checkPorts(stopped);
        cluster.processes().ensureSecret();
        long begin = System.nanoTime();
        for (Member member : stopped) {
            cluster.processes().start(member);
            progress(begin, member, "starting");
        }
        awaitHealthy(members, begin);
    }

    private static void checkPorts(List<Member> members) {
        List<String> taken = new ArrayList<>();
        for (Member member : members) {
            for (Member.Port port : member.ports()) {
                if (HealthProbe.isTaken(port.number())) {
                    taken.add("port " + port.number() + " (" + port.purpose() + " of " + member.name() + ")");
                }
            }
        }
        if (!taken.isEmpty()) {
            throw new LauncherException("already in use by another program: " + String.join(", ", taken)
                    + "\nNothing was started. Stop that program (find it with: ss -ltnp), or move the whole cluster"
                    + " with HELIOSDB_PORT_OFFSET=1000.");
        }
    }

    private void awaitHealthy(List<Member> members, long begin) {
        List<Member> waiting = new ArrayList<>(members);
        try (HealthProbe probe = new HealthProbe()) {
            while (!waiting.isEmpty()) {
                List<Member> healthy = waiting.stream().filter(probe::isHealthy).toList();
                healthy.forEach(member -> progress(begin, member, "healthy"));
                waiting.removeAll(healthy);
                for (Member member : waiting) {
                    if (cluster.processes().find(member).isEmpty()) {
                        throw new LauncherException(member.name() + " stopped while it was starting" + lastLog(member));
                    }
                }
                if (System.nanoTime() - begin > LIMIT.toNanos()) {
                    throw new LauncherException("not healthy after " + LIMIT.toSeconds() + " s: "
                            + String.join(
                                    ", ", waiting.stream().map(Member::name).toList())
                            + lastLog(waiting.getFirst()));
                }
                if (!waiting.isEmpty()) {
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        }
    }

    private void progress(long begin, Member member, String state) {
        out.printf(Locale.ROOT, "[%5.1f s] %-18s %s%n", (System.nanoTime() - begin) / 1e9, member.name(), state);
        out.flush();
    }

    private String lastLog(Member member) {
        Path log = cluster.layout().logFile(member);
        return tail(log, LOG_LINES)
                .map(lines -> "; the end of " + log + ":\n" + lines)
                .orElse("; it wrote no log");
    }

    private static Optional<String> tail(Path log, int count) {
        try {
            if (!Files.isRegularFile(log)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
            return Optional.of("  " + String.join("\n  ", last));
        } catch (IOException e) {
            return Optional.of("  (cannot be read: " + e.getMessage() + ")");
        }
    }
}
