/// Online backups, the archive of the write-ahead log, and restoring from both to a time or an LSN.
///
/// Entry points: {@link io.heliosdb.server.backup.BackupWriter} and {@link io.heliosdb.server.backup.WalArchiver}
/// in a running node, {@link io.heliosdb.server.backup.Restore} and {@link
/// io.heliosdb.server.backup.BackupVerifier} without one. The archiver has a thread of its own; everything else
/// runs in its caller's and blocks for disks.
@NullMarked
package io.heliosdb.server.backup;

import org.jspecify.annotations.NullMarked;
