package io.heliosdb.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Archives of what the JVMs of a node and of the observer learn while they run: their classes, linked (JEP 483), and
/// which of their methods are worth compiling (JEP 515). With them a member starts in half the processor time, and is
/// fast sooner; five of them start at once.
///
/// They are made by a rehearsal after each build: a primary and an observer start on free ports in a folder of
/// their own, the primary answers some thousand statements, and both leave their archives when they stop. A JVM that
/// does not fit an archive runs without it.
final class ClassArchives {

    // Archiving takes a while after all else has ended.
    private static final Duration STOP = Duration.ofMinutes(3);

    private static final int LOAD_SECONDS = 8;

    /// Where a rehearsal looks for free ports, away from those of clusters.
    private static final List<Integer> PORT_OFFSETS = List.of(37_000, 38_000, 39_000, 40_000);

    private final LocalCluster cluster;
    private final PrintWriter out;

    ClassArchives(LocalCluster cluster, PrintWriter out) {
        this.cluster = cluster;
        this.out = out;
    }

    /// What makes a member's JVM use its archive; nothing while there is none. The JVM would complain in the
    /// member's log that `--enable-native-access` keeps it from archiving its modules too.
    static List<String> options(Layout layout, Member member) {
        Path file = file(layout, member);
        return Files.exists(file) ? List.of("-XX:AOTCache=" + file, "-Xlog:cds=off", "-Xlog:aot=off") : List.of();
    }

    // Another JDK has other archives.
    private static Path file(Layout layout, Member member) {
        return layout.target(member).resolve("classes-" + Runtime.version() + ".aot");
    }

    /// Makes the archives unless they are newer than what was built.
    void ensure() {
        List<Member> actors = cluster.members().stream()
                .filter(member -> member.role().isPrimary() || member.isObserver())
                .toList();
        try {
            boolean current = true;
            for (Member member : actors) {
                current &= isCurrent(member);
            }
            if (!current) {
                rehearse(actors);
            }
        } catch (IOException | LauncherException e) {
            out.println("Classes could not be archived, members start more slowly: " + e.getMessage());
        }
    }

    private boolean isCurrent(Member member) throws IOException {
        Path archive = file(cluster.layout(), member);
        if (!Files.exists(archive)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(archive);
        try (Stream<Path> jars = Files.walk(cluster.layout().target(member).resolve("libs"))) {
            for (Path jar :
                    Stream.concat(Stream.of(cluster.layout().jar(member)), jars).toList()) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private void rehearse(List<Member> actors) throws IOException {
        long begin = System.nanoTime();
        out.println("Archiving classes, once after each build ...");
        out.flush();
        Path data = Files.createTempDirectory("heliosdb-rehearsal");
        Layout layout = new Layout(cluster.layout().project(), data);
        try {
            Map<String, Path> made = new TreeMap<>();
            for (Member member : actors) {
                Path archive = file(cluster.layout(), member);
                Files.deleteIfExists(archive);
                made.put(member.name(), archive.resolveSibling("new-" + archive.getFileName()));
            }
            List<Member> members = Member.cluster(freeOffset()).stream()
                    .filter(member -> made.containsKey(member.name()))
                    .toList();
            for (Member member : members) {
                run(new LocalCluster(layout, members, processes(layout, members, member, made)), member);
            }
            for (Member member : members) {
                if (!member.isObserver()) {
                    load(member);
                }
                stop(new ClusterProcesses(layout, members, Map.of()), member);
                Files.move(made.get(member.name()), file(cluster.layout(), member));
            }
        } finally {
            // Whatever went wrong, nobody goes on rehearsing.
            ClusterProcesses left = new ClusterProcesses(layout, actors, Map.of());
            actors.forEach(member -> left.stop(member, Duration.ZERO));
            DataFolder.removeFolder(data);
        }
        out.printf(Locale.ROOT, "Archived in %.0f s.%n", (System.nanoTime() - begin) / 1e9);
    }

    private static ClusterProcesses processes(
            Layout layout, List<Member> members, Member member, Map<String, Path> made) {
        Path archive = made.get(member.name());
        return new ClusterProcesses(layout, members, Map.of("HELIOSDB_JAVA_OPTS", "-XX:AOTCacheOutput=" + archive));
    }

    private static void run(LocalCluster rehearsal, Member member) {
        PrintWriter silent = new PrintWriter(java.io.Writer.nullWriter());
        new Startup(rehearsal, silent).start(List.of(member));
    }

    private void load(Member node) {
        List<String> arguments = List.of(Integer.toString(node.pgPort()), Integer.toString(LOAD_SECONDS));
        if (ServerProgram.run(cluster, "io.heliosdb.server.boot.RehearsalMain", arguments) != 0) {
            throw new LauncherException(node.name() + " did not answer what it was asked");
        }
    }

    private static void stop(ClusterProcesses processes, Member member) {
        if (!processes.stop(member, STOP)) {
            throw new LauncherException(member.name() + " did not stop");
        }
    }

    private static int freeOffset() {
        Optional<Integer> free = PORT_OFFSETS.stream()
                .filter(offset -> Member.cluster(offset).stream()
                        .flatMap(member -> member.ports().stream())
                        .noneMatch(port -> HealthProbe.isTaken(port.number())))
                .findFirst();
        return free.orElseThrow(() -> new LauncherException("no free ports"));
    }
}
