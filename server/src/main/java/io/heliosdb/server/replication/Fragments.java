package io.heliosdb.server.replication;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Cuts a run of bytes into frames and joins them again.
final class Fragments {

    /// A single transaction may be large, but it has to fit in memory to be applied.
    private static final int MAX_RUN_BYTES = 1 << 30;

    private final ByteArrayOutputStream open = new ByteArrayOutputStream(0);

    /// Gives each part of `run` with whether more follows.
    static void split(ByteBuffer run, BiConsumer<ByteBuffer, Boolean> part) {
        ByteBuffer rest = run.duplicate();
        do {
            int length = Math.min(rest.remaining(), FrameCodec.MAX_DATA_BYTES);
            ByteBuffer next = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            part.accept(next, rest.hasRemaining());
        } while (rest.hasRemaining());
    }

    /// The whole run once its last part has come.
    ///
    /// @throws BadFrameException when it is too long
    Optional<ByteBuffer> join(ByteBuffer part, boolean more) {
        if (!more && open.size() == 0) {
            return Optional.of(part);
        }
        if (open.size() + (long) part.remaining() > MAX_RUN_BYTES) {
            throw new BadFrameException("a run of the log is longer than " + MAX_RUN_BYTES + " bytes");
        }
        open.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        if (more) {
            return Optional.empty();
        }
        ByteBuffer whole = ByteBuffer.wrap(open.toByteArray());
        open.reset();
        return Optional.of(whole);
    }
}
