package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts the pieces of COPY data, which end anywhere, into lines or counted bytes. Used by one thread.
final class CopyLines {

    /// A line longer than this is no table's row, but would fill the memory.
    private static final int MAX_LINE = 256 << 20;

    private final Client client;
    private final ClientEncoding encoding;
    private byte[] data = new byte[0];
    private int start;
    private int end;
    private boolean ended;

    /// @param encoding of lines
    CopyLines(Client client, ClientEncoding encoding) {
        this.client = client;
        this.encoding = encoding;
    }

    /// The next line without its end; null after the last.
    @Nullable
    String nextLine() {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (data[i] == '\n') {
                    String line = text(start, i > start && data[i - 1] == '\r' ? i - 1 : i);
                    start = i + 1;
                    return line;
                }
            }
            int seen = end - start;
            if (!more()) {
                if (start == end) {
                    return null;
                }
                String line = text(start, end);
                start = end;
                return line;
            }
            searched = start + seen;
        }
    }

    /// Exactly so many bytes; null when the data end here.
    byte @Nullable [] next(int length) {
        if (length > MAX_LINE) {
            throw tooLong();
        }
        while (end - start < length) {
            if (!more()) {
                return null;
            }
        }
        byte[] bytes = Arrays.copyOfRange(data, start, start + length);
        start += length;
        return bytes;
    }

    /// Reads what is left and throws it away, up to the client's end of the data.
    void drain() {
        while (!ended) {
            start = end;
            more();
        }
    }

    private boolean more() {
        if (ended) {
            return false;
        }
        byte[] piece = client.nextCopyData();
        if (piece == null) {
            ended = true;
            return false;
        }
        int kept = end - start;
        if (kept + (long) piece.length > MAX_LINE) {
            throw tooLong();
        }
        byte[] joined = kept == 0 ? piece : new byte[kept + piece.length];
        if (kept > 0) {
            System.arraycopy(data, start, joined, 0, kept);
            System.arraycopy(piece, 0, joined, kept, piece.length);
        }
        data = joined;
        start = 0;
        end = joined.length;
        return true;
    }

    private static SqlException tooLong() {
        return new SqlException(SqlState.PROGRAM_LIMIT_EXCEEDED, "line of COPY data is too long");
    }

    private String text(int from, int to) {
        return encoding.decode(data, from, to - from);
    }
}
