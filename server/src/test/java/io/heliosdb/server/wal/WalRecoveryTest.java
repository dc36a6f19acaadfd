package io.heliosdb.server.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.common.WriteBatch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is made of a log that ends in rubbish: a torn tail is cut at the last good record, damage to what was
/// durable stops the node.
class WalRecoveryTest {

    private static final int SEGMENT = 4096;
    private static final int MARK_BYTES = 128;

    private final MemoryDisk disk = new MemoryDisk();
    private final List<Long> found = new ArrayList<>();
    private final List<Lsn> ends = new ArrayList<>(List.of(Lsn.ZERO));

    private Wal open() {
        found.clear();
        return Wal.open(
                disk, SEGMENT, Lsn.ZERO, record -> found.add(record.header().transactionId()));
    }

    private static EncodedRecord record(long id, int valueBytes) {
        byte[] value = new byte[valueBytes];
        new Random(id).nextBytes(value);
        WriteBatch batch = new WriteBatch().put(7, new byte[] {(byte) id}, value);
        return RecordCodec.encode(new WalEntry(RecordType.COMMIT, id, Instant.EPOCH, batch));
    }

    private void append(Wal wal, long id) {
        ends.add(wal.append(record(id, 10 + (int) id * 7 % 30), Timeline.FIRST, Lsn.ZERO));
    }

    /// Five records in three flushes: 1 and 2, 3, 4 and 5.
    private void fiveRecords() {
        Wal wal = open();
        append(wal, 1);
        append(wal, 2);
        wal.flush();
        append(wal, 3);
        wal.flush();
        append(wal, 4);
        append(wal, 5);
        wal.flush();
    }

    private byte[] segment() {
        return disk.bytesOf(SegmentFiles.name(0));
    }

    private byte[] markNow() {
        byte[] mark = new byte[MARK_BYTES];
        disk.map(LogMark.NAME, 4096).content().get(0, mark);
        return mark;
    }

    private void setMark(byte[] mark) {
        disk.map(LogMark.NAME, 4096).content().put(0, mark);
    }

    /// Which record, counted from 0, the byte belongs to.
    private int recordAt(int position) {
        int record = 0;
        while (ends.get(record + 1).position() <= position) {
            record++;
        }
        return record;
    }

    private void expectDamage(int record) {
        assertThatThrownBy(this::open)
                .isInstanceOf(WalCorruptException.class)
                .hasMessageContaining("damaged at " + ends.get(record) + " ")
                .hasMessageContaining("Nothing has been changed")
                .hasMessageContaining("Restore the segment")
                .hasMessageContaining("copy this node anew");
    }

    @Test
    void anyFlippedBitStopsTheNodeWhenTheProcessWasKilled() {
        fiveRecords();
        byte[] segment = segment();
        byte[] good = segment.clone();
        for (int at = 0; at < ends.getLast().position(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                segment[at] ^= (byte) (1 << bit);
                expectDamage(recordAt(at));
                segment[at] ^= (byte) (1 << bit);
                assertThat(Arrays.mismatch(segment, good))
                        .as("nothing was changed")
                        .isEqualTo(-1);
            }
        }
        assertThat(open().written()).isEqualTo(ends.getLast());
    }

    @Test
    void anyFlippedBitBeforeTheLastFlushStopsTheNodeThoughThePowerCutLeftAnOldMark() {
        fiveRecords();
        byte[] good = segment().clone();
        for (int at = 0; at < ends.getLast().position(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                setMark(new byte[MARK_BYTES]);
                segment()[at] ^= (byte) (1 << bit);
                int record = recordAt(at);
                if (record < 3) {
                    expectDamage(record);
                } else {
                    // The last flush: nothing tells it from one that never ended.
                    assertThat(open().written()).isEqualTo(ends.get(record));
                    assertThat(found).hasSize(record);
                }
                System.arraycopy(good, 0, segment(), 0, good.length);
            }
        }
    }

    @Test
    void aLogThatIsIdleForASecondIsProvedByItsMarkAlone() {
        Wal wal = open();
        append(wal, 1);
        wal.flush();
        assertThat(wal.isMarkForced()).isFalse();
        wal.forceMark();
        assertThat(wal.isMarkForced()).isTrue();
        disk.restartAfterPowerLoss(new Random(1));
        segment()[70] ^= 1;
        expectDamage(0);
    }

    @Test
    void aTailCutAtAnyByteEndsAtTheLastWholeRecord() {
        fiveRecords();
        byte[] good = segment().clone();
        byte[] mark = markNow();
        Random random = new Random(7);
        for (boolean zeros : List.of(true, false)) {
            for (int at = 0; at <= ends.getLast().position(); at++) {
                byte[] rest = new byte[SEGMENT - at];
                if (!zeros) {
                    random.nextBytes(rest);
                }
                System.arraycopy(rest, 0, segment(), at, rest.length);
                // What was there may happen to be what comes there.
                int changed = Arrays.mismatch(segment(), good);
                int whole = changed < 0 || changed >= ends.getLast().position() ? 5 : recordAt(changed);
                if (whole < 5) {
                    setMark(mark);
                    expectDamage(whole);
                }
                setMark(new byte[MARK_BYTES]);
                Wal wal = open();
                assertThat(wal.written()).as("cut at %s", at).isEqualTo(ends.get(whole));
                assertThat(Arrays.copyOfRange(segment(), (int) wal.written().position(), SEGMENT))
                        .containsOnly(0);
                System.arraycopy(good, 0, segment(), 0, good.length);
            }
        }
    }

