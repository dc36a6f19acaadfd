package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import java.util.ArrayDeque;
import java.util.Deque;

/// When the log reached which LSN: tells the age of the oldest byte that somebody has not got yet.
///
/// Bounded: marks closer together than a grain are one mark with the earlier time, so that an age is never
/// underestimated; the grain doubles when the ring is full. Not safe for threads.
final class LsnMarks {

    private static final int CAPACITY = 1024;
    private static final long FIRST_GRAIN_NANOS = 1_000_000;

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long grainNanos = FIRST_GRAIN_NANOS;

    private record Mark(long end, long nanos) {}

    /// The log ends at `lsn` since `nanos`.
    void reached(Lsn lsn, long nanos) {
        Mark last = marks.peekLast();
        if (last != null && lsn.position() <= last.end) {
            return;
        }
        if (last != null && nanos - last.nanos < grainNanos) {
            marks.removeLast();
            marks.addLast(new Mark(lsn.position(), last.nanos));
            return;
        }
        if (marks.size() == CAPACITY) {
            thin();
        }
        marks.addLast(new Mark(lsn.position(), nanos));
    }

    private void thin() {
        grainNanos *= 2;
        Mark[] all = marks.toArray(Mark[]::new);
        marks.clear();
        for (int i = 0; i + 1 < all.length; i += 2) {
            marks.addLast(new Mark(all[i + 1].end, all[i].nanos));
        }
    }

    /// Forgets what everybody has.
    void forget(Lsn upTo) {
        while (!marks.isEmpty() && marks.getFirst().end <= upTo.position()) {
            marks.removeFirst();
        }
        if (marks.isEmpty()) {
            grainNanos = FIRST_GRAIN_NANOS;
        }
    }

    /// How long ago the first byte behind `lsn` came; 0 when there is none.
    long ageNanos(Lsn lsn, long nowNanos) {
        for (Mark mark : marks) {
            if (mark.end > lsn.position()) {
                return Math.max(1, nowNanos - mark.nanos);
            }
        }
        return 0;
    }
}
