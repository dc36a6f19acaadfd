package io.heliosdb.server.txn;

import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A file of one transaction's packed changes, written at its end; it goes when it is closed, and after a crash
/// when the engine opens. Used by the transaction's thread only.
///
/// ```
/// (length u32 | CRC32C u32 | changes)*
/// ```
final class RisingFile implements AutoCloseable {

    private static final int HEADER_BYTES = 8;

    private final Disk directory;
    private final String name;
    private final Disk.DiskFile file;
    private long size;

    RisingFile(Disk directory, String name) {
        this.directory = directory;
        this.name = name;
        this.file = directory.scratch(name);
    }

    /// @return where it is
    /// @throws DiskException when it could not be written; the file is as before then
    long append(ByteBuffer changes) {
        int length = changes.remaining();
        ByteBuffer block = ByteBuffer.allocate(HEADER_BYTES + length);
        block.putInt(length).putInt(crc(changes.duplicate())).put(changes).flip();
        file.write(block, size);
        long position = size;
        size += HEADER_BYTES + length;
        return position;
    }

    byte[] read(long position) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        file.read(header, position);
        header.flip();
        int length = header.remaining() < HEADER_BYTES ? -1 : header.getInt();
        if (length < 0 || length > size - position - HEADER_BYTES) {
            throw damaged(position);
        }
        byte[] changes = new byte[length];
        int count = file.read(ByteBuffer.wrap(changes), position + HEADER_BYTES);
        if (count < length || crc(ByteBuffer.wrap(changes)) != header.getInt()) {
            throw damaged(position);
        }
        return changes;
    }

    private DiskException damaged(long position) {
        return new DiskException("temporary file \"" + name + "\" is damaged at byte " + position, null, false);
    }

    private static int crc(ByteBuffer changes) {
        CRC32C crc = new CRC32C();
        crc.update(changes);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        file.close();
        directory.discard(name);
    }
}
