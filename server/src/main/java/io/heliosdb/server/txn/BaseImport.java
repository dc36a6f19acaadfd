package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.BaseStore;
import io.heliosdb.server.storage.ChangeSource;
import io.heliosdb.server.wal.WalCorruptException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes each chunk into a new base; the control file, written last, makes the directory a database.
final class BaseImport implements SnapshotImport {

    private final Disk disk;
    private final BaseStore base;
    private final AutoCloseable claim;
    private final DatabaseMetadata metadata;
    private @Nullable BaseMark mark;
    private int chunks;
    private boolean complete;

    BaseImport(Disk disk, BaseStore base, AutoCloseable claim, DatabaseMetadata metadata) {
        this.disk = disk;
        this.base = base;
        this.claim = claim;
        this.metadata = metadata;
    }

    @Override
    public void accept(ByteBuffer chunk) {
        ByteBuffer source = chunk.duplicate();
        if (source.remaining() < BaseExport.HEADER_BYTES
                || source.getInt(source.position()) != BaseExport.crc(source)) {
            throw new WalCorruptException("received a damaged chunk of a snapshot: number " + chunks);
        }
        source.getInt();
        int number = source.getInt();
        int entries = source.getInt();
        BaseMark found = new BaseMark(Lsn.of(source.getLong()), new Timeline(source.getLong()), source.getLong())
                .withRedo(Lsn.of(source.getLong()));
        BaseMark before = mark;
        if (number != chunks || complete || before != null && !before.equals(found)) {
            throw new WalCorruptException("received chunk " + number + " of a snapshot instead of " + chunks);
        }
        mark = found;
        chunks++;
        if (entries == 0) {
            complete = true;
        } else {
            base.write(new ChunkSource(source, entries), BaseMark.EMPTY);
        }
    }

    @Override
    public void finish() {
        BaseMark found = mark;
        if (!complete || found == null) {
            throw new IllegalStateException("the snapshot is not complete");
        }
        base.write(new ChunkSource(ByteBuffer.allocate(0), 0), found);
        base.close();
        MetadataFile.write(disk, metadata);
    }

    @Override
    public void close() {
        base.close();
        try {
            claim.close();
        } catch (Exception e) {
            throw new DiskException("cannot release the data directory", e, false);
        }
    }

    private record ChunkSource(ByteBuffer entries, int count) implements ChangeSource {

        @Override
        public List<Long> droppedTrees() {
            return List.of();
        }

        @Override
        public Changes changes() {
            return new ChunkChanges(entries.duplicate(), count);
        }
    }

    private static final class ChunkChanges implements ChangeSource.Changes {

        private final ByteBuffer source;
        private int left;
        private long tree;
        private byte[] key = new byte[0];
        private byte[] value = new byte[0];

        ChunkChanges(ByteBuffer source, int count) {
            this.source = source;
            this.left = count;
        }

        @Override
        public boolean next() {
            if (left == 0) {
                return false;
            }
            left--;
            tree = source.getLong();
            key = bytes();
            value = bytes();
            return true;
        }

        private byte[] bytes() {
            byte[] bytes = new byte[source.getInt()];
            source.get(bytes);
            return bytes;
        }

        @Override
        public long tree() {
            return tree;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte[] value() {
            return value;
        }
    }
}
