package io.heliosdb.server.wal;

import io.heliosdb.server.common.Disk;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/// How far the log is flushed and committed, and whether a cut is under way, in a page of shared memory.
///
/// Written after each flush and before each acknowledgement, without a disk write of its own: it survives kill -9.
/// After a crash of the machine it may be old, but what it says was true when it was written and stays true, so it is
/// always a lower bound: below `flushed` nothing may be damaged, below `committed` everything is to be applied.
///
/// Two slots are written in turn, so that a half-written one never hides the other:
/// ```
///  0  u64  sequence number of the update
///  8  u64  flushed LSN
/// 16  u64  committed LSN
/// 24  u64  LSN at which the log is being cut, plus 1; 0 when it is not
/// 32  u32  CRC32C of bytes 0..31
/// ```
final class LogMark implements AutoCloseable {

    static final String NAME = "mark";
    private static final int SLOT_BYTES = 64;
    private static final int PAGE_BYTES = 4096;
    private static final int CRC_AT = 32;
    private static final long NO_CUT = -1;

    private final Disk.MappedPage page;
    private final ByteBuffer scratch = ByteBuffer.allocate(CRC_AT + Integer.BYTES);
    private final CRC32C crc = new CRC32C();
    private long sequence;
    private long flushed;
    private long committed;
    private long cut = NO_CUT;
    private long forced;

    private LogMark(Disk.MappedPage page) {
        this.page = page;
    }

    static LogMark open(Disk disk) {
        LogMark mark = new LogMark(disk.map(NAME, PAGE_BYTES));
        mark.load(0);
        mark.load(SLOT_BYTES);
        return mark;
    }

    private void load(int at) {
        ByteBuffer slot = page.content().slice(at, SLOT_BYTES);
        crc.reset();
        crc.update(slot.slice(0, CRC_AT));
        long number = slot.getLong(0);
        if (number > sequence && slot.getInt(CRC_AT) == (int) crc.getValue()) {
            sequence = number;
            flushed = slot.getLong(8);
            committed = slot.getLong(16);
            cut = slot.getLong(24) - 1;
        }
    }

    synchronized long flushed() {
        return flushed;
    }

    synchronized long committed() {
        return committed;
    }

    synchronized void raiseFlushed(long lsn) {
        if (lsn > flushed) {
            flushed = lsn;
            store();
        }
    }

    synchronized void raiseCommitted(long lsn) {
        if (lsn > committed) {
            committed = lsn;
            store();
        }
    }

    /// Before a tail is cut: the only way down, and durable, for the cut is. If the cut is interrupted, it is finished
    /// when the log is opened, for what it has left behind would look like damage.
    synchronized void beginCut(long lsn) {
        flushed = Math.min(flushed, lsn);
        cut = lsn;
        store();
        force();
    }

    /// Nothing is left behind the cut.
    synchronized void endCut() {
        cut = NO_CUT;
        store();
        force();
    }

    /// Where an interrupted cut began.
    synchronized OptionalLong interruptedCut() {
        return cut == NO_CUT ? OptionalLong.empty() : OptionalLong.of(cut);
    }

    synchronized void force() {
        page.force();
        forced = sequence;
    }

    /// Whether the disk has what the page says.
    synchronized boolean isForced() {
        return forced == sequence;
    }

    private void store() {
        sequence++;
        scratch.clear();
        scratch.putLong(sequence).putLong(flushed).putLong(committed).putLong(cut + 1);
        crc.reset();
        crc.update(scratch.array(), 0, CRC_AT);
        scratch.putInt((int) crc.getValue());
        page.content().put((int) (sequence % 2) * SLOT_BYTES, scratch.array(), 0, scratch.position());
    }

    @Override
    public synchronized void close() {
        page.close();
    }
}
