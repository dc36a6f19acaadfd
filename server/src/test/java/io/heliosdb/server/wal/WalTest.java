package io.heliosdb.server.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.FileDisk;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalTest {

    private static final int SEGMENT = 4096;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<WalRecord> found = new ArrayList<>();

    private Wal open() {
        found.clear();
        return Wal.open(disk, SEGMENT, Lsn.ZERO, found::add);
    }

    private static EncodedRecord record(long id, int valueBytes) {
        byte[] value = new byte[valueBytes];
        new Random(id).nextBytes(value);
        WriteBatch batch = new WriteBatch()
                .put(7, new byte[] {1, (byte) id}, value)
                .delete(300, new byte[] {2})
                .dropTree(1L << 40);
        return RecordCodec.encode(new WalEntry(RecordType.COMMIT, id, Instant.EPOCH.plusSeconds(id), batch));
    }

    private static Lsn append(Wal wal, long id, int valueBytes) {
        return wal.append(record(id, valueBytes), Timeline.FIRST, Lsn.ZERO);
    }

    private List<Long> ids() {
        return found.stream().map(record -> record.header().transactionId()).toList();
    }

    @Test
    void readsBackWhatWasFlushedAcrossSegments() {
        Wal wal = open();
        for (int id = 1; id <= 40; id++) {
            append(wal, id, id * 37);
            if (id % 3 == 0) {
                wal.flush();
            }
        }
        append(wal, 41, 3 * SEGMENT);
        Lsn end = wal.flush();
        assertThat(disk.list()).hasSizeGreaterThan(5);
        Wal again = open();
        assertThat(again.written()).isEqualTo(end);
        assertThat(ids()).hasSize(41).isSorted();
        WalRecord last = found.getLast();
        assertThat(last.changes().size()).isEqualTo(3);
        assertThat(last.changes().value(0)).hasSize(3 * SEGMENT);
        assertThat(last.changes().isDelete(1)).isTrue();
        assertThat(last.changes().isDrop(2)).isTrue();
        assertThat(last.changes().tree(2)).isEqualTo(1L << 40);
        assertThat(last.header().commitTime()).isEqualTo(Instant.EPOCH.plusSeconds(41));
    }

    @Test
    void cutsATornTail() {
        for (int seed = 0; seed < 200; seed++) {
            WalTest run = new WalTest();
            Wal wal = run.open();
            append(wal, 1, 500);
            wal.flush();
            append(wal, 2, 3000);
            append(wal, 3, 700);
            run.disk.crashAfter(1 + seed % 4);
            try {
                wal.flush();
            } catch (MemoryDisk.Crash e) {
                assertThat(run.disk.isCrashed()).isTrue();
            }
            run.disk.restartAfterPowerLoss(new Random(seed));
            Wal again = run.open();
            assertThat(run.ids()).startsWith(1L).isSorted();
            append(again, 9, 100);
            again.flush();
            run.open();
            assertThat(run.ids()).endsWith(9L);
        }
    }

    @Test
    void neverRunsIntoARecordOfAnEarlierLife() {
        Wal wal = open();
        append(wal, 1, 100);
        Lsn first = wal.flush();
        append(wal, 2, 100);
        append(wal, 3, 100);
        wal.flush();
        wal.truncateTo(first);
        // Of the same length as the one that was cut: the next old record would fit behind it.
        append(wal, 4, 100);
        wal.flush();
        open();
        assertThat(ids()).containsExactly(1L, 4L);
    }

    @Test
    void clearsATornTailSoThatOldRecordsBehindItAreGone() {
        Wal wal = open();
        append(wal, 1, 100);
        Lsn first = wal.flush();
        append(wal, 2, 100);
        append(wal, 3, 100);
        wal.flush();
        byte[] segment = disk.bytesOf(SegmentFiles.name(0));
        segment[(int) first.position() + RecordHeader.BYTES + 3] ^= 1;
        forgetMark();
        Wal torn = open();
        assertThat(ids()).containsExactly(1L);
        append(torn, 4, 100);
        torn.flush();
        open();
        assertThat(ids()).containsExactly(1L, 4L);
    }

    private void forgetMark() {
        ByteBuffer mark = disk.map(LogMark.NAME, 4096).content();
        mark.put(0, new byte[128]);
    }

    @Test
    void stopsAtDamageBeforeTheDurableEnd() {
        Wal wal = open();
        append(wal, 1, 100);
        Lsn first = wal.flush();
        append(wal, 2, 100);
        wal.flush();
        for (long at : List.of(first.position() + 1, first.position() + 30, first.position() + 90)) {
            byte[] segment = disk.bytesOf(SegmentFiles.name(0));
            segment[(int) at] ^= 4;
            assertThatThrownBy(this::open)
                    .isInstanceOf(WalCorruptException.class)
                    .hasMessageContaining(first.toString())
                    .hasMessageContaining("copy this node anew");
            segment[(int) at] ^= 4;
        }
        assertThat(open().written()).isEqualTo(wal.written());
    }

    @Test
    void stopsWhenASegmentIsMissing() {
        Wal wal = open();
        append(wal, 1, 3 * SEGMENT);
        wal.flush();
        disk.delete(SegmentFiles.name(SEGMENT));
        assertThatThrownBy(this::open).isInstanceOf(WalCorruptException.class).hasMessageContaining("is missing");
    }

    @Test
    void refusesOneRecordWhenTheDiskIsFullAndGoesOnWhenSpaceReturns() {
        Wal wal = open();
        append(wal, 1, 100);
        wal.flush();
        disk.setFreeBytes(100);
        assertThatThrownBy(() -> append(wal, 2, SEGMENT))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DISK_FULL));
        append(wal, 3, 100);
        wal.flush();
        disk.setFreeBytes(1 << 20);
        append(wal, 4, SEGMENT);
        wal.flush();
        open();
        assertThat(ids()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void isBrokenForGoodAfterAFailedSync() {
        Wal wal = open();
        append(wal, 1, 100);
        wal.flush();
        append(wal, 2, 100);
        disk.setFailing(true);
        assertThatThrownBy(wal::flush).isInstanceOf(DiskException.class);
        disk.setFailing(false);
        assertThatThrownBy(wal::flush).isInstanceOf(DiskException.class);
        assertThatThrownBy(() -> append(wal, 3, 100))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.IO_ERROR));
        assertThat(wal.isBroken()).isTrue();
    }

    @Test
    void streamsWholeRecordsThatAnotherLogTakes() {
        Wal wal = open();
        MemoryDisk other = new MemoryDisk();
        Wal standby = Wal.open(other, SEGMENT * 2, Lsn.ZERO, record -> {});
        for (int id = 1; id <= 30; id++) {
            append(wal, id, id * 50);
        }
        try (WalReader reader = wal.reader(Lsn.ZERO)) {
            assertThat(reader.read(1000)).isNull();
            wal.flush();
            List<Long> taken = new ArrayList<>();
            for (ByteBuffer bytes = reader.read(1000); bytes != null; bytes = reader.read(1000)) {
                standby.appendRaw(bytes, record -> taken.add(record.header().transactionId()));
            }
            assertThat(taken).hasSize(30).isSorted();
        }
        standby.flush();
        assertThat(standby.flushed()).isEqualTo(wal.flushed());
    }

    @Test
    void refusesDamagedOrMisplacedRawRecords() {
        Wal wal = open();
        append(wal, 1, 100);
        append(wal, 2, 100);
        wal.flush();
        @Nullable ByteBuffer bytes;
        try (WalReader reader = wal.reader(Lsn.ZERO)) {
            bytes = reader.read(1 << 20);
        }
        assertThat(bytes).isNotNull();
        if (bytes == null) {
            return;
        }
        ByteBuffer whole = bytes;
        Wal standby = Wal.open(new MemoryDisk(), SEGMENT, Lsn.ZERO, record -> {});
        ByteBuffer second = whole.slice(whole.getInt(0), whole.limit() - whole.getInt(0));
        assertThatThrownBy(() -> standby.appendRaw(second, record -> {})).isInstanceOf(WalCorruptException.class);
        whole.put(80, (byte) (whole.get(80) ^ 1));
        assertThatThrownBy(() -> standby.appendRaw(whole, record -> {})).isInstanceOf(WalCorruptException.class);
        assertThat(standby.written()).isEqualTo(Lsn.ZERO);
    }

    @Test
    void dropsOldSegmentsAndSaysSoToReaders() {
        Wal wal = open();
        for (int id = 1; id <= 20; id++) {
            append(wal, id, 1000);
        }
        wal.flush();
        try (WalReader late = wal.reader(Lsn.ZERO)) {
            wal.dropBefore(Lsn.of(2 * SEGMENT + 5));
            assertThat(wal.oldest()).isEqualTo(Lsn.of(2 * SEGMENT));
            assertThatThrownBy(() -> late.read(100)).isInstanceOf(WalGoneException.class);
        }
        assertThatThrownBy(() -> wal.reader(Lsn.ZERO)).isInstanceOf(WalGoneException.class);
    }

    @Test
    void beginsInTheMiddleOfASegmentAfterACopy() {
        Wal wal = Wal.open(disk, SEGMENT, Lsn.of(10_000), found::add);
        assertThat(wal.written()).isEqualTo(Lsn.of(10_000));
        assertThat(wal.oldest()).isEqualTo(Lsn.of(10_000));
        append(wal, 5, 100);
        wal.flush();
        Wal again = Wal.open(disk, SEGMENT, Lsn.of(10_000), found::add);
        assertThat(ids()).containsExactly(5L);
        assertThat(again.oldest()).isEqualTo(Lsn.of(10_000));
    }

    @Test
    void gathersConcurrentAppendsIntoFewFlushes(@TempDir Path directory) throws Exception {
        Wal wal = Wal.open(FileDisk.at(directory), 1 << 20, Lsn.ZERO, found::add);
        int threads = 8;
        int each = 200;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> writers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < threads; t++) {
                int writer = t;
                writers.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        Lsn lsn = append(wal, writer * 1000L + i, 100);
                        if (wal.flushed().isBefore(lsn)) {
                            assertThat(wal.flush()).isGreaterThanOrEqualTo(lsn);
                        }
                    }
                    return writer;
                }));
            }
            start.countDown();
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(wal.flushCount()).isLessThan((long) threads * each);
        wal.close();
        Wal.open(FileDisk.at(directory), 1 << 20, Lsn.ZERO, found::add).close();
        assertThat(found).hasSize(threads * each);
        for (int t = 0; t < threads; t++) {
            long writer = t;
            assertThat(ids().stream().filter(id -> id / 1000 == writer).toList())
                    .isSorted();
        }
    }
}
