package io.heliosdb.server.wal;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.Disk.DiskFile;
import io.heliosdb.server.common.DiskException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/// The log's bytes as one endless file, cut into preallocated segments of equal size.
///
/// A segment is named by the position of its first byte in 16 hexadecimal digits. It has no header of its own: a
/// record simply goes on in the next one. Reading is for any thread; what changes the set of segments is for the
/// log's owner.
final class SegmentFiles implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[0-9A-F]{16}\\.wal");
    private static final int ZERO_CHUNK_BYTES = 1 << 16;

    private final Disk disk;
    private final int segmentBytes;
    private final NavigableMap<Long, Segment> files = new ConcurrentSkipListMap<>();

    private SegmentFiles(Disk disk, int segmentBytes) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
    }

    static SegmentFiles open(Disk disk, int segmentBytes) {
        SegmentFiles segments = new SegmentFiles(disk, segmentBytes);
        for (String name : disk.list()) {
            if (NAME.matcher(name).matches()) {
                long start = Long.parseUnsignedLong(name, 0, 16, 16);
                segments.files.put(start, new Segment(segments.checked(name, start)));
            } else if (name.endsWith(".new")) {
                disk.delete(name);
            }
        }
        segments.checkContiguous();
        return segments;
    }

    private DiskFile checked(String name, long start) {
        DiskFile file = disk.open(name);
        if (file.size() != segmentBytes || start % segmentBytes != 0) {
            file.close();
            throw new WalCorruptException("WAL segment \"" + name + "\" has " + file.size() + " bytes instead of "
                    + segmentBytes + "; if the segment size was changed in the configuration, change it back");
        }
        return file;
    }

    private void checkContiguous() {
        long expected = -1;
        for (long start : files.keySet()) {
            if (expected >= 0 && start != expected) {
                throw new WalCorruptException("WAL segment \"" + name(expected)
                        + "\" is missing: restore it, or copy this" + " node anew from another one");
            }
            expected = start + segmentBytes;
        }
    }

    static String name(long start) {
        return String.format(Locale.ROOT, "%016X.wal", start);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /// The first position that is kept.
    long first() {
        Map.Entry<Long, Segment> entry = files.firstEntry();
        return entry == null ? 0 : entry.getKey();
    }

    /// The end of the space that is allocated.
    long limit() {
        Map.Entry<Long, Segment> entry = files.lastEntry();
        return entry == null ? 0 : entry.getKey() + segmentBytes;
    }

    /// Allocates the segment in which the log of an empty directory begins.
    void begin(long position) {
        long start = position / segmentBytes * segmentBytes;
        files.put(start, new Segment(disk.allocate(name(start), segmentBytes)));
    }

    /// Allocates space up to `end`.
    ///
    /// @throws DiskException when it is full; what was allocated by then stays
    void allocateTo(long end) {
        while (limit() < end) {
            long start = limit();
            files.put(start, new Segment(disk.allocate(name(start), segmentBytes)));
        }
    }

    private DiskFile fileAt(long position) {
        Segment segment = files.get(position / segmentBytes * segmentBytes);
        if (segment == null) {
            throw new WalGoneException(Lsn.of(position), Lsn.of(first()));
        }
        return segment.file();
    }

    void write(long position, ByteBuffer source) {
        long at = position;
        int limit = source.limit();
        while (source.position() < limit) {
            int offset = (int) (at % segmentBytes);
            int count = Math.min(limit - source.position(), segmentBytes - offset);
            source.limit(source.position() + count);
            fileAt(at).write(source, offset);
            source.limit(limit);
            at += count;
        }
    }

    /// Writes what is there once more, so that the next sync has to make it durable.
    void writeAgain(long from, long to) {
        ByteBuffer chunk = ByteBuffer.allocate(ZERO_CHUNK_BYTES);
        for (long at = from; at < to; at += ZERO_CHUNK_BYTES) {
            read(at, chunk.clear().limit((int) Math.min(ZERO_CHUNK_BYTES, to - at)));
            write(at, chunk.flip());
        }
    }

    void sync(long from, long to) {
        for (long at = from / segmentBytes * segmentBytes; at < to; at += segmentBytes) {
            fileAt(at).sync();
        }
    }

    /// Fills `target` as far as there is space allocated; returns the number of bytes.
    int read(long position, ByteBuffer target) {
        int before = target.position();
        int limit = target.limit();
        long at = position;
        while (target.position() < limit && at < limit()) {
            int offset = (int) (at % segmentBytes);
            int count = Math.min(limit - target.position(), segmentBytes - offset);
            target.limit(target.position() + count);
            int read = fileAt(at).read(target, offset);
            target.limit(limit);
            if (read < count) {
                throw new WalCorruptException("WAL segment \"" + name(at - offset) + "\" is too short");
            }
            at += read;
        }
        return target.position() - before;
    }

    /// Keeps the segments from `from` to `to` open. Not while segments are dropped.
    WalLease lease(long from, long to) {
        NavigableMap<Long, Segment> leased =
                new TreeMap<>(files.subMap(from / segmentBytes * segmentBytes, true, to, false));
        leased.values().forEach(Segment::retain);
        return new WalLease(leased, segmentBytes);
    }

    /// Deletes whole segments below `position`; returns whether there were any.
    boolean dropBefore(long position) {
        boolean dropped = false;
        while (files.size() > 1 && files.firstKey() + segmentBytes <= position) {
            Map.Entry<Long, Segment> oldest = files.firstEntry();
            // First from the disk: one that could not be deleted and were forgotten would leave a gap behind it.
            disk.delete(name(oldest.getKey()));
            files.remove(oldest.getKey());
            oldest.getValue().release();
            dropped = true;
        }
        return dropped;
    }

    /// Makes sure that nothing but zeros follows `position`: a record written there later must not run into an
    /// old one.
    void clearFrom(long position) {
        while (!files.isEmpty() && files.lastKey() > position) {
            Map.Entry<Long, Segment> last = files.lastEntry();
            files.remove(last.getKey());
            last.getValue().release();
            disk.delete(name(last.getKey()));
        }
        ByteBuffer chunk = ByteBuffer.allocate(ZERO_CHUNK_BYTES);
        ByteBuffer zeros = ByteBuffer.allocate(ZERO_CHUNK_BYTES);
        boolean changed = false;
        for (long at = position; at < limit(); at += ZERO_CHUNK_BYTES) {
            int count = (int) Math.min(ZERO_CHUNK_BYTES, limit() - at);
            read(at, chunk.clear().limit(count));
            if (!chunk.flip().equals(zeros.clear().limit(count))) {
                write(at, zeros);
                changed = true;
            }
        }
        if (changed) {
            sync(position, limit());
        }
    }

    @Override
    public void close() {
        files.values().forEach(Segment::release);
    }
}
