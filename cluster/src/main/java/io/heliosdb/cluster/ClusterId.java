package io.heliosdb.cluster;

import java.util.UUID;

/// Which cluster a log belongs to: drawn when the first primary starts on an empty directory, never changed.
public record ClusterId(UUID value) {

    /// Reads the canonical form of a UUID.
    ///
    /// @throws IllegalArgumentException when the text is not a UUID
    public static ClusterId parse(String text) {
        return new ClusterId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
