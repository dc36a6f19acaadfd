/// WAL streaming: log senders on the primary, a receiver on each standby, the in-sync set, first copies.
///
/// Entry points: {@link io.heliosdb.server.replication.PrimaryReplication}, which is also the engine's `CommitGate`,
/// and {@link io.heliosdb.server.replication.StandbyReplication}. What decides ({@link
/// io.heliosdb.server.replication.InSyncSet}, {@link io.heliosdb.server.replication.Handshake}) knows no thread, no
/// clock and no network and runs in a simulation; Netty is at the rim. Event loops only decode and hand on. See
/// README.md here.
@NullMarked
package io.heliosdb.server.replication;

import org.jspecify.annotations.NullMarked;
