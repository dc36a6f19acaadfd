package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.cluster.message.Hello;
import io.heliosdb.cluster.message.Topology;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.Durability;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A primary and three standbys in one thread, with the real gate, in-sync set, senders and receivers between
/// simulated logs and links. When the primary dies, a member of the in-sync set may take over: then the two
/// change their places, and the old primary comes back as that standby, to be cut and follow.
final class SimulatedCluster {

    private static final ClusterId CLUSTER = new ClusterId(new UUID(1, 1));
    private static final NodeId PRIMARY = new NodeId(new UUID(2, 2));

    /// A process dies in the middle of something.
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    final SimulatedTime time = new SimulatedTime();
    final Random random;
    SimulatedLog log = new SimulatedLog();
    final List<Standby> standbys;
    int acknowledged;
    int failovers;
    int cuts;
    int copies;
    private final InSyncRules rules = new InSyncRules(1, Duration.ofMillis(2500), Duration.ofMillis(500));
    private final SimulatedAuthority authority;
    private PrimaryGate gate;
    private byte[] truth = new byte[0];
    private Timeline timeline = Timeline.FIRST;
    private Lsn oldest = Lsn.ZERO;
    private int life;
    private boolean up = true;
    private long numbers;

    SimulatedCluster(long seed) {
        random = new Random(seed);
        authority = new SimulatedAuthority(CLUSTER, time, random, () -> life);
        standbys = List.of(
                new Standby(new NodeId(new UUID(3, 1)), SyncMode.SYNC),
                new Standby(new NodeId(new UUID(3, 2)), SyncMode.SEMI_SYNC),
                new Standby(new NodeId(new UUID(3, 3)), SyncMode.ASYNC));
        gate = newGate();
        everyMillis(50, () -> {
            if (up) {
                gate.tick();
            }
        });
        standbys.forEach(Standby::keepConnected);
    }

    private PrimaryGate newGate() {
        PrimaryGate made = new PrimaryGate(rules, authority, timeline, time);
        int mine = life;
        made.onCommitted(() -> standbys.forEach(Standby::wake));
        made.attach(
                lsn -> {
                    if (mine == life) {
                        log.commitUpTo(lsn);
                        made.applied(log.applied());
                    }
                },
                log.flushed(),
                log.committed());
        return made;
    }

    private Duration soon(int maxMicros) {
        return Duration.ofNanos(1000L * (1 + random.nextInt(maxMicros)));
    }

    private void everyMillis(int millis, Runnable task) {
        time.after(Duration.ofMillis(millis), () -> {
            task.run();
            everyMillis(millis, task);
        });
    }

    /// In order, each a little later, and not after a crash.
    private Executor actor(BooleanSupplier alive, Standby delayedBy) {
        long[] last = {0};
        return task -> {
            long at = Math.max(last[0], time.nanos() + soon(300).toNanos());
            at = Math.max(at, delayedBy.pausedUntil);
            last[0] = at;
            time.after(Duration.ofNanos(at - time.nanos()), () -> {
                if (alive.getAsBoolean()) {
                    mayDie(task);
                }
            });
        };
    }

    private static void mayDie(Runnable task) {
        try {
            task.run();
        } catch (Died e) {
            assertThat(e).isNotNull();
        }
    }

    void write() {
        if (!up) {
            return;
        }
        try {
            gate.checkWritable();
        } catch (SqlException e) {
            return;
        }
        log.append(numbers++);
        Lsn end = log.writtenLsn();
        int mine = life;
        gate.whenAcknowledged(end, Durability.ON, new CommitGate.Acknowledgement() {
            @Override
            public void acknowledged() {
                acknowledged++;
                checkAcknowledged(end);
            }

            @Override
            public void uncertain(SqlException error) {
                throw new AssertionError("the gate was not detached", error);
            }
        });
        time.after(soon(500), () -> {
            if (mine == life) {
                mayDie(() -> {
                    log.flush();
                    gate.flushed(log.flushed());
                });
            }
        });
    }

    private void checkAcknowledged(Lsn lsn) {
        assertThat(log.applied()).isGreaterThanOrEqualTo(lsn);
        assertThat(authority.current().members()).isNotEmpty();
        for (Standby standby : standbys) {
            if (authority.current().members().contains(standby.id)) {
                assertThat(standby.log.flushed())
                        .as("flushed on %s", standby.mode)
                        .isGreaterThanOrEqualTo(lsn);
            }
            // One that has just restarted shows older data until it is connected, whatever it had shown before.
            if (gate.members().contains(standby.id) && standby.mode == SyncMode.SYNC && standby.connected) {
                assertThat(standby.log.applied()).as("applied on sync").isGreaterThanOrEqualTo(lsn);
            }
        }
    }

