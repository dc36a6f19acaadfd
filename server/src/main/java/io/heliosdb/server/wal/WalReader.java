package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads whole records, as raw bytes, from one LSN on up to what is flushed. Used by one thread at a time.
public interface WalReader extends AutoCloseable {

    /// Where the next read begins.
    Lsn position();

    /// Whole flushed records from {@link #position()}, at most `maxBytes` (more when a single record is), and moves on.
    /// Null when nothing more is flushed.
    ///
    /// @throws WalGoneException when retention has dropped the position
    @Nullable
    ByteBuffer read(int maxBytes);

    /// Runs `listener` (in the flusher's thread; it must not block) each time more is flushed, until closed.
    void onFlushed(Runnable listener);

    @Override
    void close();
}
