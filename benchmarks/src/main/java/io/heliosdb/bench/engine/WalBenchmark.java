package io.heliosdb.bench.engine;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.wal.RecordCodec;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.Wal;
import io.heliosdb.server.wal.WalEntry;
import java.nio.file.Path;
import java.time.Instant;
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

/// A record of three changes into the log's memory, and onto the disk.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class WalBenchmark {

    private static final int SEGMENT_BYTES = 16 << 20;
    /// So that the log's disk space stays bounded.
    private static final long KEPT_BYTES = 256L << 20;

    private Path directory = Path.of("");
    private Wal wal;

    /// A new log in a folder of its own.
    @Setup
    public void open() {
        directory = Scratch.directory();
        wal = Wal.open(FileDisk.at(directory), SEGMENT_BYTES, Lsn.ZERO, record -> {});
    }

    /// Removes it.
    @TearDown
    public void close() {
        wal.close();
        Scratch.remove(directory);
    }

    private Lsn append() {
        WriteBatch changes = new WriteBatch();
        for (int i = 0; i < 3; i++) {
            changes.put(1001, Scratch.key(i), Scratch.value(i));
        }
        Lsn lsn = wal.append(
                RecordCodec.encode(new WalEntry(RecordType.COMMIT, 1, Instant.EPOCH, changes)),
                Timeline.FIRST,
                Lsn.ZERO);
        if (lsn.position() % SEGMENT_BYTES < 512 && lsn.position() > KEPT_BYTES) {
            wal.dropBefore(Lsn.of(lsn.position() - KEPT_BYTES));
        }
        return lsn;
    }

    /// One writer that waits for the disk each time.
    @Benchmark
    public Lsn appendAndFlush() {
        append();
        return wal.flush();
    }

    /// Eight writers that share flushes.
    @Benchmark
    @Threads(8)
    public Lsn appendAndFlushByEight() {
        Lsn lsn = append();
        return wal.flushed().isBefore(lsn) ? wal.flush() : lsn;
    }
}
