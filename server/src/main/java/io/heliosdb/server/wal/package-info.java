/// The write-ahead log: segments, records, checksums, group flush, recovery scan, raw reading for streaming.
///
/// Entry points: `Wal` and {@link io.heliosdb.server.wal.WalReader}. See README.md here.
@NullMarked
package io.heliosdb.server.wal;

import org.jspecify.annotations.NullMarked;
