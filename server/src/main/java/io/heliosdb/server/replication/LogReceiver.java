package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.txn.DatabaseMetadata.TimelineStart;
import io.heliosdb.server.txn.StandbyLog;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the log from the primary: append, flush, acknowledge, apply what is committed, acknowledge.
///
/// Whatever has come while the disk was busy is appended and flushed together. An actor: everything runs in
/// `executor`, one task at a time; only {@link #beat} and {@link #close} may be called by any thread.
final class LogReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(LogReceiver.class);

    private final StandbyLog log;
    private final Link link;
    private final ReceiverStatus status;
    private final Executor executor;
    private final Queue<Frame> queue = new ArrayDeque<>();
    private final Fragments fragments = new Fragments();
    private final List<TimelineStart> upcoming;
    private final Timeline timeline;
    private boolean scheduled;
    private Lsn expected;
    private Lsn flushed;
    private Lsn applied;
    private long echoMicros;
    private volatile boolean closed;

    /// @param history the primary's timelines
    LogReceiver(StandbyLog log, List<TimelineStart> history, Link link, ReceiverStatus status, Executor executor) {
        this.log = log;
        this.link = link;
        this.status = status;
        this.executor = executor;
        this.timeline = history.getLast().timeline();
        this.upcoming = new ArrayList<>(history);
        this.expected = log.writtenLsn();
        this.flushed = expected;
        this.applied = log.commitUpTo(Lsn.ZERO);
        enterTimelines();
    }

    /// A frame has come; called in the order of arrival, in the executor. The work follows in a task of its
    /// own, so that all that has come by then is done together.
    void received(Frame frame) {
        queue.add(frame);
        if (!scheduled) {
            scheduled = true;
            executor.execute(this::work);
        }
    }

    private void work() {
        List<Frame> batch = List.copyOf(queue);
        queue.clear();
        scheduled = false;
        if (closed) {
            return;
        }
        try {
            handle(batch);
        } catch (DiskException e) {
            fail("received log cannot be stored", e);
        } catch (RuntimeException e) {
            // Whatever it is, the next connection begins with what is durable.
            fail("replication stream is broken", e);
        }
    }

    private void fail(String event, RuntimeException cause) {
        LOG.error("{} lsn={} reason={}", event, expected, cause.getMessage());
        close();
        status.failed(event + ": " + cause.getMessage());
        link.close();
    }

    private void handle(List<Frame> batch) {
        Frame.@Nullable Mark newest = null;
        boolean appended = false;
        for (Frame frame : batch) {
            switch (frame) {
                case Frame.Wal wal -> {
                    newest = wal.mark();
                    appended |= append(wal);
                }
                case Frame.Heartbeat heartbeat -> {
                    newest = heartbeat.mark();
                    status.heartbeat();
                }
                case Frame.TopologyFrame topology -> status.topology(topology.message());
                case Frame.Ack _,
                        Frame.SnapshotChunk _,
                        Frame.HelloFrame _,
                        Frame.ChallengeFrame _,
                        Frame.ProofFrame _,
                        Frame.WelcomeFrame _,
                        Frame.RefusalFrame _,
                        Frame.SnapshotBeginFrame _,
                        Frame.SnapshotEndFrame _ -> throw new BadFrameException("unexpected frame in the stream");
            }
        }
        if (newest == null) {
            return;
        }
        if (!newest.timeline().equals(timeline)) {
            throw new BadFrameException("the primary went from timeline " + timeline + " to " + newest.timeline());
        }
        echoMicros = newest.sentMicros();
        status.heard(newest);
        if (appended) {
            flushed = log.flush();
            acknowledge();
        }
        apply(newest.committed());
    }

    private boolean append(Frame.Wal wal) {
        if (!wal.start().equals(expected)) {
            throw new BadFrameException("log from " + wal.start() + " was sent where " + expected + " comes next");
        }
        expected = expected.plus(wal.bytes().remaining());
        status.receivedBytes(wal.bytes());
        ByteBuffer run = fragments.join(wal.bytes(), wal.more()).orElse(null);
        if (run == null) {
            return false;
        }
        status.receivedRecords(run);
        log.append(run);
        enterTimelines();
        return true;
    }

    private void enterTimelines() {
        Lsn written = log.writtenLsn();
        while (!upcoming.isEmpty() && !upcoming.getFirst().start().isAfter(written)) {
            TimelineStart start = upcoming.removeFirst();
            if (start.timeline().compareTo(log.lastTimeline()) > 0) {
                log.recordTimeline(start.timeline(), start.start());
            }
        }
    }

    private void apply(Lsn committed) {
        Lsn before = applied;
        applied = log.commitUpTo(committed);
        status.progressed(new Positions(log.writtenLsn(), flushed, applied));
        if (applied.isAfter(before)) {
            acknowledge();
        }
    }

    private void acknowledge() {
        link.send(new Frame.Ack(new Positions(log.writtenLsn(), flushed, applied), echoMicros));
    }

    /// Tells the primary that this standby lives, and how far it is.
    void beat() {
        executor.execute(() -> {
            if (!closed) {
                acknowledge();
                status.heartbeatSent();
            }
        });
    }

    /// Handles nothing more.
    void close() {
        closed = true;
    }
}