    void crashPrimary() {
        if (up) {
            up = false;
            life++;
            log.crash(random);
            standbys.forEach(Standby::cut);
            time.after(soon(3_000_000), () -> {
                if (random.nextBoolean() || !failOver()) {
                    up = true;
                    gate = newGate();
                }
            });
        }
    }

    /// The primary dies when it flushes next.
    void crashPrimaryInFlush() {
        if (up) {
            log.trapFlush(() -> {
                crashPrimary();
                throw new Died();
            });
        }
    }

    /// Log that all members have is dropped: whoever comes back from before has to be copied anew.
    void dropLog() {
        if (up) {
            oldest = log.checkpoint();
        }
    }

    /// The member with the longest log becomes the primary of a new timeline; false when none is up.
    private boolean failOver() {
        Set<NodeId> members = authority.current().members();
        Optional<Standby> longest = standbys.stream()
                .filter(each -> each.up && members.contains(each.id))
                .max(Comparator.comparing(each -> each.log.writtenLsn()));
        if (longest.isEmpty()) {
            return false;
        }
        Standby chosen = longest.get();
        chosen.standbyLife++;
        SimulatedLog before = log;
        log = chosen.log;
        chosen.log = before;
        log.trapFlush(() -> {});
        log.flush();
        timeline = timeline.next();
        log.recordTimeline(timeline, log.writtenLsn());
        Set<NodeId> left = new TreeSet<>(members);
        left.remove(chosen.id);
        authority.decide(timeline, left);
        oldest = Lsn.ZERO;
        life++;
        up = true;
        gate = newGate();
        chosen.up = false;
        time.after(soon(2_000_000), () -> chosen.up = true);
        failovers++;
        return true;
    }

    /// What is committed only grows, and is the same and flushed wherever it counts.
    void check() {
        if (up && gate.committed().position() > truth.length) {
            byte[] now = Arrays.copyOf(log.content(), (int) gate.committed().position());
            assertThat(Arrays.copyOf(now, truth.length)).isEqualTo(truth);
            truth = now;
        }
        checkLog(log, "primary", true);
        Set<NodeId> members = authority.current().members();
        standbys.forEach(standby -> checkLog(standby.log, standby.mode.text(), members.contains(standby.id)));
    }

    private void checkLog(SimulatedLog checked, String name, boolean counts) {
        int applied = (int) checked.applied().position();
        int common = counts ? truth.length : applied;
        if (applied > truth.length) {
            throw new AssertionError(name + " has applied " + applied + ", but committed is only " + truth.length);
        }
        if (checked.flushed().position() < common) {
            throw new AssertionError(name + " has flushed " + checked.flushed() + " of " + common);
        }
        int mismatch = Arrays.mismatch(checked.content(), 0, common, truth, 0, common);
        if (mismatch >= 0) {
            throw new AssertionError(name + " differs from what is committed at " + mismatch);
        }
    }

    /// After a while without faults nothing is outstanding anywhere.
    void checkSettled() {
        assertThat(up).isTrue();
        assertThat(gate.committed()).isEqualTo(log.writtenLsn());
        assertThat(gate.members()).hasSize(2);
        assertThat(standbys)
                .allSatisfy(standby -> assertThat(standby.log.applied()).isEqualTo(log.writtenLsn()));
    }

    /// One standby and its connection.
    final class Standby {

        final NodeId id;
        final SyncMode mode;
        SimulatedLog log = new SimulatedLog();
        boolean up = true;
        private long pausedUntil;
        private final long[] stalledUntil = {0, 0};
        private int connection;
        private boolean connected;
        private int standbyLife;
        private @Nullable LogSender sender;
        private @Nullable LogReceiver receiver;

        Standby(NodeId id, SyncMode mode) {
            this.id = id;
            this.mode = mode;
        }

        void wake() {
            if (sender != null && connected) {
                sender.wake();
            }
        }

        void keepConnected() {
            everyMillis(200, () -> {
                if (!connected && up && SimulatedCluster.this.up && random.nextInt(3) == 0) {
                    mayDie(this::connect);
                } else if (connected && receiver != null && sender != null) {
                    receiver.beat();
                    sender.beat(Topology.getDefaultInstance());
                }
            });
        }

