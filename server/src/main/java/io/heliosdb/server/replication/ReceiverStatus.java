package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.cluster.message.Welcome;
import io.heliosdb.cluster.rest.LinkState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a standby knows of its primary and of its own lag; kept over reconnects. Safe for any thread.
public final class ReceiverStatus {

    /// A moment's view.
    ///
    /// @param detail why the state is `error` or `disconnected`; empty otherwise
    /// @param lagMillis age of the oldest byte known of and not applied; while disconnected, at least the
    /// time since the primary was heard
    /// @param connection number of the newest connection that the primary has accepted; 0 before the first
    /// @param primaryClientAddress where the primary takes SQL, as host:port; empty until it has said so
    public record View(
            LinkState state,
            String detail,
            int connection,
            @Nullable NodeId primaryId,
            String primaryName,
            String primaryClientAddress,
            @Nullable Timeline timeline,
            Lsn primaryLsn,
            Lsn startLsn,
            Lsn writtenLsn,
            Lsn flushedLsn,
            Lsn appliedLsn,
            long lagMillis,
            @Nullable Instant connectedAt,
            @Nullable Instant lastHeard,
            @Nullable Instant lastSent) {}

    private final Timing timing;
    private final ReplicationCounters counters;
    private final Runnable onChange;
    private final ReentrantLock lock = new ReentrantLock();
    private final LsnMarks marks = new LsnMarks();
    private LinkState state = LinkState.DISCONNECTED;
    private String detail = "";
    private @Nullable Welcome welcome;
    private int connection;
    private Lsn primaryLsn = Lsn.ZERO;
    private Lsn startLsn = Lsn.ZERO;
    private Positions positions = Positions.NONE;
    private @Nullable Instant connectedAt;
    private @Nullable Instant lastHeard;
    private @Nullable Instant lastSent;
    private long heardNanos;
    private @Nullable Topology topology;

    /// @param onChange told when state or primary change
    ReceiverStatus(Timing timing, ReplicationCounters counters, Runnable onChange) {
        this.timing = timing;
        this.counters = counters;
        this.onChange = onChange;
        this.heardNanos = timing.nanos();
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    void state(LinkState next, String why) {
        change(() -> {
            state = next;
            detail = why;
        });
        onChange.run();
    }

    void failed(String why) {
        state(LinkState.ERROR, why);
    }

    /// The primary has accepted this standby, which streams from `start`.
    void welcomed(Welcome message, Lsn start, int number) {
        change(() -> {
            welcome = message;
            connection = number;
            startLsn = start;
            state = LinkState.CONNECTED;
            detail = "";
            connectedAt = timing.now();
            primaryLsn = Lsn.max(primaryLsn, Lsn.of(message.getCurrentLsn()));
            marks.reached(primaryLsn, timing.nanos());
            heardNow();
        });
        onChange.run();
    }

    private void heardNow() {
        heardNanos = timing.nanos();
        lastHeard = timing.now();
    }

    void heard(Frame.Mark mark) {
        boolean changed = state != LinkState.STREAMING;
        change(() -> {
            state = LinkState.STREAMING;
            primaryLsn = Lsn.max(primaryLsn, mark.end());
            marks.reached(primaryLsn, timing.nanos());
            lastSent = Micros.instant(mark.sentMicros());
            heardNow();
        });
        if (changed) {
            onChange.run();
        }
    }

    void receivedBytes(ByteBuffer bytes) {
        counters.bytes.add(bytes.remaining());
        counters.lastReplicationMillis.set(timing.now().toEpochMilli());
    }

    void receivedRecords(ByteBuffer run) {
        counters.countRecords(run);
    }

    void heartbeat() {
        counters.heartbeatsReceived.increment();
    }

    void heartbeatSent() {
        counters.heartbeatsSent.increment();
    }

    void progressed(Positions now) {
        change(() -> positions = now);
    }

    void topology(Topology message) {
        change(() -> topology = message);
    }

    /// The cluster as the primary has told it last.
    public Optional<Topology> topology() {
        lock.lock();
        try {
            return Optional.ofNullable(topology);
        } finally {
            lock.unlock();
        }
    }

    public View view() {
        lock.lock();
        try {
            Welcome primary = welcome;
            return new View(
                    state,
                    detail,
                    connection,
                    primary == null ? null : NodeId.parse(primary.getNodeId()),
                    primary == null ? "" : primary.getNodeName(),
                    primary == null ? "" : primary.getEndpoints().getClient(),
                    primary == null ? null : new Timeline(primary.getTimeline()),
                    primaryLsn,
                    startLsn,
                    positions.written(),
                    positions.flushed(),
                    positions.applied(),
                    lagMillis(),
                    connectedAt,
                    lastHeard,
                    lastSent);
        } finally {
            lock.unlock();
        }
    }

    private long lagMillis() {
        long now = timing.nanos();
        long age = marks.ageNanos(positions.applied(), now);
        if (state != LinkState.STREAMING) {
            age = Math.max(age, now - heardNanos);
        }
        return (age + 999_999) / 1_000_000;
    }
}
