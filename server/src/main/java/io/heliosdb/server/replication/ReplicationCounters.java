package io.heliosdb.server.replication;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What has gone over replication connections since the start of the process, sent or received.
public final class ReplicationCounters {

    final LongAdder records = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder heartbeatsSent = new LongAdder();
    final LongAdder heartbeatsReceived = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    final LongAdder snapshots = new LongAdder();
    final AtomicLong lastReplicationMillis = new AtomicLong();

    /// Each record begins with its length, and a run holds whole ones.
    void countRecords(ByteBuffer run) {
        int position = run.position();
        while (position + Integer.BYTES <= run.limit()) {
            int length = run.getInt(position);
            if (length <= 0) {
                return;
            }
            position += length;
            records.increment();
        }
    }

    /// WAL records sent to standbys (each counted per standby) or received.
    public long recordsReplicated() {
        return records.sum();
    }

    public long bytesReplicated() {
        return bytes.sum();
    }

    public long heartbeatsSent() {
        return heartbeatsSent.sum();
    }

    public long heartbeatsReceived() {
        return heartbeatsReceived.sum();
    }

    /// Connections made after the first one.
    public long reconnects() {
        return reconnects.sum();
    }

    /// Copies of the whole database, sent or received.
    public long snapshots() {
        return snapshots.sum();
    }

    /// When log bytes were last sent or received, 0 when never.
    public long lastReplicationEpochMillis() {
        return lastReplicationMillis.get();
    }
}
