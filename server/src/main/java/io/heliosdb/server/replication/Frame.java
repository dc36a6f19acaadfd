package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Challenge;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Proof;
import io.heliosdb.cluster.message.Refusal;
import io.heliosdb.cluster.message.SnapshotBegin;
import io.heliosdb.cluster.message.SnapshotEnd;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.cluster.message.Welcome;
import java.nio.ByteBuffer;

/// What goes over a replication connection. {@link FrameCodec} draws the bytes.
sealed interface Frame {

    /// The primary's state when a frame was sent.
    ///
    /// @param committed what may be applied
    /// @param end end of the primary's flushed log
    /// @param sentMicros the primary's clock
    record Mark(Timeline timeline, Lsn committed, Lsn end, long sentMicros) {}

    /// Bytes of the log from `start` on; with `more`, the run of whole records goes on in the next frame.
    record Wal(Mark mark, Lsn start, boolean more, ByteBuffer bytes) implements Frame {}

    /// Sent when there is no log to send but a new committed LSN, and at intervals.
    record Heartbeat(Mark mark) implements Frame {}

    /// From the standby, after each flush and apply and at intervals.
    ///
    /// @param echoMicros `sentMicros` of the newest frame it has handled
    record Ack(Positions positions, long echoMicros) implements Frame {}

    /// A part of a snapshot's chunk; with `more`, the chunk goes on in the next frame.
    record SnapshotChunk(boolean more, ByteBuffer bytes) implements Frame {}

    record HelloFrame(Hello message) implements Frame {}

    record ChallengeFrame(Challenge message) implements Frame {}

    record ProofFrame(Proof message) implements Frame {}

    record WelcomeFrame(Welcome message) implements Frame {}

    record RefusalFrame(Refusal message) implements Frame {}

    record TopologyFrame(Topology message) implements Frame {}

    record SnapshotBeginFrame(SnapshotBegin message) implements Frame {}

    record SnapshotEndFrame(SnapshotEnd message) implements Frame {}
}
