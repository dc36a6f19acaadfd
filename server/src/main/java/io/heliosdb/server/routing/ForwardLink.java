package io.heliosdb.server.routing;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.pgclient.PgConnection;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.BackendMessage.TransactionStatus;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.PrimaryLink;
import io.heliosdb.server.session.SessionIdentity;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A session's own connection to the primary: opened with the first forwarded statement, replaced when the
/// primary has changed and no transaction is open on it. Used by the session's thread, except {@link #cancel}.
final class ForwardLink implements PrimaryLink {

    private static final String USER = "session_authorization";

    private final QueryForwarder forwarder;
    private final SessionIdentity identity;
    private final Client client;
    private final Conversation conversation;
    private volatile QueryForwarder.@Nullable Connected connected;
    private Map<String, String> wanted = Map.of();
    private @Nullable Map<String, String> carried;
    private final Set<Long> parsed = new HashSet<>();

    /// Statements of SQL's PREPARE by name: the session's number of each.
    private final Map<String, Long> prepared = new HashMap<>();

    private final List<FrontendMessage> farewells = new ArrayList<>();
    private boolean parsing;
    private boolean used;

    ForwardLink(QueryForwarder forwarder, SessionIdentity identity, Client client) {
        this.forwarder = forwarder;
        this.identity = identity;
        this.client = client;
        this.conversation = new Conversation(forwarder, client);
    }

    boolean wasUsed() {
        return used;
    }

    /// The end of the newest commit that the primary has reported on this link.
    Lsn lastCommit() {
        return conversation.lastCommit();
    }

    /// Leaves a connection to another node than this primary, unless a transaction is open on it.
    void follow(HostPort primary) {
        QueryForwarder.Connected now = connected;
        boolean moved = now != null && !now.primary().equals(primary);
        if (moved && conversation.status() == TransactionStatus.IDLE) {
            close();
        }
    }

    @Override
    public boolean isOpen() {
        QueryForwarder.Connected now = connected;
        return now != null && now.connection().isOpen();
    }

    private PgConnection connection() {
        QueryForwarder.Connected now = connected;
        if (now != null && now.connection().isOpen()) {
            return now.connection();
        }
        if (now != null && conversation.status() != TransactionStatus.IDLE) {
            conversation.reset();
            throw forwarder.failed("the connection that the transaction ran on is lost");
        }
        forget();
        QueryForwarder.Connected fresh = forwarder.connect(identity);
        connected = fresh;
        used = true;
        carried = Map.of();
        parsed.clear();
        prepared.clear();
        farewells.clear();
        conversation.reset();
        return fresh.connection();
    }

