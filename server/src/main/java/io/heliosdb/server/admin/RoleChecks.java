package io.heliosdb.server.admin;

import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import java.util.Optional;

/// The answers to the health questions that Patroni's users ask of a node.
///
/// | path | yes when |
/// |---|---|
/// | `/primary` `/read-write` `/leader` | ready and primary |
/// | `/replica` | ready and a standby that follows its primary |
/// | `/read-only` | either of them |
/// | `/sync` `/quorum` `/async` | `/replica`, of mode sync, semi-sync, async |
/// | `/writable` | ready, and a write that arrives is executed, here or forwarded |
///
/// With `?lag=` a standby answers yes only while it lags behind its primary by no more than that.
final class RoleChecks {

    private final NodeInfo node;

    RoleChecks(NodeInfo node) {
        this.node = node;
    }

    boolean primary() {
        return ready() && node.status().role().isPrimary();
    }

    boolean replica(Optional<ByteSize> maxLag) {
        NodeStatus status = node.status();
        return ready()
                && status.role() == Role.STANDBY
                && node.primary().filter(p -> follows(p, maxLag)).isPresent();
    }

    boolean replica(SyncMode mode, Optional<ByteSize> maxLag) {
        return node.status().syncMode() == mode && replica(maxLag);
    }

    boolean readOnly(Optional<ByteSize> maxLag) {
        return primary() || replica(maxLag);
    }

    boolean writable() {
        return ready() && node.writable();
    }

    private boolean ready() {
        return node.health().ready();
    }

    private static boolean follows(PrimaryStatus primary, Optional<ByteSize> maxLag) {
        boolean connected =
                switch (primary.connectionState()) {
                    case CONNECTED, STREAMING -> true;
                    case DISCONNECTED, CONNECTING, ERROR -> false;
                };
        return maxLag.map(lag -> connected && primary.lagBytes() <= lag.bytes()).orElse(connected);
    }
}
