package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.server.wal.WalGoneException;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends one standby the log: first what it missed, from the segments, then what is flushed, as it is flushed.
///
/// An actor: its work runs in `executor`, one task at a time; the methods that only ask for work may be called by any
/// thread. It stops reading when the connection does not take more, or when too much is sent but not acknowledged.
final class LogSender {

    /// Sent but not acknowledged: what a standby may have to hold in memory while its disk is busy.
    static final long WINDOW_BYTES = 16L << 20;

    private static final int READ_BYTES = 256 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);

    /// What all senders of a primary share.
    record Shared(LogSource source, PrimaryGate gate, Timeline timeline, Timing timing, ReplicationCounters counters) {}

    private final NodeId standby;
    private final Shared shared;
    private final Link link;
    private final Executor executor;
    private final WalReader reader;
    private final AtomicBoolean pumpAsked = new AtomicBoolean();
    private volatile Lsn sent;
    private Lsn received;
    private Positions acknowledged = Positions.NONE;
    private Lsn committedSent = Lsn.ZERO;
    private volatile boolean closed;

    /// @throws WalGoneException when the log no longer reaches back to `from`
    LogSender(NodeId standby, Lsn from, Shared shared, Link link, Executor executor) {
        this.standby = standby;
        this.shared = shared;
        this.link = link;
        this.executor = executor;
        this.reader = shared.source().read(from);
        this.sent = from;
        this.received = from;
    }

    /// Begins to send.
    void start() {
        reader.onFlushed(this::wake);
        wake();
    }

    /// There may be something to send: log, a committed LSN, room on the connection.
    void wake() {
        if (!closed && pumpAsked.compareAndSet(false, true)) {
            executor.execute(this::pump);
        }
    }

    private void pump() {
        pumpAsked.set(false);
        if (closed) {
            return;
        }
        try {
            while (link.isWritable() && sent.minus(received) < WINDOW_BYTES) {
                ByteBuffer run = reader.read(READ_BYTES);
                if (run == null) {
                    break;
                }
                sendRun(run);
            }
        } catch (WalGoneException e) {
            LOG.warn("standby is too far behind standby={} sent={} reason={}", standby, sent, e.getMessage());
            link.close();
            return;
        }
        if (shared.gate().committed().isAfter(committedSent)) {
            sendMark();
        }
    }

    private void sendRun(ByteBuffer run) {
        Lsn start = sent;
        int length = run.remaining();
        shared.counters().countRecords(run);
        Frame.Mark mark = mark();
        long[] offset = {0};
        Fragments.split(run, (part, more) -> {
            Lsn at = start.plus(offset[0]);
            offset[0] += part.remaining();
            link.send(new Frame.Wal(mark, at, more, part));
        });
        sent = start.plus(length);
        ReplicationCounters counters = shared.counters();
        counters.bytes.add(length);
        counters.lastReplicationMillis.set(shared.timing().now().toEpochMilli());
    }

    private Frame.Mark mark() {
        committedSent = shared.gate().committed();
        return new Frame.Mark(
                shared.timeline(),
                committedSent,
                shared.source().flushed(),
                Micros.of(shared.timing().now()));
    }

    private void sendMark() {
        link.send(new Frame.Heartbeat(mark()));
        shared.counters().heartbeatsSent.increment();
    }

    /// The standby has said how far it is.
    void acked(Positions positions) {
        executor.execute(() -> {
            if (positions.equals(acknowledged)) {
                // Nothing new: a sign of life.
                shared.counters().heartbeatsReceived.increment();
            }
            acknowledged = positions;
            received = Lsn.max(received, positions.written());
            shared.gate().acked(standby, positions);
            wake();
        });
    }

    /// Sends a sign of life and the cluster as it is now.
    void beat(Topology topology) {
        executor.execute(() -> {
            if (!closed) {
                sendMark();
                link.send(new Frame.TopologyFrame(topology));
            }
        });
    }

    /// End of what has been sent.
    Lsn sent() {
        return sent;
    }

    /// Sends nothing more.
    void close() {
        closed = true;
        executor.execute(reader::close);
    }
}
