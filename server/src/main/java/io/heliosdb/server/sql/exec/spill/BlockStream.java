package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowReader;
import org.jspecify.annotations.Nullable;

/// The rows of consecutive blocks, decoded one by one. Used by one thread.
final class BlockStream<T> implements RowStream<T> {

    private static final byte[] NOTHING = new byte[0];

    private final @Nullable BlockFile file;
    private final RowFormat<T> format;
    private final long end;
    private final RowReader reader = new RowReader(NOTHING);
    private long position;
    private byte[] tail;

    /// @param file null when there is no block but the tail
    /// @param position of the first block
    /// @param end of the last block
    /// @param tail a further block that was not written, or nothing
    BlockStream(@Nullable BlockFile file, RowFormat<T> format, long position, long end, byte[] tail) {
        this.file = file;
        this.format = format;
        this.position = position;
        this.end = end;
        this.tail = tail;
    }

    @Override
    public @Nullable T next() {
        while (reader.remaining() == 0) {
            if (file != null && position < end) {
                byte[] payload = file.read(position);
                position += BlockFile.HEADER + payload.length;
                reader.reset(payload, 0);
            } else if (tail.length > 0) {
                reader.reset(tail, 0);
                tail = NOTHING;
            } else {
                return null;
            }
        }
        return format.read(reader);
    }
}
