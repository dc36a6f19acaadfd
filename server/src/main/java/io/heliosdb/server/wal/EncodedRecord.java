package io.heliosdb.server.wal;

import java.nio.ByteBuffer;

/// A record that waits for its place in the log. Used once.
public final class EncodedRecord {

    private final ByteBuffer bytes;

    EncodedRecord(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    public int length() {
        return bytes.capacity();
    }

    ByteBuffer seal(long end, long timeline, long committed, long flushed) {
        RecordHeader.seal(bytes, end, timeline, committed, flushed);
        return bytes.clear();
    }
}
