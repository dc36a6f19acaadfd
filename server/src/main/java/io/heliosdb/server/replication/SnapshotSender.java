package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.message.SnapshotBegin;
import io.heliosdb.cluster.message.SnapshotEnd;
import io.heliosdb.server.txn.SnapshotExport;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;

/// Sends a copy of the whole database, as fast as the connection takes it. An actor in `executor`.
final class SnapshotSender {

    private final SnapshotExport export;
    private final Link link;
    private final Executor executor;
    private final int chunkBytes;
    private final CRC32C checksum = new CRC32C();
    private final AtomicBoolean asked = new AtomicBoolean();
    private long chunks;
    private long bytes;
    private boolean done;

    SnapshotSender(SnapshotExport export, Link link, Executor executor, int chunkBytes) {
        this.export = export;
        this.link = link;
        this.executor = executor;
        this.chunkBytes = chunkBytes;
    }

    /// What the copy is as of.
    Lsn lsn() {
        return export.lsn();
    }

    /// In `executor`.
    void start() {
        link.send(new Frame.SnapshotBeginFrame(SnapshotBegin.newBuilder()
                .setClusterId(export.metadata().clusterId().toString())
                .setLsn(export.lsn().position())
                .addAllHistory(Handshake.messages(export.metadata().history()))
                .build()));
        wake();
    }

    /// The connection may take more.
    void wake() {
        if (asked.compareAndSet(false, true)) {
            executor.execute(this::pump);
        }
    }

    private void pump() {
        asked.set(false);
        while (!done && link.isWritable()) {
            ByteBuffer chunk = export.nextChunk(chunkBytes);
            if (chunk == null) {
                finish();
                return;
            }
            chunks++;
            bytes += chunk.remaining();
            checksum.update(chunk.duplicate());
            Fragments.split(chunk, (part, more) -> link.send(new Frame.SnapshotChunk(more, part)));
        }
    }

    private void finish() {
        link.send(new Frame.SnapshotEndFrame(SnapshotEnd.newBuilder()
                .setChunks(chunks)
                .setBytes(bytes)
                .setChecksum((int) checksum.getValue())
                .build()));
        close();
    }

    /// In `executor`; harmless when finished.
    void close() {
        if (!done) {
            done = true;
            export.close();
        }
    }
}
