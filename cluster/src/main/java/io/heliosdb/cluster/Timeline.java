package io.heliosdb.cluster;

/// One era of the log: raised by one at each promotion, and the fencing token that users see.
///
/// @param number 1 for a new cluster
public record Timeline(long number) implements Comparable<Timeline> {

    /// The timeline of a new cluster.
    public static final Timeline FIRST = new Timeline(1);

    public Timeline {
        if (number < 1) {
            throw new IllegalArgumentException("a timeline starts at 1: " + number);
        }
    }

    /// The timeline that a promotion on this one begins.
    public Timeline next() {
        return new Timeline(number + 1);
    }

    @Override
    public int compareTo(Timeline other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