    @Override
    public void carry(Map<String, String> settings) {
        wanted = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    @Override
    public void forgetCarried() {
        carried = null;
    }

    /// The connection with the session's settings on it.
    private PgConnection ready() {
        PgConnection connection = connection();
        if (!wanted.equals(carried) && conversation.status() != TransactionStatus.FAILED) {
            Map<String, String> there = carried == null ? Map.of() : carried;
            StringBuilder sql = new StringBuilder();
            there.keySet().stream()
                    .filter(name -> !wanted.containsKey(name))
                    .forEach(name -> sql.append("RESET ").append(name).append(';'));
            // Another user is in no role yet.
            boolean sameUser = Objects.equals(there.get(USER), wanted.get(USER));
            wanted.forEach((name, value) -> {
                if (!value.equals(there.get(name)) || !sameUser && name.equals("role")) {
                    sql.append("SELECT pg_catalog.set_config(")
                            .append(literal(name))
                            .append(", ")
                            .append(literal(value))
                            .append(", false);");
                }
            });
            if (!sql.isEmpty()) {
                connection.send(new FrontendMessage.Query(sql.toString()));
                conversation.hold(connection, Relay.HIDDEN, Conversation.Kind.HARMLESS);
            }
            connection.encoding(ClientEncoding.find(wanted.getOrDefault("client_encoding", "UTF8"))
                    .orElse(ClientEncoding.UTF8));
            carried = wanted;
        }
        return connection;
    }

    private static String literal(String text) {
        boolean backslash = text.indexOf('\\') >= 0;
        String escaped = text.replace("'", "''").replace("\\", "\\\\");
        return (backslash ? " E'" : "'") + escaped + "'";
    }

    @Override
    public String run(String sql, int offset, Cancellation cancellation) {
        cancellation.check();
        PgConnection connection = ready();
        connection.send(new FrontendMessage.Query(sql));
        TagRelay relay = new TagRelay(this::relay);
        conversation.hold(connection, relay, new Conversation.Kind(true, false, offset, () -> {}));
        return relay.tag;
    }

    @Override
    public String runHidden(String sql, Cancellation cancellation) {
        PgConnection connection = ready();
        connection.send(new FrontendMessage.Query(sql));
        TagRelay relay = new TagRelay(Relay.HIDDEN);
        boolean commits = sql.toUpperCase(Locale.ROOT).startsWith("COMMIT");
        conversation.hold(connection, relay, commits ? Conversation.Kind.COMMIT : Conversation.Kind.HARMLESS);
        return relay.tag;
    }

    /// Where the primary's log ends now.
    Lsn primaryPosition(Cancellation cancellation) {
        cancellation.check();
        PgConnection connection = connection();
        connection.send(new FrontendMessage.Query("SELECT pg_catalog.pg_current_wal_flush_lsn()"));
        List<String> answers = new ArrayList<>();
        conversation.hold(
                connection,
                message -> {
                    if (message instanceof BackendMessage.DataRow(byte[] body)) {
                        // n(2) | length (4) | text
                        answers.add(new String(body, 6, body.length - 6, StandardCharsets.UTF_8));
                    }
                },
                Conversation.Kind.HARMLESS);
        return answers.isEmpty() ? Lsn.ZERO : Lsn.parse(answers.getFirst());
    }

    @Override
    public void ensurePrepared(Remote statement, Cancellation cancellation) {
        String name = statement.sqlName();
        connection();
        if (name == null || Long.valueOf(statement.id()).equals(prepared.get(name))) {
            return;
        }
        if (prepared.remove(name) != null) {
            runHidden("DEALLOCATE " + quoted(name), cancellation);
        }
        runHidden(statement.sql(), cancellation);
        prepared.put(name, statement.id());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String statementName(Remote statement) {
        return statement.id() == 0 ? "" : "s" + statement.id();
    }

    private static String portalName(String portal) {
        return "p" + portal;
    }

    private void parse(PgConnection connection, Remote statement) {
        farewells.forEach(connection::send);
        farewells.clear();
        parsing = false;
        if (statement.id() == 0 || parsed.add(statement.id())) {
            parsing = true;
            connection.send(
                    new FrontendMessage.Parse(statementName(statement), statement.sql(), statement.parameterTypes()));
        }
    }

    private void bind(PgConnection connection, Remote statement, RemoteBinding binding) {
        String portal = portalName(binding.portal());
        connection.send(new FrontendMessage.Close(FrontendMessage.Target.PORTAL, portal));
        connection.send(new FrontendMessage.Bind(
                portal,
                statementName(statement),
                binding.parameterFormats(),
                binding.values(),
                binding.resultFormats()));
    }

    @Override
    public List<Integer> describe(
            Remote statement, boolean relayParameters, boolean relayColumns, Cancellation cancellation) {
        PgConnection connection = ready();
        parse(connection, statement);
        connection.send(new FrontendMessage.Describe(FrontendMessage.Target.STATEMENT, statementName(statement)));
        connection.send(new FrontendMessage.Sync());
        List<Integer> types = new ArrayList<>();
        conversation.hold(
                connection,
                message -> {
                    if (message instanceof BackendMessage.ParameterDescription(List<Integer> given)) {
                        types.addAll(given);
                        if (relayParameters) {
                            client.parameterDescription(given);
                        }
                    } else if (relayColumns || message instanceof BackendMessage.ParseComplete) {
                        relay(message);
                    }
                },
                forgettingOnError(statement));
        return types;
    }

    /// A statement that fails to parse is not there for the next time.
    private Conversation.Kind forgettingOnError(Remote statement) {
        return new Conversation.Kind(false, false, statement.offset(), () -> forgetUnparsed(statement));
    }

    private void forgetUnparsed(Remote statement) {
        if (parsing) {
            parsed.remove(statement.id());
        }
    }

    @Override
    public String execute(Remote statement, RemoteBinding binding, int maxRows, Cancellation cancellation) {
        cancellation.check();
        PgConnection connection = ready();
        parse(connection, statement);
        bind(connection, statement, binding);
        return run(connection, binding.portal(), maxRows, statement);
    }

    private String run(PgConnection connection, String portal, int maxRows, @Nullable Remote statement) {
        connection.send(new FrontendMessage.Execute(portalName(portal), maxRows));
        // While COPY data are to come, a Sync would be read as part of them.
        boolean copies = statement != null && statement.sql().stripLeading().regionMatches(true, 0, "copy", 0, 4);
        connection.send(copies ? new FrontendMessage.Flush() : new FrontendMessage.Sync());
        TagRelay relay = new TagRelay(this::relay);
        Runnable onError = statement == null ? () -> {} : () -> forgetUnparsed(statement);
        int offset = statement == null ? 0 : statement.offset();
        conversation.hold(connection, relay, new Conversation.Kind(true, copies, offset, onError));
        return relay.tag;
    }

    @Override
    public void describePortal(Remote statement, RemoteBinding binding, Cancellation cancellation) {
        PgConnection connection = ready();
        parse(connection, statement);
        bind(connection, statement, binding);
        connection.send(new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, portalName(binding.portal())));
        connection.send(new FrontendMessage.Sync());
        conversation.hold(connection, this::relay, forgettingOnError(statement));
    }

    @Override
    public void describeCursor(String name, Cancellation cancellation) {
        PgConnection connection = ready();
        connection.send(new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, name));
        connection.send(new FrontendMessage.Sync());
        conversation.hold(connection, this::relay, Conversation.Kind.HARMLESS);
    }

