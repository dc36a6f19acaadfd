package io.heliosdb.server.node;

import io.heliosdb.server.replication.ReplicationServices;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/// What a node takes from outside.
///
/// @param clock for commit times and views
/// @param engineThreads platform threads, for flusher and checkpointer
public record NodeServices(Clock clock, ThreadFactory engineThreads, ReplicationServices replication) {}
