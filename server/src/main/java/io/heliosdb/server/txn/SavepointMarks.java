package io.heliosdb.server.txn;

import java.util.Arrays;

/// The epochs of one transaction: at which ones savepoints stand, and which ones were undone. Used by one thread.
final class SavepointMarks {

    private int[] standing = new int[4];
    private int count;

    /// Undone epochs as pairs: first, last. Sorted.
    private int[] undone = new int[4];
    private int undoneCount;

    void add(int epoch) {
        if (count == standing.length) {
            standing = Arrays.copyOf(standing, count * 2);
        }
        standing[count++] = epoch;
    }

    /// Forgets the savepoints made after this one.
    void rollbackTo(int epoch) {
        while (count > 0 && standing[count - 1] > epoch) {
            count--;
        }
    }

    /// Forgets the savepoint and those made after it.
    void release(int epoch) {
        while (count > 0 && standing[count - 1] >= epoch) {
            count--;
        }
    }

    /// What was written in the epochs after `mark`, up to `last`, is undone.
    void undo(int mark, int last) {
        int first = mark + 1;
        // Pairs within the new one, or touching it, become part of it: they are the last ones.
        while (undoneCount > 0 && undone[undoneCount - 1] >= first - 1) {
            first = Math.min(first, undone[undoneCount - 2]);
            undoneCount -= 2;
        }
        if (undoneCount + 2 > undone.length) {
            undone = Arrays.copyOf(undone, undone.length * 2);
        }
        undone[undoneCount++] = first;
        undone[undoneCount++] = last;
    }

    boolean isUndone(int epoch) {
        if (undoneCount == 0) {
            return false;
        }
        int at = Arrays.binarySearch(undone, 0, undoneCount, epoch);
        // A bound itself, or between the two bounds of a pair.
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    /// Epochs of the same group have no savepoint between them: the older of two writes will never be seen again.
    int group(int epoch) {
        int at = Arrays.binarySearch(standing, 0, count, epoch);
        return at >= 0 ? at : -at - 1;
    }
}
