package io.heliosdb.server.node;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.txn.DatabaseMetadata;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who became primary when and why, in the file `history` of a primary's data directory: a tab-separated line for each
/// timeline. For people only; which timelines there are is in the engine's metadata.
final class HistoryFile {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
    private static final String NAME = "history";

    private HistoryFile() {}

    /// An entry for each timeline of `metadata`; one that is not in the file is added to it.
    static List<TimelineEntry> open(Disk disk, DatabaseMetadata metadata, String primary, Instant now) {
        List<TimelineEntry> found = read(disk);
        List<TimelineEntry> all = new ArrayList<>();
        for (DatabaseMetadata.TimelineStart start : metadata.history()) {
            Optional<TimelineEntry> known = found.stream()
                    .filter(entry -> entry.timeline().equals(start.timeline()))
                    .findFirst();
            String reason = start.timeline().equals(Timeline.FIRST) ? "bootstrap" : "unknown";
            all.add(known.orElseGet(() -> new TimelineEntry(start.timeline(), start.start(), primary, reason, now)));
        }
        if (!all.equals(found)) {
            write(disk, all);
        }
        return List.copyOf(all);
    }

    private static List<TimelineEntry> read(Disk disk) {
        try {
            return disk.read(NAME).stream()
                    .flatMap(content -> new String(content, StandardCharsets.UTF_8).lines())
                    .map(HistoryFile::parse)
                    .toList();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            LOG.warn("history of role changes cannot be read reason={}", e.getMessage());
            return List.of();
        }
    }

    private static TimelineEntry parse(String line) {
        String[] fields = line.split("\t", -1);
        return new TimelineEntry(
                new Timeline(Long.parseLong(fields[0])),
                Lsn.parse(fields[1]),
                fields[2],
                fields[3],
                Instant.parse(fields[4]));
    }

    private static void write(Disk disk, List<TimelineEntry> entries) {
        StringBuilder text = new StringBuilder();
        for (TimelineEntry entry : entries) {
            text.append(String.join(
                            "\t",
                            entry.timeline().toString(),
                            entry.startLsn().toString(),
                            entry.primary(),
                            entry.reason(),
                            String.valueOf(entry.at())))
                    .append('\n');
        }
        try {
            disk.replace(NAME, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (DiskException e) {
            LOG.warn("history of role changes cannot be saved reason={}", e.getMessage());
        }
    }
}
