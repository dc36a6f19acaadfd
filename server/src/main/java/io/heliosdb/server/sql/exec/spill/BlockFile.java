package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A temporary file of blocks: written at its end, read anywhere, deleted when closed. Used by one thread at a
/// time.
///
/// ```
/// +------------+------------+---------+
/// | length u32 | CRC32C u32 | payload |   *
/// +------------+------------+---------+
/// ```
final class BlockFile implements AutoCloseable {

    static final int HEADER = 8;

    private final TempFiles files;
    private final TempSpace space;
    private final String name;
    private final Disk.DiskFile file;
    private long size;
    private boolean closed;

    BlockFile(TempFiles files, TempSpace space) {
        this.files = files;
        this.space = space;
        this.name = files.newName();
        try {
            this.file = files.directory().scratch(name);
        } catch (DiskException e) {
            throw failed("create", e);
        }
    }

    private SqlException failed(String action, DiskException cause) {
        String reason = cause.isFull() ? "No space left on device" : String.valueOf(cause.getMessage());
        return new SqlException(
                cause.isFull() ? SqlState.DISK_FULL : SqlState.IO_ERROR,
                "could not " + action + " temporary file \"" + name + "\": " + reason,
                cause);
    }

    /// Adds a block; returns where it is.
    ///
    /// @throws SqlException 53100, 53400, 58030
    long append(byte[] payload) {
        space.grow(HEADER + (long) payload.length);
        ByteBuffer block = ByteBuffer.allocate(HEADER + payload.length);
        block.putInt(payload.length)
                .putInt(crc(payload, payload.length))
                .put(payload)
                .flip();
        try {
            file.write(block, size);
        } catch (DiskException e) {
            throw failed("write to", e);
        }
        files.wrote(block.capacity());
        long position = size;
        size += block.capacity();
        return position;
    }

    /// The payload of the block at `position`.
    byte[] read(long position) {
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            file.read(header, position);
            header.flip();
            int length = header.remaining() < HEADER ? -1 : header.getInt();
            if (length < 0 || length > size - position - HEADER) {
                throw damaged(position);
            }
            byte[] payload = new byte[length];
            int count = file.read(ByteBuffer.wrap(payload), position + HEADER);
            if (count < length || crc(payload, length) != header.getInt()) {
                throw damaged(position);
            }
            return payload;
        } catch (DiskException e) {
            throw failed("read from", e);
        }
    }

    private SqlException damaged(long position) {
        return new SqlException(
                SqlState.DATA_CORRUPTED, "temporary file \"" + name + "\" is damaged at byte " + position);
    }

    private static int crc(byte[] payload, int length) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, length);
        return (int) crc.getValue();
    }

    long size() {
        return size;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            space.closed(this, size);
            file.close();
            files.directory().discard(name);
        }
    }
}
