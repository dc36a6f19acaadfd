package io.heliosdb.server.session.history;

/// Something that an isolation level may forbid (Adya, Liskov, O'Neil: Generalized Isolation Level Definitions,
/// 2000).
///
/// @param what which transactions and keys show it
public record Anomaly(Kind kind, String what) {

    public enum Kind {
        /// Two reads of a list, neither of which begins with the other.
        INCOMPATIBLE_ORDER,
        /// A transaction does not see what it has itself appended.
        INTERNAL,
        /// An append that was acknowledged, or that somebody has seen, is not there in the end.
        LOST_APPEND,
        /// A client does not see what it has itself committed or seen before.
        SESSION,
        /// Dirty write: a cycle of overwritten versions.
        G0,
        /// Aborted read.
        G1A,
        /// Intermediate read.
        G1B,
        /// Circular information flow: a cycle of overwritten and read versions.
        G1C,
        /// Read skew: a cycle with one anti-dependency.
        G_SINGLE,
        /// Two transactions read the same version and both replaced it.
        LOST_UPDATE,
        /// Write skew and phantoms: a cycle with several anti-dependencies.
        G2
    }
}