        private void connect() {
            Lsn end = log.flush();
            Hello hello = Hello.newBuilder()
                    .setProtocolVersion(Handshake.PROTOCOL_VERSION)
                    .setNodeId(id.toString())
                    .setSyncMode(mode.text())
                    .setClusterId(CLUSTER.toString())
                    .setWrittenLsn(end.position())
                    .setCommittedLsn(log.committed().position())
                    .addAllHistory(Handshake.messages(log.history()))
                    .build();
            Handshake.PrimaryFacts facts = new Handshake.PrimaryFacts(
                    CLUSTER, PRIMARY, SimulatedCluster.this.log.history(), SimulatedCluster.this.log.flushed(), oldest);
            Lsn from =
                    switch (Handshake.plan(facts, hello)) {
                        case StreamPlan.Stream plan -> plan.from();
                        case StreamPlan.Truncate plan -> plan.to();
                        case StreamPlan.Snapshot _ -> copy();
                        case StreamPlan.Refuse refuse -> throw new AssertionError(refuse.message());
                    };
            if (from.isBefore(log.writtenLsn())) {
                log.truncateTo(from);
                cuts++;
            }
            connected = true;
            connection++;
            open(from, Lsn.of(hello.getCommittedLsn()));
        }

        private Lsn copy() {
            copies++;
            log.copyFrom(SimulatedCluster.this.log);
            return log.writtenLsn();
        }

        private void open(Lsn from, Lsn known) {
            int mine = connection;
            int primaryLife = life;
            int ownLife = standbyLife;
            BooleanSupplier there = () -> mine == connection && connected;
            Executor onPrimary = actor(() -> primaryLife == life, this);
            Executor onStandby = actor(() -> ownLife == standbyLife, this);
            LogSender opened = new LogSender(
                    id,
                    from,
                    new LogSender.Shared(SimulatedCluster.this.log, gate, timeline, time, new ReplicationCounters()),
                    link(0, there, frame -> {
                        LogReceiver to = receiver;
                        if (to != null) {
                            onStandby.execute(() -> to.received(frame));
                        }
                    }),
                    onPrimary);
            ReceiverStatus status = new ReceiverStatus(time, new ReplicationCounters(), () -> {});
            // What a standby had sent before it died still arrives.
            BooleanSupplier heard = () -> mine == connection && primaryLife == life;
            Link back = link(1, heard, frame -> {
                if (frame instanceof Frame.Ack ack) {
                    opened.acked(ack.positions());
                }
            });
            receiver = new LogReceiver(log, SimulatedCluster.this.log.history(), back, status, onStandby);
            sender = opened;
            gate.learntCommitted(known);
            gate.connected(id, mode, from);
            opened.start();
        }

        private Link link(int direction, BooleanSupplier there, Consumer<Frame> peer) {
            Runnable onClose = () -> {
                throw new AssertionError("nobody gives up a good connection");
            };
            SimulatedLink.Fate fate = new SimulatedLink.Fate(() -> stalledUntil[direction], there, onClose);
            return new SimulatedLink(time, random, fate, peer);
        }

        /// Both ends lose the connection; the primary hears of it sooner or later.
        void cut() {
            if (!connected) {
                return;
            }
            connected = false;
            LogSender old = sender;
            LogReceiver oldReceiver = receiver;
            if (old != null && oldReceiver != null) {
                old.close();
                oldReceiver.close();
            }
            PrimaryGate told = gate;
            int mine = connection;
            time.after(soon(50_000), () -> {
                if (told == gate && mine == connection) {
                    told.disconnected(id);
                }
            });
        }

        void crash() {
            if (up) {
                up = false;
                standbyLife++;
                log.crash(random);
                cut();
                time.after(soon(4_000_000), () -> up = true);
            }
        }

        /// It dies when it flushes next.
        void crashInFlush() {
            if (up) {
                log.trapFlush(() -> {
                    crash();
                    throw new Died();
                });
            }
        }

        /// Nothing arrives in one direction for a while.
        void stallOneWay() {
            stalledUntil[random.nextInt(2)] = time.nanos() + soon(5_000_000).toNanos();
        }

        void pause() {
            pausedUntil = time.nanos() + soon(5_000_000).toNanos();
        }
    }
}
