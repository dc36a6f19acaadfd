package io.heliosdb.server.backup;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.txn.DatabaseMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder of archived log: committed records only, as they stand in the log.
///
/// ```
/// DIR/CLUSTER/TIMELINE/history             lines `TIMELINE LSN`: where each timeline up to this one began
/// DIR/CLUSTER/TIMELINE/0000000000ABCDEF.wal  records from that position on
/// ```
/// Records of one timeline are contiguous unless the archive was lost for a while; a restore notices a gap.
public final class WalArchive {

    private static final Pattern FILE = Pattern.compile("([0-9A-F]{16})\\.wal");
    private static final String HISTORY = "history";

    private final Path directory;

    private WalArchive(Path directory) {
        this.directory = directory;
    }

    /// The part of an archive that belongs to one cluster; the folder need not exist.
    public static WalArchive at(Path directory, ClusterId cluster) {
        return new WalArchive(directory.resolve(cluster.toString()));
    }

    /// A file of it, by where its records begin.
    record ArchiveFile(Lsn start, Path path) {}

    /// All timelines, ascending.
    List<Timeline> timelines() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{0,18}"))
                    .map(name -> new Timeline(Long.parseLong(name)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BackupException("the archive \"" + directory + "\" cannot be read: " + e, e);
        }
    }

    /// The files of a timeline in the order of their records.
    List<ArchiveFile> files(Timeline timeline) {
        Path folder = folder(timeline);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ArchiveFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher matcher = FILE.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    found.add(new ArchiveFile(Lsn.of(Long.parseUnsignedLong(matcher.group(1), 16)), file));
                }
            });
        } catch (IOException e) {
            throw new BackupException("the archive \"" + folder + "\" cannot be read: " + e, e);
        }
        found.sort(Comparator.comparing(ArchiveFile::start));
        return found;
    }

    private Path folder(Timeline timeline) {
        return directory.resolve(Long.toString(timeline.number()));
    }

    /// Where a new file of records from `start` belongs; makes the timeline's folder and its history.
    Path newFile(DatabaseMetadata metadata, Lsn start) {
        Path folder = folder(metadata.timeline());
        StringBuilder history = new StringBuilder();
        metadata.history().forEach(each -> history.append(each.timeline().number())
                .append(' ')
                .append(each.start())
                .append('\n'));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(HISTORY), history);
        } catch (IOException e) {
            throw new BackupException("the archive \"" + folder + "\" cannot be written: " + e, e);
        }
        return folder.resolve(String.format(Locale.ROOT, "%016X.wal", start.position()));
    }

    /// Where the timelines up to `timeline` began; empty when that is not archived.
    Optional<List<DatabaseMetadata.TimelineStart>> history(Timeline timeline) {
        Path file = folder(timeline).resolve(HISTORY);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .map(parts -> new DatabaseMetadata.TimelineStart(
                            new Timeline(Long.parseLong(parts[0])), Lsn.parse(parts[1])))
                    .toList());
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new BackupException("\"" + file + "\" cannot be read: " + e, e);
        }
    }
}
