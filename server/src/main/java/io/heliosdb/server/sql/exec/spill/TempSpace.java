package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The temporary files of one statement, together within `temp_file_limit`. Used by one thread at a time.
final class TempSpace implements AutoCloseable {

    private final TempFiles files;
    private final long limit;
    private final Set<BlockFile> open = new HashSet<>();
    private long used;

    TempSpace(TempFiles files, long limit) {
        this.files = files;
        this.limit = limit;
    }

    BlockFile create() {
        BlockFile file = new BlockFile(files, this);
        open.add(file);
        return file;
    }

    /// Counts what a file is about to grow by.
    ///
    /// @throws SqlException 53400 above the limit
    void grow(long bytes) {
        if (limit >= 0 && used + bytes > limit) {
            throw new SqlException(
                    SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                    "temporary file size exceeds temp_file_limit (" + (limit >> 10) + "kB)");
        }
        used += bytes;
    }

    void closed(BlockFile file, long bytes) {
        if (open.remove(file)) {
            used -= bytes;
        }
    }

    @Override
    public void close() {
        for (BlockFile file : List.copyOf(open)) {
            file.close();
        }
    }
}
