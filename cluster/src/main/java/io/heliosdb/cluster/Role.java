package io.heliosdb.cluster;

import java.util.Locale;

/// What a member is doing for the cluster at this moment.
public enum Role {
    /// A primary that has no other members.
    STANDALONE,
    PRIMARY,
    STANDBY,
    OBSERVER;

    /// The role as configuration, views and REST spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether this role orders the cluster's writes.
    public boolean isPrimary() {
        return this == PRIMARY || this == STANDALONE;
    }

    /// Reads a role as configuration spells it.
    ///
    /// @throws IllegalArgumentException when there is no such role
    public static Role parse(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("Unknown role: '" + text + "'. Use: primary, standby, observer");
    }

    @Override
    public String toString() {
        return text();
    }
}
