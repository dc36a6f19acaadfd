package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.txn.lock.AdvisoryKey;
import io.heliosdb.server.txn.lock.LockOutcome;
import io.heliosdb.server.txn.lock.LockOwner;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A client in a thread of a simulation: transactions of all kinds, every read of which is compared with the
/// model.
final class SimulatedSession implements Runnable {

    static final long ROWS = 1001;
    static final long NAMES = 1002;
    static final long SEQUENCES = 1003;
    static final long CATALOG = 1;
    private static final int ROW_KEYS = 10;
    private static final int NAME_KEYS = 4;
    private static final Set<SqlState> EXPECTED = EnumSet.of(
            SqlState.T_R_SERIALIZATION_FAILURE,
            SqlState.T_R_DEADLOCK_DETECTED,
            SqlState.LOCK_NOT_AVAILABLE,
            SqlState.QUERY_CANCELED,
            SqlState.READ_ONLY_SQL_TRANSACTION,
            SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
            SqlState.INSUFFICIENT_RESOURCES,
            SqlState.DISK_FULL,
            SqlState.IO_ERROR);

    /// @param command the one that made it
    private record Own(int command, EngineModel.Change change) {}

    /// What a SERIALIZABLE transaction has relied on: the entries from `from` to `to` as of `lsn`.
    private record Read(long tree, String from, @Nullable String to, long lsn) {}

    private record Point(Savepoint savepoint, int own) {}

    private final SimulatedEngine world;
    private final Engine engine;
    private final EngineModel model;
    private final Random random;
    private final LockOwner owner;
    private final String name;
    private final List<Own> own = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private final Map<EngineModel.Key, Long> basis = new HashMap<>();
    private Lsn lastCommit = Lsn.ZERO;
    private Transaction transaction;
    private Durability durability = Durability.ON;
    private int command;
    private int term;
    private long seen;
    int ended;
    volatile Cancellation cancellation = new Cancellation();

    SimulatedSession(SimulatedEngine world, int number) {
        this.world = world;
        this.engine = world.engine();
        this.model = world.model;
        this.random = new Random(world.random.nextLong());
        this.owner = engine.newLockOwner(number);
        this.name = "s" + number;
        this.transaction = engine.begin(TransactionOptions.DEFAULT);
    }

    @Override
    public void run() {
        while (!world.isClosing()) {
            begin();
            try {
                int statements = 1 + random.nextInt(4);
                for (int i = 0; i < statements; i++) {
                    statement();
                }
                end();
            } catch (SqlException e) {
                check(e);
                transaction.rollback();
                world.failed(e.state());
            }
            ended++;
            world.threads.pause();
        }
        owner.close();
    }

    private static void check(SqlException error) {
        if (!EXPECTED.contains(error.state())) {
            throw new AssertionError("unexpected error " + error.state() + ": " + error.getMessage(), error);
        }
    }

    private void begin() {
        own.clear();
        reads.clear();
        points.clear();
        basis.clear();
        IsolationLevel isolation = any(IsolationLevel.values());
        transaction = engine.begin(TransactionOptions.DEFAULT
                .withIsolation(isolation)
                .withReadOnly(random.nextInt(8) == 0)
                .withNotBefore(lastCommit)
                .withOwner(owner));
        durability = any(Durability.values());
        transaction.setDurability(durability);
        command = 1;
        term = world.term();
    }

    private void statement() {
        cancellation = new Cancellation();
        Lsn before = engine.visibleLsn();
        boolean first = command == 1;
        transaction.startStatement(cancellation);
        command++;
        long snapshot = transaction.snapshotLsn().position();
        if (first || transaction.isolation() == IsolationLevel.READ_COMMITTED) {
            assertThat(snapshot).as("a new snapshot").isGreaterThanOrEqualTo(before.position());
            assertThat(snapshot).as("reads its own last commit").isGreaterThanOrEqualTo(lastCommit.position());
        }
        assertThat(snapshot).as("time goes on").isGreaterThanOrEqualTo(seen);
        if (transaction.isolation() == IsolationLevel.READ_COMMITTED) {
            seen = snapshot;
        }
        try {
            int operations = 1 + random.nextInt(3);
            for (int i = 0; i < operations; i++) {
                operation();
                world.threads.pause();
            }
        } catch (SqlException e) {
            if (points.isEmpty() || e.state() == SqlState.T_R_SERIALIZATION_FAILURE || random.nextBoolean()) {
                throw e;
            }
            check(e);
            rollbackToPoint();
        }
    }

