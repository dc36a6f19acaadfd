package io.heliosdb.bench.engine;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.LmdbBase;
import io.heliosdb.server.storage.VersionStore;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One layer of a hundred thousand changed rows into a base of a million.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class CheckpointBenchmark {

    private static final long TREE = 1001;
    private static final int ROWS = 1_000_000;
    private static final int CHANGED = 100_000;

    /// Whether the changed rows lie beside each other.
    @Param({"true", "false"})
    private boolean adjacent;

    private final Random random = new Random(7);
    private Path directory = Path.of("");
    private VersionStore store;
    private long lsn;

    /// A base of a million rows.
    @Setup
    public void open() {
        directory = Scratch.directory();
        store = new VersionStore(LmdbBase.open(directory, LmdbBase.DEFAULT_MAP_BYTES), Long.MAX_VALUE, 1 << 20);
        for (int from = 0; from < ROWS; from += CHANGED) {
            change(from, 1);
            store.checkpoint();
        }
    }

    /// A layer that waits for its checkpoint.
    @Setup(Level.Invocation)
    public void fill() {
        change(adjacent ? random.nextInt(ROWS - CHANGED) : 0, adjacent ? 1 : ROWS / CHANGED);
    }

    private void change(int from, int step) {
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < CHANGED; i++) {
            long key = from + (long) i * step;
            batch.put(TREE, Scratch.key(key), Scratch.value(lsn));
        }
        lsn++;
        store.apply(new BaseMark(Lsn.of(lsn), Timeline.FIRST, lsn), batch);
        store.publish(Lsn.of(lsn));
        store.seal();
    }

    /// Removes it.
    @TearDown
    public void close() {
        store.close();
        Scratch.remove(directory);
    }

    /// The checkpoint, synced.
    @Benchmark
    public boolean checkpoint() {
        return store.checkpoint();
    }
}
