package io.heliosdb.server.replication;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.message.SnapshotBegin;
import io.heliosdb.cluster.message.SnapshotEnd;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.SnapshotImport;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Takes a copy from the primary into an empty data directory. Used by one task at a time.
final class SnapshotReceiver {

    private final SnapshotTarget target;
    private final NodeId self;
    private final Fragments fragments = new Fragments();
    private final CRC32C checksum = new CRC32C();
    private @Nullable SnapshotImport copy;
    private long chunks;
    private long bytes;

    SnapshotReceiver(SnapshotTarget target, NodeId self) {
        this.target = target;
        this.self = self;
    }

    void begin(SnapshotBegin message) {
        if (copy != null) {
            throw new BadFrameException("a snapshot began twice");
        }
        copy = target.begin(new DatabaseMetadata(
                ClusterId.parse(message.getClusterId()), self, Handshake.starts(message.getHistoryList())));
    }

    private SnapshotImport open() {
        SnapshotImport found = copy;
        if (found == null) {
            throw new BadFrameException("a snapshot has not begun");
        }
        return found;
    }

    void chunk(Frame.SnapshotChunk part) {
        SnapshotImport into = open();
        ByteBuffer chunk = fragments.join(part.bytes(), part.more()).orElse(null);
        if (chunk != null) {
            chunks++;
            bytes += chunk.remaining();
            checksum.update(chunk.duplicate());
            into.accept(chunk);
        }
    }

    /// Everything has come: makes it durable.
    ///
    /// @throws BadFrameException when it is not what was sent
    void end(SnapshotEnd message) {
        if (message.getChunks() != chunks
                || message.getBytes() != bytes
                || message.getChecksum() != (int) checksum.getValue()) {
            throw new BadFrameException("a snapshot arrived damaged: " + chunks + " chunks of " + message.getChunks());
        }
        open().finish();
        close();
    }

    long bytes() {
        return bytes;
    }

    /// Gives up when not finished; what has come is worth nothing then.
    void close() {
        SnapshotImport open = copy;
        if (open != null) {
            copy = null;
            open.close();
        }
    }
}
