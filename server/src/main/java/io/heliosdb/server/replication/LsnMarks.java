package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// When the log reached which LSN: tells the age of the oldest byte that somebody has not got yet.
///
/// Bounded: when the ring is full, marks of its older half are merged in pairs, so that the error of an age grows with
/// the age. A merged mark has the earlier time: an age is never underestimated, but for what is older than the first
/// mark. Not safe for threads.
final class LsnMarks {

    private static final int CAPACITY = 1024;
    private static final long GRAIN_NANOS = 1_000_000;

    private final Deque<Mark> marks = new ArrayDeque<>();

    private record Mark(long end, long nanos) {}

    /// The log ends at `lsn` since `nanos`; a smaller LSN than before is ignored.
    void reached(Lsn lsn, long nanos) {
        Mark last = marks.peekLast();
        if (last != null && lsn.position() <= last.end) {
            return;
        }
        if (last != null && nanos - last.nanos < GRAIN_NANOS) {
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
        Mark[] all = marks.toArray(Mark[]::new);
        marks.clear();
        for (int i = 0; i < CAPACITY / 2; i += 2) {
            marks.addLast(new Mark(all[i + 1].end, all[i].nanos));
        }
        for (int i = CAPACITY / 2; i < CAPACITY; i++) {
            marks.addLast(all[i]);
        }
    }

    /// How long ago the first byte behind `lsn` came; 0 when there is none.
    long ageNanos(Lsn lsn, long nowNanos) {
        long oldest = 0;
        boolean found = false;
        Iterator<Mark> newestFirst = marks.descendingIterator();
        while (newestFirst.hasNext()) {
            Mark mark = newestFirst.next();
            if (mark.end <= lsn.position()) {
                break;
            }
            oldest = mark.nanos;
            found = true;
        }
        return found ? Math.max(1, nowNanos - oldest) : 0;
    }
}
