package io.heliosdb.server.boot;

import io.heliosdb.server.admin.DatabaseUsers;
import io.heliosdb.server.admin.SqlGateway;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.PrimaryLink;
import io.heliosdb.server.session.Session;
import io.heliosdb.server.session.SessionFactory;
import io.heliosdb.server.session.SessionIdentity;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.session.StatementRouter;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.wire.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Runs statements that come over HTTP, each in a session of its own, so that they are analyzed and routed
/// as any other, and knows the users that may bring them. Safe for any thread.
final class SessionGateway implements SqlGateway, DatabaseUsers {

    private static final String USER = "heliosdb";

    /// Takes as long to refuse a password as that of a role.
    private static final ScramVerifier NOBODY =
            new ScramVerifier(ScramVerifier.ITERATIONS, new byte[16], new byte[32], new byte[32]);

    private final SessionRegistry registry;
    private final String node;
    private volatile @Nullable Serving serving;

    private record Serving(
            SessionFactory factory,
            BiFunction<SessionIdentity, Client, StatementRouter> routers,
            Runnable ready,
            CatalogService catalogs) {}

    SessionGateway(SessionRegistry registry, String node) {
        this.registry = registry;
        this.node = node;
    }

    /// From now on statements are served.
    ///
    /// @param ready throws 57P03 while clients cannot be served
    void serve(
            SessionFactory factory,
            BiFunction<SessionIdentity, Client, StatementRouter> routers,
            Runnable ready,
            CatalogService catalogs) {
        serving = new Serving(factory, routers, ready, catalogs);
    }

    /// Until {@link #serve} is called again, statements are refused with 57P03.
    void suspend() {
        serving = null;
    }

    private Serving serving() {
        Serving now = serving;
        if (now == null) {
            throw new SqlException(SqlState.CANNOT_CONNECT_NOW, "the database system is starting up");
        }
        return now;
    }

    @Override
    public boolean accepts(String user, String password) {
        Serving now = serving();
        Optional<ScramVerifier> verifier = StoredCredentials.verifier(
                now.catalogs().current(),
                user,
                now.factory().environment().clock().instant());
        return verifier.orElse(NOBODY).accepts(password) && verifier.isPresent();
    }

    @Override
    public boolean mayCopy(String user) {
        return serving()
                .catalogs()
                .current()
                .role(user)
                .map(CatalogObject.Role::flags)
                .filter(flags -> flags.superuser() || flags.replication())
                .isPresent();
    }

    @Override
    public SqlResult execute(Statement statement, int maxRows) {
        Serving now = serving();
        now.ready().run();
        registry.enter();
        try {
            return run(now, statement, maxRows);
        } finally {
            registry.leave();
        }
    }

    private SqlResult run(Serving now, Statement statement, int maxRows) {
        ResultCollector client = new ResultCollector(maxRows);
        SessionIdentity identity = new SessionIdentity(
                registry.nextPid(),
                registry.nextSecret(),
                statement.user().orElse(USER),
                USER,
                false,
                "",
                -1,
                now.factory().environment().clock().instant());
        Map<String, String> parameters = Map.of("application_name", "rest-api@" + node);
        try (Session session =
                now.factory().open(identity, parameters, client, now.routers().apply(identity, client))) {
            List<byte @Nullable []> values = new ArrayList<>();
            for (Object parameter : statement.params()) {
                values.add(parameter == null ? null : String.valueOf(parameter).getBytes(StandardCharsets.UTF_8));
            }
            session.parse("", statement.sql(), List.of());
            session.bind("", new PrimaryLink.RemoteBinding("", List.of(), values, List.of()));
            session.describePortal("");
            session.execute("", 0, true);
            session.sync();
        }
        return client.result();
    }
}
