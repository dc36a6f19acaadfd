package io.heliosdb.server.wire;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ProtocolViolationException;
import io.heliosdb.server.protocol.StartupPacket;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.Session;
import io.heliosdb.server.session.SessionIdentity;
import io.heliosdb.server.session.SessionRegistry;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Authenticates a client and opens its session (PostgreSQL 18 manual, 54.2.1). Virtual thread.
final class SessionStart {

    private static final String LINK = "heliosdb.link";
    private static final String DEFAULT_USER = "heliosdb";

    private final WireServices services;
    private final Channel channel;
    private final StartupPacket.Startup startup;
    private final @Nullable Tls tls;
    private final Outgoing out;
    private final Mailbox mailbox;

    /// What a client asked for, and the encryption of its connection; null for a plain one.
    record Login(StartupPacket.Startup startup, @Nullable Tls tls) {}

    SessionStart(WireServices services, Channel channel, Login login, Outgoing out, Mailbox mailbox) {
        this.services = services;
        this.channel = channel;
        this.startup = login.startup();
        this.tls = login.tls();
        this.out = out;
        this.mailbox = mailbox;
    }

    /// @throws SqlException 28P01, 28000, 08P01, 0A000 and what a wrong setting says
    Session open(Client client) {
        Map<String, String> parameters = startup.parameters();
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            user = DEFAULT_USER;
        }
        String replication = parameters.getOrDefault("replication", "");
        if (!replication.isEmpty() && !List.of("false", "off", "no", "0").contains(replication)) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "replication connections are not served on this port");
        }
        negotiate(parameters);
        boolean link = authenticate(user, parameters);
        out.send(new BackendMessage.AuthenticationOk());
        SessionRegistry registry = services.sessions().environment().registry();
        InetSocketAddress remote = channel.remoteAddress() instanceof InetSocketAddress inet ? inet : null;
        SessionIdentity identity = new SessionIdentity(
                registry.nextPid(),
                registry.nextSecret(),
                user,
                services.config().database(),
                link,
                remote == null ? "" : remote.getAddress().getHostAddress(),
                remote == null ? -1 : remote.getPort(),
                services.sessions().environment().clock().instant());
        Session session = services.sessions()
                .open(identity, parameters, client, services.routers().apply(identity, client));
        session.reportSettings();
        out.send(new BackendMessage.BackendKeyData(identity.pid(), identity.secret()));
        return session;
    }

    private void negotiate(Map<String, String> parameters) {
        List<String> unknown = parameters.keySet().stream()
                .filter(name -> name.startsWith("_pq_."))
                .toList();
        if (startup.minor() > 0 || !unknown.isEmpty()) {
            out.send(new BackendMessage.NegotiateProtocolVersion(0, unknown));
        }
    }

    /// @return whether the client is another node's link
    private boolean authenticate(String user, Map<String, String> parameters) {
        String token = parameters.get(LINK);
        if (token != null) {
            if (services.credentials().isLink(token, user)) {
                return true;
            }
            throw new SqlException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION, "link of another node could not be authenticated");
        }
        boolean trusted =
                switch (services.config().authentication()) {
                    case TRUST -> true;
                    case TRUST_ON_LOOPBACK -> isLoopback();
                    case SCRAM_SHA_256 -> false;
                };
        if (!trusted) {
            scram(user);
        }
        return false;
    }

    private boolean isLoopback() {
        return !(channel.remoteAddress() instanceof InetSocketAddress inet)
                || inet.getAddress().isLoopbackAddress();
    }

    private void scram(String user) {
        Optional<ScramVerifier> verifier = services.credentials().verifier(user);
        List<String> offered =
                tls == null ? List.of(ScramExchange.PLAIN) : List.of(ScramExchange.PLUS, ScramExchange.PLAIN);
        out.send(new BackendMessage.AuthenticationSasl(offered));
        out.flush();
        byte[] initial = password();
        int nameEnd = 0;
        while (nameEnd < initial.length && initial[nameEnd] != 0) {
            nameEnd++;
        }
        String mechanism = new String(initial, 0, nameEnd, StandardCharsets.UTF_8);
        if (!offered.contains(mechanism) || initial.length < nameEnd + 5) {
            throw new ProtocolViolationException("client selected an invalid SASL authentication mechanism");
        }
        ScramExchange exchange = new ScramExchange(
                user, verifier, services.random(), new ScramExchange.Binding(offered, mechanism, endPoint()));
        byte[] first = Arrays.copyOfRange(initial, nameEnd + 5, initial.length);
        out.send(new BackendMessage.AuthenticationSaslContinue(exchange.first(first)));
        out.flush();
        out.send(new BackendMessage.AuthenticationSaslFinal(exchange.last(password())));
    }

    private byte[] endPoint() {
        Tls encryption = tls;
        return encryption == null ? new byte[0] : encryption.endPoint();
    }

    private byte[] password() {
        FrontendMessage message = mailbox.take();
        return switch (message) {
            case null -> throw new SqlException(SqlState.CONNECTION_FAILURE, "connection to client lost");
            case FrontendMessage.Password(byte[] body) -> body;
            default -> throw new ProtocolViolationException("expected SASL response");
        };
    }
}
