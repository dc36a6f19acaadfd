package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.message.Refusal;

/// What a primary answers a standby that wants to follow it.
sealed interface StreamPlan {

    /// The log follows from where the standby's log ends.
    record Stream(Lsn from) implements StreamPlan {}

    /// The standby cuts what never committed, then the log follows.
    record Truncate(Lsn to) implements StreamPlan {}

    /// The standby takes a copy first.
    record Snapshot() implements StreamPlan {}

    record Refuse(Refusal.Reason reason, String message) implements StreamPlan {}
}
