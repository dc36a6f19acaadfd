package io.heliosdb.server.replication;

import io.heliosdb.server.common.Disk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A small text file whose last line is the CRC32C of the lines before: readable by people, never half believed.
final class ChecksummedFile {

    private static final String CHECKSUM = "crc32c ";

    private final Disk disk;
    private final String name;

    ChecksummedFile(Disk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    /// The lines written last; empty when there is no file.
    ///
    /// @throws IllegalStateException when the file is damaged: it is not guessed what it said
    Optional<List<String>> read() {
        return disk.read(name).map(content -> {
            List<String> lines = new ArrayList<>(
                    new String(content, StandardCharsets.UTF_8).lines().toList());
            if (lines.isEmpty()) {
                throw damaged();
            }
            String checksum = lines.removeLast();
            if (!checksum.equals(checksum(lines))) {
                throw damaged();
            }
            return List.copyOf(lines);
        });
    }

    private IllegalStateException damaged() {
        return new IllegalStateException("the file \"" + name
                + "\" of the data directory is damaged; restore it, or copy this node anew from another member");
    }

    /// Replaces the content durably.
    void write(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.add(checksum(lines));
        disk.replace(name, (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String checksum(List<String> lines) {
        CRC32C crc = new CRC32C();
        for (String line : lines) {
            crc.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return CHECKSUM + String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
