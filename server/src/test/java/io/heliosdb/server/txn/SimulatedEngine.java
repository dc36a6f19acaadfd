package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SimulatedThreads;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.wal.RecordHeader;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A whole engine with its sessions, flusher, checkpointer, gate and disk in one thread, by one seed: it runs
/// into everything that can happen to it, again and again, and is compared with a model after every event.
final class SimulatedEngine {

    private static final EngineConfig CONFIG = EngineConfig.forHeap(64 << 20).withSegmentBytes(4096);
    private static final int SESSIONS = 4;
    private static final int MAX_CALM_STEPS = 30_000;
    private static final long MAX_PEACE_NANOS = Duration.ofSeconds(20).toNanos();

    final Random random;
    private final EngineConfig config;
    final SimulatedThreads threads;
    final EngineModel model = new EngineModel();
    final Map<SqlState, Integer> failures = new TreeMap<>();
    int finished;
    int recoveries;
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryBase base = new MemoryBase(disk);
    private final List<SimulatedSession> sessions = new ArrayList<>();
    private final List<SimulatedThreads.Task> clients = new ArrayList<>();
    private @Nullable Engine engine;
    private SimulatedGate gate;
    private Lsn everCommitted = Lsn.ZERO;
    private Lsn lastVisible = Lsn.ZERO;
    private Duration clockJump = Duration.ZERO;
    private boolean closing;
    private boolean markSurvived;
    private @Nullable String broken;
    private boolean refused;
    private boolean cutting;
    private long trees = 2000;

    SimulatedEngine(long seed) {
        random = new Random(seed);
        // From several layers in a segment to several segments in a layer.
        config = CONFIG.withLayerBytes(3_000L << random.nextInt(4));
        threads = new SimulatedThreads(random);
        gate = newGate();
        disk.onPause(threads::pause);
    }

    private SimulatedGate newGate() {
        return new SimulatedGate(random, lsn -> everCommitted = Lsn.max(everCommitted, lsn));
    }

