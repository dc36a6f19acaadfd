package io.heliosdb.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.txn.CommitGate;
import io.heliosdb.server.txn.DatabaseMetadata;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.EngineServices;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.InterruptedScratch;
import io.heliosdb.server.txn.ReadView;
import io.heliosdb.server.wal.WalReader;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A data directory and the engine on it, which dies and is opened again.
final class EngineNode implements LogSource {

    static final TreeId TREE = new TreeId(1001);

    /// Where a record's header has these, as drawn in `RecordHeader`; COMMIT and CHUNKED_COMMIT.
    private static final int END_AT = 8;

    private static final int ID_AT = 32;
    private static final int TYPE_AT = 48;
    private static final Set<Integer> LAST_RECORDS = Set.of(1, 6);

    /// A transaction takes one record or some dozen chunks, a layer few of them.
    private static final EngineConfig CONFIG = EngineConfig.forHeap(64 << 20)
            .withSegmentBytes(4096)
            .withLayerBytes(4_000)
            .withWriteSetLimitBytes(1_500)
            .withRecordLimit(500, 150);

    /// @param number the first part of all its keys
    /// @param undone all rows of this transaction are deleted; -1 for none
    record Commit(long number, int rows, long undone) {}

    final MemoryDisk disk = new MemoryDisk();
    final MemoryBase base = new MemoryBase(disk);

    private final Runnable inCommit;
    private @Nullable Engine engine;

    /// @param inCommit runs now and then between the chunks of a commit
    EngineNode(Runnable inCommit) {
        this.inCommit = inCommit;
    }

    static EngineNode created(ClusterId cluster, NodeId id, Runnable inCommit) {
        EngineNode node = new EngineNode(inCommit);
        Engines.create(node.disk, cluster, id);
        return node;
    }

    Engine engine() {
        Engine open = engine;
        if (open == null) {
            throw new IllegalStateException("the node is down");
        }
        return open;
    }

    /// Opens it as a primary under `gate`, or as a standby.
    void open(@Nullable CommitGate gate) {
        EngineServices services = new EngineServices(
                disk,
                () -> base,
                Clock.systemUTC(),
                null,
                Parking.SYSTEM,
                () -> new InterruptedScratch(read -> read % 7 == 0, inCommit));
        engine = Engines.open(CONFIG, services, gate);
        keepLog();
    }

    /// The process is gone, or the machine; it is started again as a standby.
    void restart(Random random) {
        disk.crash();
        engine = null;
        if (random.nextBoolean()) {
            disk.restart();
        } else {
            disk.restartAfterPowerLoss(random);
        }
        open(null);
    }

    void reopen(CommitGate gate) {
        engine().close();
        open(gate);
    }

    /// Drops no log until it is told to.
    void keepLog() {
        engine().retainLogFrom(Lsn.ZERO);
    }

    void dropLog() {
        engine().retainLogFrom(Lsn.of(Long.MAX_VALUE));
        engine().checkpoint();
        keepLog();
    }

    @Override
    public WalReader read(Lsn from) {
        return engine().readLog(from);
    }

    @Override
    public Lsn flushed() {
        return engine().flushedLsn();
    }

    /// What it has applied, as far as its log goes.
    Lsn applied() {
        return Lsn.min(engine().visibleLsn(), engine().flushedLsn());
    }

    DatabaseMetadata metadata() {
        return engine().metadata();
    }

    static byte[] key(long number, int row) {
        return ByteBuffer.allocate(Long.BYTES + Short.BYTES)
                .putLong(number)
                .putShort((short) row)
                .array();
    }

    /// How many rows of each transaction are visible.
    Map<Long, Integer> content() {
        Map<Long, Integer> rows = new TreeMap<>();
        try (ReadView view = engine().readAt();
                Cursor cursor = view.scan(TREE, new byte[0], null, true)) {
            while (cursor.next()) {
                rows.merge(ByteBuffer.wrap(cursor.key()).getLong(), 1, Integer::sum);
            }
        }
        return rows;
    }

    /// The visible data are what the transactions up to the visible LSN have made.
    void checkContent(NavigableMap<Long, Commit> committed, String name) {
        Map<Long, Integer> expected = new TreeMap<>();
        for (Commit commit :
                committed.headMap(engine().visibleLsn().position(), true).values()) {
            expected.remove(commit.undone);
            expected.put(commit.number, commit.rows);
        }
        assertThat(content()).as("%s as of %s", name, engine().visibleLsn()).isEqualTo(expected);
    }

    /// Shows the ids of transactions that are in the log from `from` to `to`, each by its last record.
    void transactions(Lsn from, Lsn to, BiConsumer<Lsn, Long> visitor) {
        try (WalReader reader = read(from)) {
            for (ByteBuffer run = reader.read(1 << 20); run != null; run = reader.read(1 << 20)) {
                for (int at = run.position(); at < run.limit(); at += run.getInt(at)) {
                    long end = run.getLong(at + END_AT);
                    if (end <= to.position() && LAST_RECORDS.contains((int) run.get(at + TYPE_AT))) {
                        visitor.accept(Lsn.of(end), run.getLong(at + ID_AT));
                    }
                }
            }
        }
    }
}
