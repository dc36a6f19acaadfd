package io.heliosdb.bench.engine;

import io.heliosdb.cluster.ClusterId;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.txn.Durability;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.EngineConfig;
import io.heliosdb.server.txn.Engines;
import io.heliosdb.server.txn.LocalGate;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// A transaction of three changes through the whole pipeline of one node: validate, append, flush, apply, acknowledge.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class CommitBenchmark {

    private static final TreeId TREE = new TreeId(1001);
    private static final int KEYS = 100_000;

    private Path directory = Path.of("");
    private Engine engine;

    /// A new primary without standbys.
    @Setup
    public void open() {
        directory = Scratch.directory();
        Engines.create(
                directory,
                ClusterId.parse(UUID.randomUUID().toString()),
                NodeId.parse(UUID.randomUUID().toString()));
        engine = Engines.open(
                directory,
                EngineConfig.forHeap(Runtime.getRuntime().maxMemory()),
                Clock.systemUTC(),
                Thread.ofPlatform().daemon().factory(),
                new LocalGate());
    }

    /// Removes it.
    @TearDown
    public void close() {
        engine.close();
        Scratch.remove(directory);
    }

    private Lsn commit(Durability durability) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        transaction.startStatement(new Cancellation());
        transaction.setDurability(durability);
        for (int i = 0; i < 3; i++) {
            long key = ThreadLocalRandom.current().nextInt(KEYS);
            transaction.put(TREE, Scratch.key(key), Scratch.value(key));
        }
        return transaction.commit();
    }

    /// One client, durable.
    @Benchmark
    public Lsn durable() {
        return commit(Durability.ON);
    }

    /// Eight clients, durable, in groups.
    @Benchmark
    @Threads(8)
    public Lsn durableByEight() {
        return commit(Durability.ON);
    }

    /// One client that does not wait (`synchronous_commit = off`).
    @Benchmark
    public Lsn notWaitedFor() {
        return commit(Durability.OFF);
    }
}
