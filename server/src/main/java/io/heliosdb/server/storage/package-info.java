/// The version store: recent versions in memory over LMDB, read views as of an LSN, checkpoints.
///
/// Entry point: `VersionStore`. See README.md here.
@NullMarked
package io.heliosdb.server.storage;

import org.jspecify.annotations.NullMarked;
