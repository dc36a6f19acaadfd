package io.heliosdb.server.replication;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/// What replication takes from outside.
///
/// @param workers runs tasks that may block in the disk, at least two per connection at once
/// @param eventLoops makes the few platform threads of the network
public record ReplicationServices(Timing timing, Executor workers, ThreadFactory eventLoops, SecureRandom random) {}
