package io.heliosdb.cluster;

import java.util.UUID;

/// Who a member is, for as long as its data directory lives.
public record NodeId(UUID value) implements Comparable<NodeId> {

    /// Reads the canonical form of a UUID.
    ///
    /// @throws IllegalArgumentException when the text is not a UUID
    public static NodeId parse(String text) {
        return new NodeId(UUID.fromString(text));
    }

    @Override
    public int compareTo(NodeId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
