package io.heliosdb.server.routing;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.PrimaryLink;
import io.heliosdb.server.session.SessionIdentity;
import io.heliosdb.server.session.StatementRouter;
import io.heliosdb.server.sql.tree.Effects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session's router. Used by the session's thread, except {@link #cancel}.
final class SessionRouter implements StatementRouter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRouter.class);

    private final QueryForwarder forwarder;
    private final SessionIdentity identity;
    private final ForwardLink link;

    SessionRouter(QueryForwarder forwarder, SessionIdentity identity, Client client) {
        this.forwarder = forwarder;
        this.identity = identity;
        this.link = new ForwardLink(forwarder, identity, client);
    }

    @Override
    public Optional<PrimaryLink> route(Effects effects, boolean readOnly, boolean wholeTransaction) {
        Route route = forwarder.route(identity, effects, readOnly, wholeTransaction);
        return switch (route) {
            case Route.Local local -> Optional.empty();
            case Route.Forward forward -> {
                LOG.debug("routing statement to primary={} session={}", forward.primary(), identity.pid());
                link.follow(forward.primary());
                yield Optional.of(link);
            }
            case Route.Reject reject -> throw reject.exception();
        };
    }

    @Override
    public Optional<PrimaryLink> link() {
        return link.wasUsed() ? Optional.of(link) : Optional.empty();
    }

    @Override
    public boolean isStandby() {
        return !forwarder.node().role().isPrimary();
    }

    @Override
    public Lsn readAfter(boolean strong, Cancellation cancellation) {
        Lsn after = strong ? Lsn.max(link.lastCommit(), link.primaryPosition(cancellation)) : link.lastCommit();
        if (after.position() > 0 && forwarder.node().status().applyLsn().isBefore(after)) {
            forwarder.counters().waited();
        }
        return after;
    }

    @Override
    public Advertised advertised() {
        if (!isStandby()) {
            return new Advertised(false, false);
        }
        boolean forwards = forwarder.node().syncMode().orElse(SyncMode.ASYNC) != SyncMode.ASYNC;
        boolean writable = forwards && forwarder.config().advertiseWritable();
        return new Advertised(!writable, !writable);
    }

    @Override
    public void cancel() {
        link.cancel();
    }

    @Override
    public void reset() {
        link.close();
    }

    @Override
    public void close() {
        link.close();
    }
}
