package io.heliosdb.server.replication;

import java.time.Duration;

/// How replication behaves; addresses and identities are in {@link Self}.
///
/// | key | default | range | why |
/// |---|---|---|---|
/// | `heartbeat-interval-ms` | 500 | 10..60000 | five are missed before a connection counts as dead |
/// | `silence-limit-ms` | 2500 | > heartbeat | shorter would cut off a standby that collects garbage |
/// | `handshake-timeout-ms` | 5000 | | a connection that says nothing costs a thread nothing, but a slot |
/// | `wal-keep-bytes` | 4 GiB | ≥ 0 | for standbys that are away; beyond it they take a copy |
/// | `snapshot-chunk-bytes` | 256 KiB | | |
///
/// @param secret what all members know
/// @param rules of the in-sync set; only a primary needs them
public record ReplicationConfig(
        ClusterSecret secret,
        InSyncRules rules,
        Duration heartbeatInterval,
        Duration silenceLimit,
        Duration handshakeTimeout,
        long walKeepBytes,
        int snapshotChunkBytes) {

    public ReplicationConfig {
        if (heartbeatInterval.toMillis() < 10 || silenceLimit.compareTo(heartbeatInterval) <= 0) {
            throw new IllegalArgumentException(
                    "the silence limit must be longer than the heartbeat interval (10 ms or more)");
        }
        if (walKeepBytes < 0 || snapshotChunkBytes < 1024) {
            throw new IllegalArgumentException("wal-keep-bytes or snapshot-chunk-bytes out of range");
        }
    }

    /// The defaults of the table above.
    public static ReplicationConfig of(ClusterSecret secret, InSyncRules rules) {
        return new ReplicationConfig(
                secret,
                rules,
                Duration.ofMillis(500),
                Duration.ofMillis(2500),
                Duration.ofSeconds(5),
                4L << 30,
                256 * 1024);
    }

    public ReplicationConfig withWalKeepBytes(long value) {
        return new ReplicationConfig(
                secret, rules, heartbeatInterval, silenceLimit, handshakeTimeout, value, snapshotChunkBytes);
    }
}