    private void operation() {
        int choice = random.nextInt(21);
        if (choice < 5) {
            read(ROWS, row());
        } else if (choice == 20) {
            readTemporary();
        } else if (choice < 7) {
            scan(random.nextBoolean() ? ROWS : NAMES);
        } else if (choice == 7) {
            points.add(new Point(transaction.savepoint(), own.size()));
        } else if (choice == 8 && !points.isEmpty()) {
            rollbackToPoint();
        } else if (choice == 9) {
            transaction.nextCommand();
            command++;
        } else if (choice == 10) {
            transaction.advisoryLock(AdvisoryKey.of(random.nextInt(2)), random.nextBoolean(), randomWait());
        } else if (transaction.isReadOnly()) {
            read(NAMES, name());
        } else if (choice < 16) {
            change();
        } else if (choice < 18) {
            insertName();
        } else if (choice == 18) {
            temporary();
        } else {
            sequence();
        }
    }

    private <T> T any(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private String row() {
        return "k" + random.nextInt(ROW_KEYS);
    }

    private String name() {
        return "n" + random.nextInt(NAME_KEYS);
    }

    private LockWait randomWait() {
        return switch (random.nextInt(6)) {
            case 0 -> LockWait.NO_WAIT;
            case 1 -> LockWait.SKIP_LOCKED;
            case 2 -> new LockWait.Block(Duration.ofMillis(50 + random.nextInt(2000)));
            default -> LockWait.FOREVER;
        };
    }

    private void rollbackToPoint() {
        Point point = points.removeLast();
        transaction.rollbackTo(point.savepoint);
        own.subList(point.own, own.size()).clear();
        // The locks taken since are gone, and with them what was known under them.
        basis.keySet().removeIf(key -> own.stream().noneMatch(each -> touches(each, key)));
    }

    private static boolean touches(Own each, EngineModel.Key key) {
        return each.change.tree() == key.tree() && key.key().equals(each.change.key());
    }

    private @Nullable String expected(long tree, String key, long snapshot, int asOf) {
        for (Own each : own.reversed()) {
            EngineModel.Change change = each.change;
            boolean mine = each.command < asOf && change.tree() == tree;
            if (mine && (change.key() == null || change.key().equals(key))) {
                return change.value();
            }
        }
        return model.get(tree, key, snapshot);
    }

    private @Nullable String read(long tree, String key) {
        long snapshot = transaction.snapshotLsn().position();
        String found = EngineTest.text(transaction.get(new TreeId(tree), EngineTest.bytes(key)));
        assertThat(found)
                .as("%s of tree %s at %s", key, tree, snapshot)
                .isEqualTo(expected(tree, key, snapshot, command));
        reads.add(new Read(tree, key, key + "\0", snapshot));
        return found;
    }

    private void scan(long tree) {
        long snapshot = transaction.snapshotLsn().position();
        boolean forward = random.nextBoolean();
        String from = random.nextBoolean() ? "" : row();
        String to = random.nextBoolean() ? null : row();
        int limit = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(4);
        TreeMap<String, String> all = overlaid(tree, from, to, snapshot);
        List<String> expected = new ArrayList<>((forward ? all : all.descendingMap()).keySet());
        List<String> found = new ArrayList<>();
        try (Cursor cursor = transaction.scan(
                new TreeId(tree), EngineTest.bytes(from), to == null ? null : EngineTest.bytes(to), forward)) {
            while (found.size() < limit && cursor.next()) {
                String key = String.valueOf(EngineTest.text(cursor.key()));
                assertThat(EngineTest.text(cursor.value())).isEqualTo(all.get(key));
                found.add(key);
                if (random.nextInt(4) == 0) {
                    world.threads.pause();
                }
            }
        }
        assertThat(found)
                .as("%s scan of tree %s from %s to %s at %s", forward, tree, from, to, snapshot)
                .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
        noteScan(new Read(tree, from, to, snapshot), forward, found, found.size() == limit);
    }

    private void noteScan(Read whole, boolean forward, List<String> found, boolean stopped) {
        if (!stopped) {
            reads.add(whole);
        } else if (!found.isEmpty()) {
            String last = found.getLast();
            reads.add(
                    forward
                            ? new Read(whole.tree, whole.from, last + "\0", whole.lsn)
                            : new Read(whole.tree, last, whole.to, whole.lsn));
        }
    }

    private TreeMap<String, String> overlaid(long tree, String from, @Nullable String to, long snapshot) {
        TreeMap<String, String> all = model.scan(tree, from, to, snapshot);
        for (Own each : own) {
            EngineModel.Change change = each.change;
            if (each.command >= command || change.tree() != tree) {
                continue;
            }
            String key = change.key();
            if (key == null) {
                all.clear();
            } else if (change.value() == null) {
                all.remove(key);
            } else if (key.compareTo(from) >= 0 && (to == null || key.compareTo(to) < 0)) {
                all.put(key, change.value());
            }
        }
        return all;
    }

    /// Under its lock a row is what was last committed to it: nobody can have a change of it under way.
    private @Nullable String latest(long tree, String key) {
        String found = EngineTest.text(transaction.getLatest(new TreeId(tree), EngineTest.bytes(key)));
        long visible = engine.visibleLsn().position();
        assertThat(found)
                .as("latest %s at %s", key, visible)
                .isEqualTo(expected(tree, key, visible, Integer.MAX_VALUE));
        long change = model.changed(tree, key, Long.MAX_VALUE);
        // A standby gives locks away, and commits nothing that relied on them.
        if (!engine.isStandby() && world.term() == term) {
            assertThat(change)
                    .as("%s of tree %s is locked, but changed by a commit that is not visible", key, tree)
                    .isLessThanOrEqualTo(visible);
        }
        basis.putIfAbsent(new EngineModel.Key(tree, key), change);
        return found;
    }

    private void write(long tree, String key, @Nullable String value) {
        if (value == null) {
            transaction.delete(new TreeId(tree), EngineTest.bytes(key));
        } else {
            transaction.put(new TreeId(tree), EngineTest.bytes(key), EngineTest.bytes(value));
        }
        own.add(new Own(command, new EngineModel.Change(tree, key, value)));
    }

    private void change() {
        String key = row();
        long snapshot = transaction.snapshotLsn().position();
        RowLockMode mode = random.nextInt(4) == 0 ? any(RowLockMode.values()) : RowLockMode.UPDATE;
        LockOutcome outcome = transaction.lockRow(new TreeId(ROWS), EngineTest.bytes(key), mode, randomWait());
        if (outcome == LockOutcome.NOT_AVAILABLE) {
            return;
        }
        long visible = engine.visibleLsn().position();
        boolean changed = model.changed(ROWS, key, visible) > snapshot;
        // The newest version of what it has written is its own, whatever was committed before.
        boolean written = own.stream().anyMatch(each -> each.change.tree() == ROWS && key.equals(each.change.key()));
        assertThat(outcome == LockOutcome.CHANGED || written)
                .as("%s is %s: changed at %s, snapshot %s", key, outcome, model.changed(ROWS, key, visible), snapshot)
                .isEqualTo(changed || written);
        if (mode != RowLockMode.UPDATE) {
            return;
        }
        String now = latest(ROWS, key);
        if (random.nextInt(4) == 0) {
            write(ROWS, key, null);
        } else {
            int count = now == null ? 0 : Integer.parseInt(now.substring(0, now.indexOf(' ')));
            write(ROWS, key, count + 1 + " " + name + "x".repeat(random.nextInt(100)));
        }
    }

    private void insertName() {
        String key = name();
        transaction.lockKey(
                new TreeId(NAMES), EngineTest.bytes(key), random.nextInt(6) == 0 ? LockWait.NO_WAIT : LockWait.FOREVER);
        if (latest(NAMES, key) == null) {
            write(NAMES, key, name);
        } else if (random.nextBoolean()) {
            write(NAMES, key, null);
        }
    }

    /// A table whose tree is replaced now and then, as TRUNCATE does.
    private void temporary() {
        boolean truncate = random.nextInt(3) == 0;
        TableLockMode mode = truncate ? TableLockMode.ACCESS_EXCLUSIVE : TableLockMode.ROW_EXCLUSIVE;
        LockWait wait = randomWait();
        transaction.lockTable(7, mode, wait instanceof LockWait.SkipLocked ? new LockWait.NoWait() : wait);
        String found = EngineTest.text(transaction.getLatest(new TreeId(CATALOG), EngineTest.bytes("tree")));
        long visible = engine.visibleLsn().position();
        assertThat(found).isEqualTo(expected(CATALOG, "tree", visible, Integer.MAX_VALUE));
        long tree = found == null ? 2000 : Long.parseLong(found);
        if (truncate) {
            latest(CATALOG, "tree");
            write(CATALOG, "tree", Long.toString(world.nextTree()));
            transaction.dropTree(new TreeId(tree));
            own.add(new Own(command, new EngineModel.Change(tree, null, null)));
        } else {
            write(tree, name + random.nextInt(5), "t");
        }
    }

    /// A table that may be there no longer.
    private void readTemporary() {
        long tree = world.oldTree(random);
        read(tree, name + random.nextInt(5));
        read(tree, "s" + (1 + random.nextInt(4)) + random.nextInt(5));
    }

    private void sequence() {
        String key = "q" + random.nextInt(2);
        String value = name + random.nextInt();
        Lsn lsn = engine.autonomousWrite(
                new WriteBatch().put(new TreeId(SEQUENCES), EngineTest.bytes(key), EngineTest.bytes(value)));
        model.append(lsn.position(), List.of(new EngineModel.Change(SEQUENCES, key, value)));
    }

    private void end() {
        if (random.nextInt(6) == 0) {
            transaction.rollback();
            return;
        }
        boolean writes = !own.isEmpty();
        assertThat(transaction.hasWrites()).isEqualTo(writes);
        IsolationLevel isolation = transaction.isolation();
        boolean readOnly = transaction.isReadOnly();
        CompletableFuture<Lsn> outcome = transaction.commitAsync();
        if (writes) {
            logged(outcome, isolation == IsolationLevel.SERIALIZABLE && !readOnly);
        }
        await(outcome);
    }

    private void logged(CompletableFuture<Lsn> outcome, boolean serializable) {
        SqlException error = failure(outcome);
        if (error != null && error.state() != SqlState.TRANSACTION_RESOLUTION_UNKNOWN) {
            if (error.state() == SqlState.T_R_SERIALIZATION_FAILURE) {
                assertThat(serializable || world.term() != term)
                        .as("a commit is refused only at SERIALIZABLE or after a change of role")
                        .isTrue();
            }
            return;
        }
        long lsn = engine.writtenLsn().position();
        long before = model.end();
        basis.forEach((key, change) -> assertThat(model.changed(key.tree(), key.key(), Long.MAX_VALUE))
                .as("update of %s is lost", key)
                .isEqualTo(change));
        if (serializable) {
            reads.forEach(read -> assertThat(model.scan(read.tree, read.from, read.to, before))
                    .as("SERIALIZABLE: %s has changed before the commit", read)
                    .isEqualTo(model.scan(read.tree, read.from, read.to, read.lsn)));
        }
        List<EngineModel.Change> changes = own.stream().map(Own::change).toList();
        model.append(lsn, changes);
        world.committed(outcome, lsn, durability);
    }

    private static @Nullable SqlException failure(CompletableFuture<Lsn> outcome) {
        if (!outcome.isCompletedExceptionally()) {
            return null;
        }
        if (outcome.exceptionNow() instanceof SqlException error) {
            return error;
        }
        throw new AssertionError("commit failed", outcome.exceptionNow());
    }

    private void await(CompletableFuture<Lsn> outcome) {
        Thread me = Thread.currentThread();
        Runnable giveUp = () -> outcome.completeExceptionally(CommitPipeline.uncertain("canceled"));
        cancellation.onCancel(giveUp);
        outcome.whenComplete((lsn, error) -> world.threads.unpark(me));
        while (!outcome.isDone()) {
            world.threads.park(this, Long.MAX_VALUE);
        }
        cancellation.remove(giveUp);
        SqlException error = failure(outcome);
        if (error != null) {
            throw error;
        }
        lastCommit = Lsn.max(lastCommit, outcome.join());
        world.finished();
    }
}
