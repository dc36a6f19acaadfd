package io.heliosdb.server.admin;

import jakarta.ws.rs.BadRequestException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/backup`.
public record BackupRequest(@Nullable String directory) {

    /// The folder, which must be named in full: the node's working folder is nobody's business.
    ///
    /// @throws BadRequestException when it is not
    Path path() {
        try {
            Path path = directory == null || directory.isBlank() ? null : Path.of(directory);
            if (path != null && path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new BadRequestException("directory is not a path: " + e.getMessage(), e);
        }
        throw new BadRequestException("name the backup's folder on the node's machine as an absolute path: directory");
    }
}
