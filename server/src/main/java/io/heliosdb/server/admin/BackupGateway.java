package io.heliosdb.server.admin;

import io.heliosdb.cluster.rest.BackupState;
import java.nio.file.Path;

/// Backups of this node, one at a time; provided by `boot`. Any thread.
public interface BackupGateway {

    /// Begins a backup into a new or empty folder, and returns at once.
    ///
    /// @throws io.heliosdb.server.common.SqlException 55006 while another one runs, 57P03 while the node recovers
    BackupState begin(Path directory);

    BackupState state();
}
