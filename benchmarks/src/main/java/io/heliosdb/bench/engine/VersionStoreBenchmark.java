package io.heliosdb.bench.engine;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.LmdbBase;
import io.heliosdb.server.storage.StoreView;
import io.heliosdb.server.storage.VersionStore;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reads and writes of the version store, most of it in the base, a tenth in memory.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class VersionStoreBenchmark {

    private static final long TREE = 1001;
    private static final int SCANNED = 1000;
    private static final int BATCH = 10_000;

    @Param({"100000", "1000000"})
    private int rows;

    private Path directory = Path.of("");
    private VersionStore store;
    private StoreView view;
    private long lsn;

    /// Rows in the base, every tenth of them changed since.
    @Setup
    public void open() {
        directory = Scratch.directory();
        store = new VersionStore(LmdbBase.open(directory, LmdbBase.DEFAULT_MAP_BYTES), Long.MAX_VALUE, 1 << 20);
        for (int from = 0; from < rows; from += BATCH) {
            WriteBatch batch = new WriteBatch();
            for (int i = from; i < from + BATCH; i++) {
                batch.put(TREE, Scratch.key(i), Scratch.value(i));
            }
            apply(batch);
        }
        store.seal();
        while (store.checkpoint()) {
            lsn = store.visible().position();
        }
        WriteBatch changed = new WriteBatch();
        for (int i = 0; i < rows; i += 10) {
            changed.put(TREE, Scratch.key(i), Scratch.value(-i));
        }
        apply(changed);
        view = store.view();
    }

    /// Removes them.
    @TearDown
    public void close() {
        view.close();
        store.close();
        Scratch.remove(directory);
    }

    private void apply(WriteBatch batch) {
        lsn++;
        store.apply(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn), batch);
        store.publish(Lsn.of(lsn));
    }

    /// A random row.
    @Benchmark
    public byte @Nullable [] get() {
        return view.get(TREE, Scratch.key(ThreadLocalRandom.current().nextInt(rows)));
    }

    /// One row of a scan of a thousand.
    @Benchmark
    @OperationsPerInvocation(SCANNED)
    public long scan() {
        long sum = 0;
        byte[] from = Scratch.key(ThreadLocalRandom.current().nextInt(rows - SCANNED));
        try (Cursor cursor = view.scan(TREE, from, null, true)) {
            for (int i = 0; i < SCANNED && cursor.next(); i++) {
                sum += cursor.value().length;
            }
        }
        return sum;
    }

    /// Opening and closing a view.
    @Benchmark
    public Lsn openView() {
        try (StoreView fresh = store.view()) {
            return fresh.lsn();
        }
    }

    /// One random put, applied and published, in a layer that is checkpointed when it is full.
    @Benchmark
    public void put() {
        long key = ThreadLocalRandom.current().nextInt(rows);
        apply(new WriteBatch().put(TREE, Scratch.key(key), Scratch.value(lsn)));
        if (store.memoryBytes() > 64L << 20) {
            store.seal();
            store.checkpoint();
        }
    }
}
