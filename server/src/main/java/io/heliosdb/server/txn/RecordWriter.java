package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.wal.RecordCodec;
import io.heliosdb.server.wal.RecordType;
import io.heliosdb.server.wal.WalEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes records out of what is to be logged and gives them to the pipeline. Safe for any thread.
final class RecordWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

    private final CommitPipeline pipeline;
    private final Background background;
    private final EngineConfig config;
    private final Clock clock;
    private final Queue<Long> abandoned = new ConcurrentLinkedQueue<>();

    RecordWriter(CommitPipeline pipeline, Background background, EngineConfig config, Clock clock) {
        this.pipeline = pipeline;
        this.background = background;
        this.config = config;
        this.clock = clock;
    }

    /// Logs a transaction. Throws before the record that makes it count is in the log, never after.
    CompletableFuture<Lsn> commit(EngineTransaction transaction) {
        WriteSet writes = transaction.writes();
        boolean large = writes.isSpilled() || writes.rowBytes() > config.recordLimitBytes();
        return large ? commitInChunks(transaction) : commitWhole(transaction);
    }

    private CompletableFuture<Lsn> commitWhole(EngineTransaction transaction) {
        WriteBatch changes = transaction.writes().toBatch();
        CompletableFuture<Lsn> outcome =
                end(transaction, new WalEntry(RecordType.COMMIT, transaction.id(), now(), changes));
        if (!outcome.isDone() && transaction.isAlone()) {
            background.flushHereIfQuick();
        } else {
            background.flushSoon();
        }
        return outcome;
    }

    private CompletableFuture<Lsn> end(EngineTransaction transaction, WalEntry entry) {
        CompletableFuture<Lsn> outcome = new CompletableFuture<>();
        CommitPipeline.Request request = new CommitPipeline.Request(
                RecordCodec.encode(entry), entry, transaction.durability(), transaction.lockHolder(), outcome);
        Lsn lsn = pipeline.append(request, () -> transaction.validate(pipeline));
        if (transaction.durability() == Durability.OFF) {
            outcome.complete(lsn);
        }
        return outcome;
    }

    private CompletableFuture<Lsn> commitInChunks(EngineTransaction transaction) {
        transaction.cancellation().aboutToWait();
        long id = transaction.id();
        abortAbandoned();
        LargeCommit chunks = new LargeCommit(new ChunkLog(transaction.cancellation()), id, now(), config.chunkBytes());
        boolean ended = false;
        try {
            transaction.writes().forEachRow(chunks);
            int count = chunks.finish();
            WriteBatch rest = transaction.writes().catalogBatch();
            CompletableFuture<Lsn> outcome = end(
                    transaction,
                    count == 0 ? new WalEntry(RecordType.COMMIT, id, now(), rest) : chunks.end(rest, now()));
            ended = true;
            background.flushSoon();
            return outcome;
        } finally {
            if (!ended) {
                abandon(id);
            }
        }
    }

    private final class ChunkLog implements LargeCommit.Log {

        private final Cancellation cancellation;

        ChunkLog(Cancellation cancellation) {
            this.cancellation = cancellation;
        }

        @Override
        public Lsn append(RecordType type, long id, Instant time, WriteBatch changes) {
            cancellation.check();
            return RecordWriter.this.append(new WalEntry(type, id, time, changes));
        }

        @Override
        public void await(Lsn lsn) {
            pipeline.awaitVisible(lsn, Duration.ZERO, cancellation);
        }
    }

    private Lsn append(WalEntry entry) {
        CommitPipeline.Request request =
                new CommitPipeline.Request(RecordCodec.encode(entry), entry, Durability.OFF, null, null);
        Lsn lsn = pipeline.append(request, () -> {});
        background.flushSoon();
        return lsn;
    }

    /// Logs changes of no transaction.
    Lsn autonomous(RecordType type, WriteBatch batch, long id) {
        return append(new WalEntry(type, id, now(), batch));
    }

    /// The chunks of this transaction, if it has any in the log, will never count.
    private void abandon(long id) {
        if (pipeline.chunks().has(id)) {
            abandoned.add(id);
            abortAbandoned();
        }
    }

    /// Says in the log that abandoned chunks do not count, so that nobody keeps the log for them. What cannot
    /// be said now, such as on a full disk, is said later, or by the next primary.
    void abortAbandoned() {
        Long id = abandoned.peek();
        while (id != null) {
            try {
                if (pipeline.chunks().has(id)) {
                    append(new WalEntry(RecordType.ABORT, id, now(), OpenChunks.NOTHING));
                }
            } catch (SqlException e) {
                LOG.warn("abandoned chunks stay in the log for now transaction={} reason={}", id, e.getMessage());
                return;
            }
            abandoned.remove(id);
            id = abandoned.peek();
        }
    }

    /// A new primary: nobody will go on with large transactions whose end is not in the log.
    void abortUnfinished() {
        abandoned.addAll(pipeline.chunks().unfinished());
        abortAbandoned();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
