package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.server.common.MemoryDisk.Fault;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.SnapshotExport;
import io.heliosdb.server.txn.SnapshotImport;
import io.heliosdb.server.wal.WalGoneException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One standby of an {@link EngineCluster}, and its connection.
final class EngineStandby {

    private static final int COPY_BYTES = 300;

    final NodeId id;
    final SyncMode mode;
    EngineNode node;
    boolean up = true;
    private final EngineCluster cluster;
    private long stalledUntil;
    private int connection;
    private boolean connected;
    private int standbyLife;
    private @Nullable LogSender sender;
    private @Nullable LogReceiver receiver;
    private @Nullable Copy copy;

    EngineStandby(EngineCluster cluster, NodeId id, SyncMode mode) {
        this.cluster = cluster;
        this.id = id;
        this.mode = mode;
        this.node = EngineNode.created(EngineCluster.CLUSTER, id, () -> {});
        node.open(null);
    }

    void wake() {
        LogSender to = sender;
        if (to != null && connected) {
            to.wake();
        }
    }

    void keepConnected() {
        cluster.everyMillis(200, () -> {
            LogSender from = sender;
            LogReceiver to = receiver;
            if (!connected && up && cluster.up && cluster.random.nextInt(3) == 0) {
                connect();
            } else if (connected && from != null && to != null) {
                to.beat();
                from.beat(Topology.getDefaultInstance());
            }
        });
    }

    private void connect() {
        EngineNode primary = cluster.primary;
        Lsn end = node.engine().standbyLog().flush();
        Hello hello = Hello.newBuilder()
                .setProtocolVersion(Handshake.PROTOCOL_VERSION)
                .setNodeId(id.toString())
                .setSyncMode(mode.text())
                .setClusterId(EngineCluster.CLUSTER.toString())
                .setWrittenLsn(end.position())
                .setCommittedLsn(node.engine().committedLsn().position())
                .addAllHistory(Handshake.messages(node.metadata().history()))
                .build();
        Handshake.PrimaryFacts facts = new Handshake.PrimaryFacts(
                EngineCluster.CLUSTER,
                EngineCluster.PRIMARY,
                primary.metadata().history(),
                primary.flushed(),
                primary.engine().oldestLsn());
        connected = true;
        connection++;
        switch (Handshake.plan(facts, hello)) {
            case StreamPlan.Stream plan -> open(plan.from(), Lsn.of(hello.getCommittedLsn()));
            case StreamPlan.Truncate plan -> {
                node.engine().standbyLog().truncateTo(plan.to());
                cluster.cuts++;
                open(plan.to(), Lsn.of(hello.getCommittedLsn()));
            }
            case StreamPlan.Snapshot _ -> beginCopy(primary);
            case StreamPlan.Refuse refuse -> throw new AssertionError(refuse.message());
        }
    }

    private void open(Lsn from, Lsn known) {
        EngineNode primary = cluster.primary;
        int mine = connection;
        int primaryLife = cluster.life;
        int ownLife = standbyLife;
        BooleanSupplier there = () -> mine == connection && connected;
        Executor onPrimary = actor(() -> primaryLife == cluster.life);
        Executor onStandby = actor(() -> ownLife == standbyLife && primaryLife == cluster.life);
        ReplicationCounters counters = new ReplicationCounters();
        LogSender opened;
        try {
            opened = new LogSender(
                    id,
                    from,
                    new LogSender.Shared(primary, cluster.gate, cluster.timeline, cluster.time, counters),
                    link(there, frame -> {
                        LogReceiver to = receiver;
                        if (to != null) {
                            onStandby.execute(() -> to.received(frame));
                        }
                    }),
                    onPrimary);
        } catch (WalGoneException e) {
            connected = false;
            return;
        }
        // What a standby had sent before it died still arrives.
        BooleanSupplier heard = () -> mine == connection && primaryLife == cluster.life;
        Link back = link(heard, frame -> {
            if (frame instanceof Frame.Ack ack) {
                opened.acked(ack.positions());
            }
        });
        ReceiverStatus status = new ReceiverStatus(cluster.time, counters, () -> {});
        receiver =
                new LogReceiver(node.engine().standbyLog(), primary.metadata().history(), back, status, onStandby);
        sender = opened;
        cluster.gate.learntCommitted(known);
        cluster.gate.connected(id, mode, from);
        opened.start();
    }