    @Override
    public String resume(String portal, int maxRows, Cancellation cancellation) {
        cancellation.check();
        return run(connection(), portal, maxRows, null);
    }

    @Override
    public void forgetStatement(long id) {
        if (parsed.remove(id)) {
            farewells.add(new FrontendMessage.Close(FrontendMessage.Target.STATEMENT, "s" + id));
        }
    }

    @Override
    public void closePortal(String portal) {
        if (isOpen() && conversation.status() == TransactionStatus.IN_TRANSACTION) {
            farewells.add(new FrontendMessage.Close(FrontendMessage.Target.PORTAL, portalName(portal)));
        }
    }

    /// Hands a message to the client as it came.
    private void relay(BackendMessage message) {
        switch (message) {
            case BackendMessage.DataRow(byte[] body) -> client.row(body, body.length);
            case BackendMessage.RowDescription(List<BackendMessage.RowDescription.Field> fields) ->
                client.rowDescription(
                        fields.stream().map(ForwardLink::column).toList(),
                        fields.stream()
                                .map(BackendMessage.RowDescription.Field::format)
                                .toList());
            case BackendMessage.NoData none -> client.noData();
            case BackendMessage.CommandComplete(String tag) -> client.commandComplete(tag);
            case BackendMessage.EmptyQueryResponse empty -> client.emptyQuery();
            case BackendMessage.PortalSuspended suspended -> client.portalSuspended();
            case BackendMessage.ParseComplete complete -> parsing = false;
            default -> {
                // What concerns only this link: BindComplete, CloseComplete.
            }
        }
    }

    private static Query.OutputColumn column(BackendMessage.RowDescription.Field field) {
        DataType type = new DataType(
                Types.byOid(field.typeOid()).orElseGet(() -> new RelayedType(field.typeOid(), field.typeLength())),
                field.typeModifier());
        return new Query.OutputColumn(field.name(), type, field.tableOid(), field.column());
    }

    /// Asks the primary to cancel what runs on this link; any thread, never blocks.
    void cancel() {
        QueryForwarder.Connected now = connected;
        if (now != null && now.connection().isOpen() && conversation.isBusy()) {
            forwarder
                    .connector()
                    .cancel(
                            now.primary(),
                            now.connection().pid(),
                            now.connection().secret(),
                            forwarder.config().connectTimeout());
        }
    }

    void close() {
        forget();
        conversation.reset();
    }

    private void forget() {
        QueryForwarder.Connected now = connected;
        connected = null;
        if (now != null) {
            forwarder.disconnected(now.connection().pid());
            now.connection().close();
        }
    }

    /// Remembers the command tag on its way.
    private static final class TagRelay implements Relay {

        private final Relay next;
        private String tag = "";

        TagRelay(Relay next) {
            this.next = next;
        }

        @Override
        public void on(BackendMessage message) {
            if (message instanceof BackendMessage.CommandComplete(String given)) {
                tag = given;
            }
            next.on(message);
        }
    }
}