    @Test
    void aPowerCutNeverLooksLikeDamageAndLosesNothingFlushed() {
        for (int seed = 0; seed < 400; seed++) {
            WalRecoveryTest run = new WalRecoveryTest();
            Random random = new Random(seed);
            try {
                run.liveThreeTimes(random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void liveThreeTimes(Random random) {
        long id = 0;
        List<Long> durable = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            Wal wal = open();
            assertThat(found.subList(0, durable.size())).isEqualTo(durable);
            durable = new ArrayList<>(found);
            List<Long> mine = new ArrayList<>(durable);
            disk.crashAfter(1 + random.nextInt(60));
            try {
                while (true) {
                    mine.add(++id);
                    wal.append(record(id, random.nextInt(1500)), Timeline.FIRST, Lsn.ZERO);
                    if (random.nextInt(3) == 0) {
                        wal.flush();
                        durable = new ArrayList<>(mine);
                    }
                }
            } catch (MemoryDisk.Crash e) {
                disk.restartAfterPowerLoss(random);
            }
        }
        open();
        assertThat(found.subList(0, durable.size())).isEqualTo(durable);
    }

    @Test
    void aCutThatIsInterruptedAtAnyStepIsFinished() {
        for (int step = 1; step < 100; step++) {
            WalRecoveryTest run = new WalRecoveryTest();
            if (!run.interruptCut(step)) {
                assertThat(step).isGreaterThan(8);
                return;
            }
        }
    }

    /// Whether the cut was interrupted.
    private boolean interruptCut(int step) {
        Wal wal = open();
        append(wal, 1);
        wal.flush();
        for (long id = 2; id < 100; id++) {
            append(wal, id);
            wal.flush();
        }
        assertThat(disk.list()).hasSizeGreaterThan(2);
        wal.close();
        wal = open();
        disk.crashAfter(step);
        boolean interrupted = false;
        try {
            wal.truncateTo(ends.get(1));
        } catch (MemoryDisk.Crash e) {
            interrupted = true;
        }
        disk.restartAfterPowerLoss(new Random(step));
        wal = open();
        assertThat(found.size()).isIn(interrupted ? List.of(1, 99) : List.of(1));
        long before = found.size();
        wal.append(record(200, 10), Timeline.FIRST, Lsn.ZERO);
        wal.flush();
        disk.restartAfterPowerLoss(new Random(step));
        open();
        assertThat(found).hasSize((int) before + 1).endsWith(200L);
        return interrupted;
    }

    @Test
    void whatAFailedSyncLeftInThePageCacheIsWrittenAgainBeforeItCounts() {
        Wal wal = open();
        append(wal, 1);
        wal.flush();
        append(wal, 2);
        disk.faultAfter(4, MemoryDisk.Fault.IO_ERROR);
        assertThatThrownBy(wal::flush).isInstanceOf(DiskException.class);
        disk.restart();
        assertThat(open().flushed()).isEqualTo(ends.get(2));
        disk.restartAfterPowerLoss(new Random(1));
        assertThat(open().flushed()).isEqualTo(ends.get(2));
        assertThat(found).containsExactly(1L, 2L);
    }

    @Test
    void aHalfWrittenMarkFallsBackToTheOneBefore() {
        fiveRecords();
        byte[] now = markNow();
        LogMark whole = LogMark.open(disk);
        int newest = ByteBuffer.wrap(now).getLong(0) > ByteBuffer.wrap(now).getLong(64) ? 0 : 64;
        for (int at = newest; at < newest + 36; at++) {
            byte[] torn = now.clone();
            torn[at] ^= 0x55;
            setMark(torn);
            assertThat(LogMark.open(disk).flushed())
                    .isEqualTo(ends.get(3).position())
                    .isLessThan(whole.flushed());
        }
    }

    @Test
    void aCopiedLogProvesWhatWasDurableOnThisNodeOnly() {
        fiveRecords();
        Wal primary = open();
        MemoryDisk other = new MemoryDisk();
        Wal standby = Wal.open(other, SEGMENT, Lsn.ZERO, record -> {});
        try (WalReader reader = primary.reader(Lsn.ZERO)) {
            ByteBuffer all = reader.read(1 << 20);
            assertThat(all).isNotNull();
            if (all != null) {
                standby.appendRaw(all, record -> {});
            }
        }
        standby.flush();
        // There it was one flush: though the primary had it in three, the tail may be torn at the first record.
        other.map(LogMark.NAME, 4096).content().put(0, new byte[MARK_BYTES]);
        other.bytesOf(SegmentFiles.name(0))[(int) ends.get(1).position() + 70] ^= 1;
        assertThat(Wal.open(other, SEGMENT, Lsn.ZERO, record -> {}).written()).isEqualTo(ends.get(1));
    }

    @Test
    void aSegmentOfAnotherSizeOrOfANewerFormatSaysWhatToDo() {
        fiveRecords();
        assertThatThrownBy(() -> Wal.open(disk, 2 * SEGMENT, Lsn.ZERO, record -> {}))
                .isInstanceOf(WalCorruptException.class)
                .hasMessageContaining("has 4096 bytes instead of 8192")
                .hasMessageContaining("change it back");
        ByteBuffer header = ByteBuffer.wrap(segment());
        header.put(49, (byte) 2);
        RecordHeader.sealFlushed(header, 0, 0);
        assertThatThrownBy(this::open)
                .isInstanceOf(WalCorruptException.class)
                .hasMessageContaining("has format 2")
                .hasMessageContaining("start the version that wrote it");
    }
}
