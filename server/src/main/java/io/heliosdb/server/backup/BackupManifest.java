package io.heliosdb.server.backup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.txn.DatabaseMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What a backup holds. Written last: a folder without it is not a backup.
///
/// @param format of the files; this version writes and reads 1
/// @param node from which it was taken
/// @param history timelines with the LSN at which each began
/// @param baseLsn what the base is as of; the log begins here
/// @param endLsn what a restore of this backup alone gives
/// @param baseTime ISO 8601; nothing in the base was committed later
/// @param endTime ISO 8601; when the backup was complete
/// @param files every other file of the folder
public record BackupManifest(
        int format,
        String clusterId,
        String node,
        List<TimelineStart> history,
        String baseLsn,
        String endLsn,
        String baseTime,
        String endTime,
        List<BackupFile> files) {

    /// The file's name.
    public static final String NAME = "backup.json";

    static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A timeline and where it begins.
    public record TimelineStart(long timeline, String start) {}

    /// A file with the digest of its content.
    public record BackupFile(String name, long bytes, String sha256) {}

    /// Writes it so that it is there whole or not at all.
    void write(Path directory) {
        try {
            byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
            FileDisk.at(directory).replace(NAME, text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    /// @throws BackupException when the folder is not a whole backup of a known format
    public static BackupManifest read(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new BackupException("\"" + directory + "\" is not a whole backup: it has no " + NAME
                    + ", which is written last; take the backup anew");
        }
        BackupManifest manifest;
        try {
            manifest = JSON.readValue(file.toFile(), BackupManifest.class);
        } catch (IOException e) {
            throw new BackupException("\"" + file + "\" cannot be read: " + e.getMessage(), e);
        }
        if (manifest.format != FORMAT) {
            throw new BackupException("\"" + directory + "\" has format " + manifest.format + ", this version reads "
                    + FORMAT + ": restore it with the version that made it");
        }
        return manifest;
    }

    @JsonIgnore
    public Lsn base() {
        return Lsn.parse(baseLsn);
    }

    @JsonIgnore
    public Lsn end() {
        return Lsn.parse(endLsn);
    }

    @JsonIgnore
    Instant baseInstant() {
        return Instant.parse(baseTime);
    }

    /// Identity and timelines, on another node.
    @JsonIgnore
    DatabaseMetadata metadata(NodeId onNode) {
        return new DatabaseMetadata(
                ClusterId.parse(clusterId),
                onNode,
                history.stream()
                        .map(each ->
                                new DatabaseMetadata.TimelineStart(new Timeline(each.timeline), Lsn.parse(each.start)))
                        .toList());
    }

    static List<TimelineStart> history(DatabaseMetadata metadata) {
        return metadata.history().stream()
                .map(each ->
                        new TimelineStart(each.timeline().number(), each.start().toString()))
                .toList();
    }
}
