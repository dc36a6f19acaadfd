package io.heliosdb.server.routing;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Effects;
import java.util.Optional;

/// Decides where a statement runs, from what analysis says that it does; never from its text.
///
/// | node | reads | writes | writes in a READ ONLY transaction | whole transaction must be in one place |
/// |---|---|---|---|---|
/// | primary, standalone | local | local | local, which refuses | local |
/// | standby, `sync` or `semi-sync` | local | forward | local, which refuses | forward |
/// | standby, `async` | local | reject | reject | local |
/// | any standby, on another node's link | reject | reject | reject | reject |
public final class RoutingRules {

    static final Route LOCAL = new Route.Local();

    static final Route ASYNC = new Route.Reject(
            SqlState.READ_ONLY_SQL_TRANSACTION,
            "cannot execute write operations in read-only mode (async standby)",
            "Connect to the primary for write operations, or configure sync mode for transparent routing.");

    /// A link ends here, so that a statement never goes round in circles.
    static final Route NOT_THE_PRIMARY = new Route.Reject(
            SqlState.CONNECTION_FAILURE,
            "this node is not the primary, and a forwarded statement is not forwarded again",
            "The primary has just changed; run the statement again.");

    static final Route NO_PRIMARY = new Route.Reject(
            SqlState.CONNECTION_FAILURE,
            "failed to forward query to primary: no primary is known",
            "Check primary connectivity.");

    private RoutingRules() {}

    /// @param readOnly whether the transaction is a READ ONLY one
    /// @param wholeTransaction whether all of the transaction has to run in one place
    /// @param primary where the primary takes SQL; empty while this node does not know
    public static Route decide(
            Place place, Effects effects, boolean readOnly, boolean wholeTransaction, Optional<HostPort> primary) {
        if (place.role().isPrimary()) {
            return LOCAL;
        }
        if (place.link()) {
            return NOT_THE_PRIMARY;
        }
        if (effects.transactionControl() || effects.sessionOnly()) {
            return LOCAL;
        }
        boolean forwards = place.mode() != SyncMode.ASYNC;
        if (!forwards) {
            return effects.writes() ? ASYNC : LOCAL;
        }
        boolean belongsToPrimary = effects.writes() && !readOnly || wholeTransaction;
        if (!belongsToPrimary) {
            return LOCAL;
        }
        return primary.<Route>map(Route.Forward::new).orElse(NO_PRIMARY);
    }

    /// Where the statement has arrived.
    ///
    /// @param mode of a standby; any on a primary
    /// @param link whether the session is another node's forwarding link
    public record Place(Role role, SyncMode mode, boolean link) {}
}