    private final class JumpingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH
                    .plus(Duration.ofDays(20_000))
                    .plusNanos(threads.nanos())
                    .plus(clockJump);
        }
    }

    Engine engine() {
        Engine current = engine;
        if (current == null) {
            throw new IllegalStateException("not open");
        }
        return current;
    }

    int term() {
        return ((StoreEngine) engine()).term();
    }

    boolean isClosing() {
        return closing;
    }

    /// One of the trees made so far, dropped or not.
    long oldTree(Random by) {
        return Math.max(2000, trees - by.nextInt(3));
    }

    long nextTree() {
        return ++trees;
    }

    void failed(SqlState state) {
        failures.merge(state, 1, Integer::sum);
    }

    void finished() {
        finished++;
    }

    /// A commit is in the log; what its client is told later is noted in the moment it is told.
    void committed(CompletableFuture<Lsn> outcome, long lsn, Durability durability) {
        Engine mine = engine();
        outcome.whenComplete((told, error) -> {
            if (mine != engine || error != null || durability == Durability.OFF) {
                return;
            }
            boolean seen = durability != Durability.LOCAL;
            told(mine, told.position() == lsn, "the LSN is that of the commit");
            told(mine, mine.flushedLsn().position() >= lsn, "acknowledged is flushed");
            told(mine, !seen || mine.visibleLsn().position() >= lsn, "acknowledged is visible");
            told(mine, !seen || gate.committed().position() >= lsn, "acknowledged is committed");
            model.acknowledged(lsn, seen);
        });
    }

    // A future swallows what its callbacks throw.
    private void told(Engine mine, boolean holds, String rule) {
        if (!holds && mine == engine) {
            broken = rule;
        }
    }

    /// Some lives with faults, then peace, in which everything must come to an end.
    void run(int lives, int steps) {
        Engines.create(disk, new ClusterId(new UUID(0, 1)), new NodeId(new UUID(0, 2)));
        for (int life = 0; life < lives; life++) {
            open();
            live(steps);
            if (!disk.isCrashed() && !refused && random.nextBoolean()) {
                calmDown();
            }
            die();
        }
        open();
        live(steps / 2);
        if (disk.isCrashed() || refused) {
            die();
            open();
        }
        calmDown();
        boolean powerLoss = random.nextBoolean();
        die(powerLoss);
        open();
        gate.slow = false;
        gate.open();
        assertThat(engine().visibleLsn()).isEqualTo(engine().writtenLsn());
        checkContent();
        threads.killAll();
    }

    private void open() {
        gate = newGate();
        gate.slow = random.nextInt(4) > 0;
        boolean standby = random.nextInt(6) == 0;
        Engine opened = Engines.open(
                config,
                new EngineServices(disk, () -> base, new JumpingClock(), threads::newThread, threads),
                standby ? null : gate);
        engine = opened;
        if (markSurvived) {
            assertThat(opened.visibleLsn()).as("what was seen is seen again").isGreaterThanOrEqualTo(lastVisible);
        }
        lastVisible = Lsn.ZERO;
        model.endsAt(opened.writtenLsn().position(), cutting);
        cutting = false;
        opened.addApplyListener(batch -> {
            assertThat(batch.lsn()).as("applied in order").isGreaterThan(lastVisible);
            assertThat(batch.lsn()).isLessThanOrEqualTo(opened.visibleLsn());
        });
        checkContent();
        check();
        sessions.clear();
        clients.clear();
        for (int i = 1; i <= SESSIONS; i++) {
            SimulatedSession session = new SimulatedSession(this, i);
            sessions.add(session);
            clients.add(threads.spawn("session-" + i, session));
        }
    }

    private void live(int steps) {
        refused = false;
        if (random.nextInt(3) == 0) {
            refused = true;
            MemoryDisk.Fault[] faults = MemoryDisk.Fault.values();
            int chosen = random.nextInt(faults.length);
            disk.faultAfter(1 + random.nextInt(200), faults[chosen]);
        }
        try {
            int end = 1 + random.nextInt(steps);
            for (int i = 0; i < end && !disk.isCrashed(); i++) {
                turn();
                eventOrFailure();
                check();
            }
        } catch (MemoryDisk.Crash e) {
            assertThat(disk.isCrashed()).isTrue();
        }
    }

    private void turn() {
        if (!threads.step()) {
            gate.open();
            gate.acknowledgeSome();
            if (!threads.step() && !gate.refuses && !engine().isStandby()) {
                throw new AssertionError("nobody can go on: " + threads.tasks());
            }
        }
        if (random.nextInt(12) == 0) {
            gate.open();
        }
        if (random.nextInt(12) == 0) {
            gate.acknowledgeSome();
        }
    }

    private void eventOrFailure() {
        try {
            event();
        } catch (DiskException e) {
            failed(e.isFull() ? SqlState.DISK_FULL : SqlState.IO_ERROR);
        }
    }

    private void event() {
        switch (random.nextInt(400)) {
            case 0, 1, 2 ->
                sessions.get(random.nextInt(SESSIONS))
                        .cancellation
                        .cancel(new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
            case 3, 4 -> {
                List<SimulatedThreads.Task> all = threads.tasks();
                all.get(random.nextInt(all.size())).stall(random.nextInt(2_000_000_000));
            }
            case 5 -> gate.refuses = !gate.refuses;
            case 6 -> disk.setFreeBytes(random.nextInt(3) == 0 ? 0 : Long.MAX_VALUE);
            case 7 -> clockJump = Duration.ofSeconds(random.nextInt(200_000) - 100_000);
            case 8 -> {
                settle();
                engine().checkpoint();
            }
            case 9, 10 -> changeRole();
            case 11, 12, 13, 14 -> checkContent();
            default -> {}
        }
    }

    // Until the engine's own threads hold no lock of it.
    private void settle() {
        for (SimulatedThreads.Task task : List.copyOf(threads.tasks())) {
            if (!clients.contains(task)) {
                threads.settle(task);
            }
        }
    }

    private void changeRole() {
        settle();
        if (engine().isStandby()) {
            gate = newGate();
            engine().becomePrimary(engine().timeline().next(), gate);
        } else {
            engine().becomeStandby();
            if (random.nextBoolean()) {
                rewriteTail();
            }
        }
    }

    /// What another primary may do to this node's log: cut what was never committed, bring back some of it.
    private void rewriteTail() {
        StandbyLog log = engine().standbyLog();
        log.flush();
        List<Long> ends = model.endsFrom(everCommitted.position());
        if (ends.isEmpty()) {
            return;
        }
        long cut = ends.get(random.nextInt(ends.size()));
        NavigableMap<Long, List<EngineModel.Change>> rest = model.behind(cut);
        ByteBuffer bytes = null;
        try (WalReader reader = engine().readLog(Lsn.of(cut))) {
            bytes = reader.read(1 << 20);
        }
        cutting = true;
        log.truncateTo(Lsn.of(cut));
        cutting = false;
        model.endsAt(cut, true);
        if (bytes != null && random.nextBoolean()) {
            log.append(bytes);
            rest.forEach(model::append);
            if (random.nextBoolean()) {
                everCommitted = Lsn.max(everCommitted, log.writtenLsn());
                log.commitUpTo(log.writtenLsn());
                assertThat(engine().visibleLsn()).as("visible is flushed").isLessThanOrEqualTo(engine().flushedLsn());
            }
            assertThat(log.flush()).isEqualTo(log.writtenLsn());
            if (random.nextBoolean()) {
                everCommitted = Lsn.max(everCommitted, log.writtenLsn());
                log.commitUpTo(log.writtenLsn());
            }
        }
    }

    private void die() {
        die(random.nextBoolean());
    }

    private void die(boolean powerLoss) {
        disk.crash();
        engine = null;
        threads.killAll();
        disk.setFreeBytes(Long.MAX_VALUE);
        if (powerLoss) {
            disk.restartAfterPowerLoss(random);
        } else {
            disk.restart();
        }
        recoveries++;
        markSurvived = !powerLoss;
    }

    /// Holds after every event.
    private void check() {
        if (disk.isCrashed()) {
            return;
        }
        assertThat(broken).as("a rule that a client's answer breaks").isNull();
        Engine now = engine();
        Lsn visible = now.visibleLsn();
        assertThat(visible).as("visible only rises").isGreaterThanOrEqualTo(lastVisible);
        assertThat(visible).as("visible is committed").isLessThanOrEqualTo(everCommitted);
        assertThat(visible).as("visible is flushed").isLessThanOrEqualTo(now.flushedLsn());
        assertThat(now.flushedLsn()).as("flushed is written").isLessThanOrEqualTo(now.writtenLsn());
        long end = now.writtenLsn().position();
        if (end != model.end()) {
            // A transaction id was logged: a header and nothing else.
            assertThat(end - model.end()).as("end of the log").isEqualTo(RecordHeader.BYTES);
            model.append(end, List.of());
        }
        lastVisible = visible;
    }

    private void checkContent() {
        model.check(engine());
    }

    /// No faults any more: everybody gets on, and then comes to an end.
    private void calmDown() {
        disk.setFreeBytes(Long.MAX_VALUE);
        if (engine().isStandby()) {
            changeRole();
        }
        gate.slow = false;
        gate.refuses = false;
        threads.tasks().forEach(task -> task.stall(0));
        peace();
        closing = true;
        for (int i = 0; i < MAX_CALM_STEPS && !clients.stream().allMatch(SimulatedThreads.Task::isOver); i++) {
            calmStep();
        }
        assertThat(clients).as("every session comes to an end").allMatch(SimulatedThreads.Task::isOver);
        settle();
        gate.open();
        assertThat(engine().visibleLsn()).isEqualTo(engine().writtenLsn());
        model.checkSeen(engine().visibleLsn().position());
        assertThat(((StoreEngine) engine()).locks().size()).as("locks left").isZero();
        checkContent();
        engine().checkpoint();
        checkContent();
        closing = false;
    }

    private void calmStep() {
        gate.open();
        gate.acknowledgeSome();
        if (!threads.step()) {
            throw new AssertionError("nobody can go on: " + threads.tasks());
        }
        check();
    }

    /// Whatever somebody was waiting for when the faults ended, he gets it, and then some.
    private void peace() {
        List<Integer> before = sessions.stream().map(each -> each.ended).toList();
        long begin = threads.nanos();
        while (!madeProgress(before)) {
            calmStep();
            if (threads.nanos() - begin > MAX_PEACE_NANOS) {
                throw new AssertionError("somebody waits without a reason: " + threads.tasks());
            }
        }
    }

    private boolean madeProgress(List<Integer> before) {
        for (int i = 0; i < SESSIONS; i++) {
            if (sessions.get(i).ended < before.get(i) + 3) {
                return false;
            }
        }
        return true;
    }
}
