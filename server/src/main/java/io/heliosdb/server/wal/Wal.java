package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The write-ahead log of one data directory.
///
/// Appends go to memory and are given their LSN; {@link #flush} writes and syncs all that has gathered, in any
/// thread, one at a time. `flushed <= written` always; readers never see beyond `flushed`. Space is allocated
/// before a record gets its place, so that a full disk refuses a record as a whole and leaves the log good.
/// After a failed write or sync the log is broken for good: what the kernel then holds is not known (the
/// "fsyncgate" of 2018).
public final class Wal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wal.class);
    private static final int STAGING_BYTES = 1 << 20;

    private final SegmentFiles segments;
    private final LogMark mark;
    private final int segmentBytes;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final ReentrantLock flushLock = new ReentrantLock();
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
    private final List<FlushListener> listeners = new CopyOnWriteArrayList<>();
    private final LongAdder flushes = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private List<ByteBuffer> unflushed = new ArrayList<>();
    private volatile long written;
    private volatile long flushed;
    private volatile long oldest;
    private volatile @Nullable DiskException failure;

    private Wal(SegmentFiles segments, LogMark mark, int segmentBytes) {
        this.segments = segments;
        this.mark = mark;
        this.segmentBytes = segmentBytes;
    }

    /// Opens the log and shows every good record from `from` on to `visitor`. A torn tail is cut off.
    ///
    /// @param from a record boundary, such as what the last checkpoint has applied; an empty directory begins
    /// there
    /// @throws WalCorruptException when something that was durable is missing or damaged
    public static Wal open(Disk disk, int segmentBytes, Lsn from, Consumer<WalRecord> visitor) {
        LogMark mark = LogMark.open(disk);
        SegmentFiles segments = SegmentFiles.open(disk, segmentBytes);
        Wal wal = new Wal(segments, mark, segmentBytes);
        wal.recover(from.position(), visitor);
        return wal;
    }

    private void recover(long from, Consumer<WalRecord> visitor) {
        if (segments.isEmpty() && mark.flushed() <= from) {
            segments.begin(from);
        }
        if (from < segments.first() || from > segments.limit()) {
            throw new WalCorruptException("the write-ahead log holds " + Lsn.of(segments.first()) + " to "
                    + Lsn.of(segments.limit()) + ", but recovery begins at " + Lsn.of(from)
                    + ": restore the missing segments, or copy this node anew from another one");
        }
        segments.allocateTo(from + 1);
        finishCut();
        long end = new LogScanner(segments, from).scan(visitor);
        long durable = Math.max(mark.flushed(), TailProof.durableAccordingTo(segments, end));
        if (end < durable) {
            throw damaged(end, durable);
        }
        segments.clearFrom(end);
        // What was found may still be in the page cache only, after kill -9, and if a sync has failed the kernel takes
        // it for written: it must not get lost after it was applied.
        segments.writeAgain(Math.clamp(mark.flushed(), Math.min(from, end), end), end);
        segments.sync(Math.min(from, end), Math.max(end, from + 1));
        written = end;
        flushed = end;
        oldest = Math.max(segments.first(), firstRecord(from));
        mark.raiseFlushed(end);
        LOG.info(
                "write-ahead log opened from={} end={} committed={}",
                Lsn.of(from),
                Lsn.of(end),
                Lsn.of(mark.committed()));
    }

    private void finishCut() {
        OptionalLong cut = mark.interruptedCut();
        if (cut.isPresent()) {
            LOG.info("write-ahead log finishes an interrupted cut at={}", Lsn.of(cut.getAsLong()));
            segments.clearFrom(cut.getAsLong());
            mark.endCut();
        }
    }

    private WalCorruptException damaged(long at, long durable) {
        return new WalCorruptException("the write-ahead log is damaged at " + Lsn.of(at) + " (segment \""
                + SegmentFiles.name(at / segmentBytes * segmentBytes) + "\", byte " + at % segmentBytes
                + "), but was durable up to " + Lsn.of(durable) + ": committed data would be lost. Nothing has been"
                + " changed; everything up to " + Lsn.of(at) + " is safe. Restore the segment from a copy of this"
                + " directory or from the archive and start again, or empty the directory and copy this node anew from"
                + " another one. Check the disk before");
    }

    // A log that began in the middle of a segment has zeros before its first record.
    private long firstRecord(long from) {
        ByteBuffer header = ByteBuffer.allocate(Integer.BYTES);
        long first = segments.first();
        if (first >= from) {
            return first;
        }
        segments.read(first, header);
        return header.getInt(0) == 0 ? from : first;
    }

    /// Places a record at the end of the log and returns its LSN; durable after the next {@link #flush}.
    ///
    /// @param committed what is known to be committed, for the record's header
    /// @throws SqlException 53100 when the disk is full, 58030 when the log is broken; nothing is appended then
    public Lsn append(EncodedRecord record, Timeline timeline, Lsn committed) {
        appendLock.lock();
        try {
            checkUsable();
            long end = written + record.length();
            allocateTo(end);
            unflushed.add(record.seal(end, timeline.number(), committed.position(), flushed));
            written = end;
            return Lsn.of(end);
        } finally {
            appendLock.unlock();
        }
    }

    /// Appends whole records of another node's log, which begin where this one ends; shows each to `visitor`.
    ///
    /// @throws WalCorruptException when one is damaged or does not fit; nothing is appended then
    public Lsn appendRaw(ByteBuffer records, Consumer<WalRecord> visitor) {
        appendLock.lock();
        try {
            checkUsable();
            ByteBuffer copy = ByteBuffer.allocate(records.remaining());
            copy.put(records.duplicate()).flip();
            List<WalRecord> decoded = new ArrayList<>();
            long at = written;
            while (copy.hasRemaining()) {
                int place = copy.position();
                WalRecord record = RecordCodec.decode(copy, at);
                if (record == null) {
                    throw new WalCorruptException(
                            "received a damaged WAL record, or one that does not begin at " + Lsn.of(at));
                }
                RecordHeader.sealFlushed(copy, place, flushed);
                at = record.header().end().position();
                decoded.add(record);
            }
            allocateTo(at);
            unflushed.add(copy.flip());
            written = at;
            decoded.forEach(visitor);
            return Lsn.of(at);
        } finally {
            appendLock.unlock();
        }
    }

    private void checkUsable() {
        DiskException cause = failure;
        if (cause != null) {
            throw new SqlException(SqlState.IO_ERROR, "write-ahead log is broken: " + cause.getMessage(), cause)
                    .withHint("Check the disk, then restart the node.");
        }
    }

    private void allocateTo(long end) {
        try {
            segments.allocateTo(end);
        } catch (DiskException e) {
            if (e.isFull()) {
                throw new SqlException(
                                SqlState.DISK_FULL, "could not extend the write-ahead log: no space left on device")
                        .withHint("Free some space; the transaction can then be repeated.");
            }
            throw new SqlException(SqlState.IO_ERROR, "could not extend the write-ahead log: " + e.getMessage(), e);
        }
    }

    /// Allocates the next segment when the last one is more than half full, so that no append has to.
    public void allocateAhead() {
        if (isSegmentShort()) {
            appendLock.lock();
            try {
                segments.allocateTo(segments.limit() + 1);
            } catch (DiskException e) {
                LOG.warn("cannot allocate the next WAL segment error={}", e.getMessage());
            } finally {
                appendLock.unlock();
            }
        }
    }

    /// Whether {@link #allocateAhead} has something to do.
    public boolean isSegmentShort() {
        return segments.limit() - written < segmentBytes / 2;
    }

    /// Makes durable all that is appended by now; returns the flushed LSN.
    ///
    /// @throws DiskException when the disk refuses, now or before; the listeners have been told
    public Lsn flush() {
        long before;
        flushLock.lock();
        try {
            DiskException broken = failure;
            if (broken != null) {
                throw broken;
            }
            before = flushed;
            writeUnflushed();
        } catch (DiskException e) {
            breakDown(e);
            throw e;
        } finally {
            flushLock.unlock();
        }
        Lsn now = Lsn.of(flushed);
        if (now.position() > before) {
            listeners.forEach(listener -> listener.flushed(now));
        }
        return now;
    }

    /// From now on nothing is appended or flushed; only the first call counts.
    public void breakDown(DiskException cause) {
        appendLock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = cause;
        } finally {
            appendLock.unlock();
        }
        LOG.error("write-ahead log is broken error={}", cause.getMessage());
        listeners.forEach(listener -> listener.failed(cause));
    }

    private void writeUnflushed() {
        List<ByteBuffer> batch;
        long end;
        appendLock.lock();
        try {
            batch = unflushed;
            unflushed = new ArrayList<>(batch.size());
            end = written;
        } finally {
            appendLock.unlock();
        }
        if (end == flushed) {
            return;
        }
        long at = flushed;
        staging.clear();
        for (ByteBuffer record : batch) {
            while (record.hasRemaining()) {
                int count = Math.min(record.remaining(), staging.remaining());
                staging.put(staging.position(), record, record.position(), count);
                staging.position(staging.position() + count);
                record.position(record.position() + count);
                if (!staging.hasRemaining()) {
                    at = writeStaged(at);
                }
            }
        }
        writeStaged(at);
        segments.sync(flushed, end);
        flushes.increment();
        bytesWritten.add(end - flushed);
        flushed = end;
        mark.raiseFlushed(end);
    }

    private long writeStaged(long at) {
        int count = staging.flip().remaining();
        segments.write(at, staging);
        staging.clear();
        return at + count;
    }

    /// Forgets everything behind `lsn`, a record boundary.
    ///
    /// @throws DiskException when the disk refuses; the log is broken then, and the cut is finished when it is
    /// opened
    public void truncateTo(Lsn lsn) {
        flush();
        try {
            cut(lsn);
        } catch (DiskException e) {
            breakDown(e);
            throw e;
        }
    }

    private void cut(Lsn lsn) {
        flushLock.lock();
        appendLock.lock();
        try {
            if (lsn.position() < mark.committed() || lsn.position() > written) {
                throw new IllegalArgumentException("cannot truncate the log to " + lsn + ": it is committed up to "
                        + Lsn.of(mark.committed()) + " and ends at " + Lsn.of(written));
            }
            mark.beginCut(lsn.position());
            segments.clearFrom(lsn.position());
            mark.endCut();
            written = lsn.position();
            flushed = lsn.position();
        } finally {
            appendLock.unlock();
            flushLock.unlock();
        }
    }

    /// Drops segments that lie wholly below `lsn`.
    public void dropBefore(Lsn lsn) {
        appendLock.lock();
        try {
            if (segments.dropBefore(lsn.position())) {
                oldest = segments.first();
                LOG.info("write-ahead log dropped below={}", lsn);
            }
        } finally {
            appendLock.unlock();
        }
    }

    /// Raw records from `from` on.
    ///
    /// @throws WalGoneException when `from` is older than {@link #oldest}
    public WalReader reader(Lsn from) {
        if (from.position() < oldest) {
            throw new WalGoneException(from, oldest());
        }
        return new RawReader(this, segments, from);
    }

    /// Keeps the log from `from` to `to` readable until the lease is closed.
    public WalLease lease(Lsn from, Lsn to) {
        appendLock.lock();
        try {
            if (from.position() < oldest) {
                throw new WalGoneException(from, oldest());
            }
            return segments.lease(from.position(), to.position());
        } finally {
            appendLock.unlock();
        }
    }

    /// The mark of what is committed, to be raised before anybody is told.
    public void raiseCommitted(Lsn lsn) {
        mark.raiseCommitted(lsn.position());
    }

    /// What was committed for certain when the log was last used.
    public Lsn committedMark() {
        return Lsn.of(mark.committed());
    }

    /// Writes the mark to disk, so that it is fresh even after a crash of the machine.
    public void forceMark() {
        mark.force();
    }

    /// Whether {@link #forceMark} has nothing to do.
    public boolean isMarkForced() {
        return mark.isForced();
    }

    public void addListener(FlushListener listener) {
        listeners.add(listener);
    }

    public void removeListener(FlushListener listener) {
        listeners.remove(listener);
    }

    public Lsn written() {
        return Lsn.of(written);
    }

    public Lsn flushed() {
        return Lsn.of(flushed);
    }

    /// Where the oldest kept record may begin.
    public Lsn oldest() {
        return Lsn.of(oldest);
    }

    /// Bytes appended and not yet flushed.
    public long unflushedBytes() {
        return written - flushed;
    }

    public boolean isBroken() {
        return failure != null;
    }

    public long flushCount() {
        return flushes.sum();
    }

    public long bytesWritten() {
        return bytesWritten.sum();
    }

    /// Flushes, unless broken, and closes.
    @Override
    public void close() {
        try {
            if (!isBroken()) {
                flush();
                mark.force();
            }
        } finally {
            mark.close();
            segments.close();
        }
    }
}