    /// In order, each a little later, and not after a crash.
    private Executor actor(BooleanSupplier alive) {
        long[] last = {0};
        return task -> {
            long at = Math.max(last[0], cluster.time.nanos() + cluster.soon(300).toNanos());
            last[0] = at;
            cluster.time.after(Duration.ofNanos(at - cluster.time.nanos()), () -> {
                if (alive.getAsBoolean()) {
                    task.run();
                }
            });
        };
    }

    private Link link(BooleanSupplier there, Consumer<Frame> peer) {
        SimulatedLink.Fate fate = new SimulatedLink.Fate(() -> stalledUntil, there, () -> {
            LogSender from = sender;
            assertThat(from != null && cluster.primary.engine().oldestLsn().isAfter(from.sent()))
                    .as("nobody gives up a good connection of %s", mode)
                    .isTrue();
            cut();
        });
        return new SimulatedLink(cluster.time, cluster.random, fate, peer);
    }

    /// A copy of the whole database, piece by piece, while the primary goes on.
    private final class Copy {
        private final SnapshotExport export;
        private final EngineNode fresh = new EngineNode(() -> {});
        private final SnapshotImport into;

        Copy(EngineNode primary) {
            this.export = primary.engine().exportSnapshot();
            this.into = Engines.importSnapshot(
                    fresh.disk, () -> fresh.base, export.metadata().onNode(id));
        }

        /// @return whether it is complete
        boolean goOn() {
            ByteBuffer chunk = export.nextChunk(COPY_BYTES);
            if (chunk != null) {
                into.accept(chunk);
                return false;
            }
            into.finish();
            into.close();
            fresh.open(null);
            close();
            return true;
        }

        void close() {
            export.close();
        }
    }

    private void beginCopy(EngineNode primary) {
        Copy begun = new Copy(primary);
        copy = begun;
        int mine = connection;
        int primaryLife = cluster.life;
        goOnCopying(begun, () -> mine == connection && connected && primaryLife == cluster.life);
    }

    private void goOnCopying(Copy begun, BooleanSupplier there) {
        cluster.time.after(cluster.soon(2_000), () -> {
            if (!there.getAsBoolean()) {
                return;
            }
            if (!begun.goOn()) {
                goOnCopying(begun, there);
                return;
            }
            copy = null;
            replace(begun.fresh);
            cluster.copies++;
            // It connects anew, for the log.
            connected = false;
        });
    }

    /// Another data directory becomes this standby's.
    void replace(EngineNode other) {
        node = other;
        standbyLife++;
        connection++;
        connected = false;
        copy = null;
    }

    /// Both ends lose the connection; the primary hears of it sooner or later.
    void cut() {
        if (!connected) {
            return;
        }
        connected = false;
        Copy half = copy;
        copy = null;
        if (half != null && cluster.up) {
            half.close();
        }
        LogSender old = sender;
        LogReceiver oldReceiver = receiver;
        if (old != null && oldReceiver != null) {
            old.close();
            oldReceiver.close();
        }
        PrimaryGate told = cluster.gate;
        int mine = connection;
        cluster.time.after(cluster.soon(50_000), () -> {
            if (told == cluster.gate && mine == connection) {
                told.disconnected(id);
            }
        });
    }

    /// The process dies a few steps of its disk from now.
    void crash() {
        node.disk.faultAfter(1 + cluster.random.nextInt(30), Fault.CRASH);
    }

    void buryWhenDead() {
        if (!node.disk.isCrashed()) {
            return;
        }
        standbyLife++;
        cut();
        node.restart(cluster.random);
        if (up) {
            up = false;
            cluster.time.after(cluster.soon(4_000_000), () -> up = true);
        }
    }

    @Override
    public String toString() {
        return mode.text() + (up ? " up" : " down") + (connected ? " connected " : " not connected ") + connection
                + " written " + node.engine().writtenLsn() + " visible "
                + node.engine().visibleLsn() + " "
                + node.metadata().history();
    }

    /// Nothing arrives for a while, in either direction.
    void stall() {
        stalledUntil = cluster.time.nanos() + cluster.soon(5_000_000).toNanos();
    }
}
