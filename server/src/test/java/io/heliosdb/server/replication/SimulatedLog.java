package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.txn.DatabaseMetadata.TimelineStart;
import io.heliosdb.server.txn.StandbyLog;
import io.heliosdb.server.wal.WalReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A log in memory that loses at a crash what was not flushed. Records are a length and a number.
final class SimulatedLog implements StandbyLog, LogSource {

    static final int RECORD_BYTES = 12;

    private final List<Runnable> flushListeners = new ArrayList<>();
    private final List<TimelineStart> history = new ArrayList<>(List.of(new TimelineStart(Timeline.FIRST, Lsn.ZERO)));
    private Runnable beforeFlush = () -> {};
    private byte[] bytes = new byte[0];
    private int flushed;
    private int committed;
    private int applied;
    private int base;

    void append(long number) {
        ByteBuffer record =
                ByteBuffer.allocate(RECORD_BYTES).putInt(RECORD_BYTES).putLong(number);
        append(record.flip());
    }

    @Override
    public void append(ByteBuffer records) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(bytes);
        byte[] added = new byte[records.remaining()];
        records.duplicate().get(added);
        joined.writeBytes(added);
        bytes = joined.toByteArray();
    }

    @Override
    public Lsn flush() {
        Runnable trap = beforeFlush;
        beforeFlush = () -> {};
        trap.run();
        flushed = bytes.length;
        List.copyOf(flushListeners).forEach(Runnable::run);
        return flushed();
    }

    @Override
    public Lsn commitUpTo(Lsn lsn) {
        committed = Math.max(committed, (int) lsn.position());
        applied = Math.max(applied, Math.min(committed, flushed));
        return Lsn.of(applied);
    }

    /// Runs before the next flush, which it may end by throwing.
    void trapFlush(Runnable trap) {
        beforeFlush = trap;
    }

    /// The process or the machine dies: of what was not flushed, some of the first records may be there, and
    /// what was known to be committed may be forgotten.
    void crash(Random random) {
        int unflushed = (bytes.length - flushed) / RECORD_BYTES;
        flushed += random.nextInt(unflushed + 1) * RECORD_BYTES;
        bytes = Arrays.copyOf(bytes, flushed);
        flushListeners.clear();
        beforeFlush = () -> {};
        if (random.nextBoolean()) {
            committed = base;
        }
        committed = Math.min(committed, flushed);
        applied = committed;
    }

    byte[] content() {
        return bytes;
    }

    Lsn applied() {
        return Lsn.of(applied);
    }

    Lsn committed() {
        return Lsn.of(committed);
    }

    @Override
    public Lsn flushed() {
        return Lsn.of(flushed);
    }

    @Override
    public Lsn writtenLsn() {
        return Lsn.of(bytes.length);
    }

    @Override
    public Timeline lastTimeline() {
        return history.getLast().timeline();
    }

    @Override
    public void truncateTo(Lsn lsn) {
        if (lsn.position() < applied) {
            throw new IllegalArgumentException("committed records would be cut");
        }
        bytes = Arrays.copyOf(bytes, (int) lsn.position());
        flushed = Math.min(flushed, bytes.length);
        while (history.size() > 1 && history.getLast().start().isAfter(lsn)) {
            history.removeLast();
        }
    }

    List<TimelineStart> history() {
        return List.copyOf(history);
    }

    /// What is applied is durable by itself: the log before is not needed any more.
    Lsn checkpoint() {
        base = applied;
        return applied();
    }

    /// Becomes a copy of what `other` has applied.
    void copyFrom(SimulatedLog other) {
        bytes = Arrays.copyOf(other.bytes, other.applied);
        flushed = bytes.length;
        committed = bytes.length;
        applied = bytes.length;
        base = bytes.length;
        history.clear();
        history.addAll(other.history);
        while (history.size() > 1 && history.getLast().start().position() > bytes.length) {
            history.removeLast();
        }
    }

    @Override
    public void recordTimeline(Timeline timeline, Lsn start) {
        assertThat(timeline).isGreaterThan(lastTimeline());
        while (history.size() > 1 && history.getLast().start().equals(start)) {
            history.removeLast();
        }
        history.add(new TimelineStart(timeline, start));
    }

    @Override
    public WalReader read(Lsn from) {
        return new Reader((int) from.position());
    }

    private final class Reader implements WalReader {

        private int position;
        private @Nullable Runnable listener;

        Reader(int position) {
            this.position = position;
        }

        @Override
        public Lsn position() {
            return Lsn.of(position);
        }

        @Override
        public @Nullable ByteBuffer read(int maxBytes) {
            int end = Math.min(flushed, position + 5 * RECORD_BYTES);
            if (end <= position) {
                return null;
            }
            ByteBuffer run = ByteBuffer.wrap(Arrays.copyOfRange(bytes, position, end));
            position = end;
            return run;
        }

        @Override
        public void onFlushed(Runnable added) {
            listener = added;
            flushListeners.add(added);
        }

        @Override
        public void close() {
            Runnable added = listener;
            if (added != null) {
                flushListeners.remove(added);
            }
        }
    }
}
