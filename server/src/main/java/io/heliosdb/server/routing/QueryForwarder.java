package io.heliosdb.server.routing;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.rest.LinkState;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.node.Node;
import io.heliosdb.server.pgclient.PgConnection;
import io.heliosdb.server.pgclient.PgConnector;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.SessionIdentity;
import io.heliosdb.server.session.StatementRouter;
import io.heliosdb.server.sql.tree.Effects;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the routers of all sessions, and the connections to whoever is the primary at that moment. Safe
/// for any thread.
public final class QueryForwarder {

    private static final Logger LOG = LoggerFactory.getLogger(QueryForwarder.class);
    /// As whom the node itself connects.
    private static final String NODE_USER = "heliosdb";

    private static final long RETRY_NANOS = 100_000_000L;

    private final Node node;
    private final PgConnector connector;
    private final LinkToken token;
    private final RoutingConfig config;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<Integer, Integer> ownPids = new ConcurrentHashMap<>();
    private final ForwardingCounters counters = new ForwardingCounters();
    private volatile Optional<HostPort> announced = Optional.empty();

    /// @param nanos a clock that only goes forward
    public QueryForwarder(
            Node node, PgConnector connector, LinkToken token, RoutingConfig config, Clock clock, LongSupplier nanos) {
        this.node = node;
        this.connector = connector;
        this.token = token;
        this.config = config;
        this.clock = clock;
        this.nanos = nanos;
        node.onChange(this::announce);
        announce();
    }

    /// Logs where writes go, at the start and after each change of the primary.
    private void announce() {
        Optional<HostPort> primary = node.primaryClientAddress();
        boolean forwards = !node.role().isPrimary()
                && node.syncMode().filter(m -> m != SyncMode.ASYNC).isPresent();
        if (forwards && primary.isPresent() && !primary.equals(announced)) {
            LOG.info("Query forwarder initialized for transparent write routing to {}", primary.get());
        }
        announced = primary;
    }

    /// The router of a session.
    public StatementRouter router(SessionIdentity identity, Client client) {
        return new SessionRouter(this, identity, client);
    }

    Node node() {
        return node;
    }

    RoutingConfig config() {
        return config;
    }

    public ForwardingCounters counters() {
        return counters;
    }

    /// The rows of `pg_replication_metrics` while nothing can have been forwarded yet.
    public static List<Metric> noMetrics() {
        return new ForwardingCounters().metrics();
    }

    long nanos() {
        return nanos.getAsLong();
    }

    PgConnector connector() {
        return connector;
    }

    Route route(SessionIdentity identity, Effects effects, boolean readOnly, boolean whole) {
        RoutingRules.Place place =
                new RoutingRules.Place(node.role(), node.syncMode().orElse(SyncMode.ASYNC), identity.link());
        return RoutingRules.decide(place, effects, readOnly, whole, node.primaryClientAddress());
    }

    /// Connects to the primary of this moment, with the user's own identity. A refused connection is tried again
    /// for a while: a primary that restarts is back soon.
    ///
    /// @throws SqlException 08006
    Connected connect(SessionIdentity identity) {
        long begin = nanos();
        while (true) {
            HostPort primary = node.primaryClientAddress().orElseThrow(() -> failed("no primary is known"));
            Map<String, String> parameters = parameters(identity.user(), identity.database());
            try {
                PgConnection connection = connector.connect(primary, parameters, config.connectTimeout());
                ownPids.put(connection.pid(), identity.pid());
                return new Connected(connection, primary);
            } catch (SqlException e) {
                long waited = nanos() - begin;
                if (waited > config.refusedRetry().toNanos()) {
                    LOG.warn("forwarder could not connect primary={} error={}", primary, e.message());
                    throw failed(e.message());
                }
                LOG.debug("forwarder connects again primary={} error={}", primary, e.message());
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /// Connects once for what listens, as the node itself.
    ///
    /// @param taker sees each message first, on the event loop
    /// @throws SqlException 08006, 08001 or what the primary reported
    PgConnection connectForNotifications(Predicate<BackendMessage> taker) {
        HostPort primary = node.primaryClientAddress().orElseThrow(() -> failed("no primary is known"));
        return connector.connect(primary, parameters(NODE_USER, NODE_USER), config.connectTimeout(), taker);
    }

    private Map<String, String> parameters(String user, String database) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", user);
        parameters.put("database", database);
        parameters.put("client_encoding", "UTF8");
        parameters.put(LinkToken.PARAMETER, token.make(config.nodeName(), user, clock.instant()));
        return parameters;
    }

    /// Whose statement it is that the primary knows by this process id: the session here, when it is one of this
    /// node's.
    int ownPid(int primaryPid) {
        return ownPids.getOrDefault(primaryPid, primaryPid);
    }

    void disconnected(int primaryPid) {
        ownPids.remove(primaryPid);
    }

    /// A connection, and to whom.
    record Connected(PgConnection connection, HostPort primary) {}

    SqlException failed(String reason) {
        counters.failed();
        return new SqlException(SqlState.CONNECTION_FAILURE, "failed to forward query to primary: " + reason)
                .withHint("Check primary connectivity.");
    }

    /// Whether this node hears its primary, so that a statement which takes long is just that.
    boolean hearsPrimary() {
        return node.primary()
                .map(p -> p.connectionState() == LinkState.STREAMING || p.connectionState() == LinkState.CONNECTED)
                .orElse(node.role().isPrimary());
    }
}
