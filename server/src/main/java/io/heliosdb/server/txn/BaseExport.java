package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.storage.BaseReader;
import io.heliosdb.server.storage.VersionStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Walks one state of the base. Chunks:
///
/// ```
///  0  u32  CRC32C of bytes 4..end
///  4  u32  chunk number, from 0
///  8  u32  number of entries; 0 in the last chunk
/// 12  u64  applied LSN
/// 20  u64  timeline
/// 28  u64  highest transaction id
/// 36  u64  redo: where the receiver's log begins
/// 44       entries: tree u64 | key length u32 | key | value length u32 | value
/// ```
final class BaseExport implements SnapshotExport {

    static final int HEADER_BYTES = 44;
    private static final int ENTRY_HEADER_BYTES = 16;

    private record Entry(long tree, byte[] key, byte[] value) {
        int bytes() {
            return ENTRY_HEADER_BYTES + key.length + value.length;
        }
    }

    private final BaseReader reader;
    private final BaseReader.TreeCursor cursor;
    private final DatabaseMetadata metadata;
    private final LogRetention retention;
    private final Lsn hold;
    private @Nullable Entry ahead;
    private int chunks;
    private boolean lastSent;
    private boolean closed;

    private BaseExport(BaseReader reader, DatabaseMetadata metadata, LogRetention retention, Lsn hold) {
        this.reader = reader;
        this.cursor = reader.scanAll();
        this.metadata = metadata;
        this.retention = retention;
        this.hold = hold;
    }

    // The hold comes first: the base may move on before the reader is open, but never back.
    static BaseExport open(VersionStore store, DatabaseMetadata metadata, LogRetention retention) {
        Lsn hold = retention.holdAtBase();
        return new BaseExport(store.openBase(), metadata, retention, hold);
    }

    /// Whether the base is a state of the database by itself.
    boolean isWhole() {
        return reader.mark().newest().equals(reader.mark().applied());
    }

    @Override
    public Lsn lsn() {
        return reader.mark().redo();
    }

    @Override
    public DatabaseMetadata metadata() {
        return metadata;
    }

    @Override
    public @Nullable ByteBuffer nextChunk(int maxBytes) {
        if (lastSent) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        int bytes = HEADER_BYTES;
        Entry next = next();
        while (next != null && (entries.isEmpty() || bytes + next.bytes() <= maxBytes)) {
            entries.add(next);
            bytes += next.bytes();
            next = next();
        }
        ahead = next;
        lastSent = entries.isEmpty();
        return encode(entries, bytes);
    }

    private @Nullable Entry next() {
        Entry kept = ahead;
        if (kept != null) {
            ahead = null;
            return kept;
        }
        return cursor.next() ? new Entry(cursor.tree(), cursor.key(), cursor.value()) : null;
    }

    private ByteBuffer encode(List<Entry> entries, int bytes) {
        ByteBuffer chunk = ByteBuffer.allocate(bytes);
        chunk.putInt(0)
                .putInt(chunks++)
                .putInt(entries.size())
                .putLong(reader.mark().applied().position())
                .putLong(reader.mark().timeline().number())
                .putLong(reader.mark().maxTransactionId())
                .putLong(reader.mark().redo().position());
        for (Entry entry : entries) {
            chunk.putLong(entry.tree)
                    .putInt(entry.key.length)
                    .put(entry.key)
                    .putInt(entry.value.length)
                    .put(entry.value);
        }
        chunk.flip();
        return chunk.putInt(0, crc(chunk));
    }

    static int crc(ByteBuffer chunk) {
        CRC32C crc = new CRC32C();
        crc.update(chunk.slice(chunk.position() + Integer.BYTES, chunk.remaining() - Integer.BYTES));
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cursor.close();
            reader.close();
            retention.release(hold);
        }
    }
}
