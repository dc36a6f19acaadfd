package io.heliosdb.server.backup;

import io.heliosdb.server.backup.BackupManifest.BackupFile;
import java.nio.file.Path;

/// Reads a backup whole and compares it with its manifest.
public final class BackupVerifier {

    private BackupVerifier() {}

    /// @throws BackupException when it is incomplete or damaged
    public static BackupManifest verify(Path directory) {
        BackupManifest manifest = BackupManifest.read(directory);
        for (BackupFile file : manifest.files()) {
            DigestedFile.check(directory, file);
        }
        return manifest;
    }
}
