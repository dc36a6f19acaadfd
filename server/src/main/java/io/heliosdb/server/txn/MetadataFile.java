package io.heliosdb.server.txn;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The file `control`: whose data this directory holds. A directory without it counts as empty.
///
/// ```
/// format=1
/// cluster=<uuid>
/// node=<uuid>
/// timeline=<number> <start LSN>      one line per timeline, ascending
/// crc=<CRC32C of all lines before, hexadecimal>
/// ```
/// It is replaced as a whole, by rename.
final class MetadataFile {

    static final String NAME = "control";
    private static final String FORMAT = "format=1\n";

    private MetadataFile() {}

    static Optional<DatabaseMetadata> read(Disk disk) {
        return disk.read(NAME).map(MetadataFile::parse);
    }

    static void write(Disk disk, DatabaseMetadata metadata) {
        StringBuilder text = new StringBuilder(FORMAT);
        text.append("cluster=").append(metadata.clusterId()).append('\n');
        text.append("node=").append(metadata.nodeId()).append('\n');
        for (DatabaseMetadata.TimelineStart start : metadata.history()) {
            text.append("timeline=")
                    .append(start.timeline())
                    .append(' ')
                    .append(start.start())
                    .append('\n');
        }
        String crc = crc(text.toString());
        text.append("crc=").append(crc).append('\n');
        disk.replace(NAME, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }

    private static DatabaseMetadata parse(byte[] content) {
        String text = new String(content, StandardCharsets.US_ASCII);
        int end = text.lastIndexOf("crc=");
        if (end < 0
                || !text.startsWith(FORMAT)
                || !text.substring(end).strip().equals("crc=" + crc(text.substring(0, end)))) {
            throw new DiskException(
                    "file \"" + NAME + "\" is damaged: restore it from a copy of the directory", null, false);
        }
        List<String> lines = text.substring(0, end).lines().toList();
        List<DatabaseMetadata.TimelineStart> history = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            String[] parts = value(line, "timeline=").split(" ", 2);
            history.add(
                    new DatabaseMetadata.TimelineStart(new Timeline(Long.parseLong(parts[0])), Lsn.parse(parts[1])));
        }
        return new DatabaseMetadata(
                ClusterId.parse(value(lines.get(1), "cluster=")), NodeId.parse(value(lines.get(2), "node=")), history);
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key)) {
            throw new DiskException("file \"" + NAME + "\" has an unexpected line: " + line, null, false);
        }
        return line.substring(key.length());
    }
}
