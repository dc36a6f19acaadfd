package io.heliosdb.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Fill the stopped cluster's data from a backup; the standbys copy it at the next `up`.",
            "Data that are there are moved aside, not removed."
        })
final class RestoreCommand extends ClusterCommand {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    @Parameters(paramLabel = "DIR", description = "A folder that `backup` has written.")
    private Path directory = Path.of("");

    @Option(names = "--archive", description = "The archive of the write-ahead log (HELIOSDB_WAL_ARCHIVE).")
    private @Nullable Path archive;

    @Option(names = "--to-time", description = "Stop before the first commit after it: '2026-01-31 12:00:00+01'.")
    private @Nullable String time;

    @Option(names = "--to-lsn", description = "Stop at this LSN.")
    private @Nullable String lsn;

    @Override
    int run(LocalCluster cluster) {
        List<String> running = cluster.members().stream()
                .filter(member -> cluster.processes().find(member).isPresent())
                .map(Member::name)
                .toList();
        if (!running.isEmpty()) {
            throw new LauncherException(
                    "still running: " + String.join(", ", running) + "; stop the cluster first with: ./heliosdb down");
        }
        Member primary = cluster.member("primary");
        Path work = cluster.layout().data().resolve("restoring");
        DataFolder.removeFolder(work);
        List<String> arguments = new ArrayList<>(
                List.of("backup=" + directory.toAbsolutePath().normalize(), "data=" + work, "node=" + primary.id()));
        if (archive != null) {
            arguments.add("archive=" + archive.toAbsolutePath().normalize());
        }
        if (time != null) {
            arguments.add("time=" + time);
        }
        if (lsn != null) {
            arguments.add("lsn=" + lsn);
        }
        int exit = ServerProgram.run(cluster, "io.heliosdb.server.boot.RestoreMain", arguments);
        if (exit != 0) {
            DataFolder.removeFolder(work);
            say("Nothing was changed.");
            return exit;
        }
        replace(cluster, primary, work);
        say("Start it with: ./heliosdb up");
        return 0;
    }

    // Only now that the restored data are whole: what was there goes aside, and the standbys have to copy anew.
    private void replace(LocalCluster cluster, Member primary, Path work) {
        Path aside = cluster.layout()
                .data()
                .resolve("before-restore-"
                        + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP));
        boolean moved = false;
        try {
            for (Member member : cluster.members()) {
                Path folder = cluster.layout().directory(member);
                if (!member.isObserver() && Files.exists(folder)) {
                    Files.createDirectories(aside);
                    Files.move(folder, aside.resolve(member.name()));
                    moved = true;
                }
            }
            Files.move(work, cluster.layout().directory(primary));
        } catch (IOException e) {
            throw new LauncherException(
                    "the data cannot be moved: " + e + "; what was there is in " + aside + ", what was restored in "
                            + work,
                    e);
        }
        if (moved) {
            say("The data that were there are now in " + aside + "; remove them when you are content.");
        }
    }
}
