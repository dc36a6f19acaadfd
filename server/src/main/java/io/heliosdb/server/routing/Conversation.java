package io.heliosdb.server.routing;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.pgclient.PgConnection;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.BackendMessage.TransactionStatus;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ReportFields;
import io.heliosdb.server.protocol.ReportedException;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.CopyFailedException;
import io.heliosdb.server.session.Notice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds the exchanges of one link: sends what was prepared, passes answers on until the primary is ready again,
/// and says honestly how it ended. Used by the session's thread.
///
/// | connection lost | error |
/// |---|---|
/// | while a statement that commits by itself, or a COMMIT, was on its way | 08007: it may have been done |
/// | inside a transaction, or while nothing could be changed | 08006: nothing was done |
final class Conversation {

    /// How often a silent primary is looked after.
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// What is being exchanged.
    ///
    /// @param commits whether it commits by itself outside a transaction
    /// @param isFinal whether it is a COMMIT
    /// @param copies whether a Sync is due after the COPY data
    /// @param offset added to positions of errors
    /// @param onError what to forget when it fails
    record Kind(boolean commits, boolean isFinal, boolean copies, int offset, Runnable onError) {
        static final Kind HARMLESS = new Kind(false, false, 0, () -> {});
        static final Kind COMMIT = new Kind(true, true, false, 0, () -> {});

        Kind(boolean commits, boolean copies, int offset, Runnable onError) {
            this(commits, false, copies, offset, onError);
        }
    }

    private final QueryForwarder forwarder;
    private final Client client;
    private TransactionStatus status = TransactionStatus.IDLE;
    private Lsn lastCommit = Lsn.ZERO;
    private volatile boolean busy;

    Conversation(QueryForwarder forwarder, Client client) {
        this.forwarder = forwarder;
        this.client = client;
    }

    TransactionStatus status() {
        return status;
    }

    Lsn lastCommit() {
        return lastCommit;
    }

    boolean isBusy() {
        return busy;
    }

    /// The connection is another one now.
    void reset() {
        status = TransactionStatus.IDLE;
    }

    /// Sends what was prepared and reads on until the primary is ready again.
    ///
    /// @throws SqlException what the primary reported, whole; or 08006, 08007
    void hold(PgConnection connection, Relay relay, Kind kind) {
        long begin = forwarder.nanos();
        boolean uncertain = kind.isFinal() || kind.commits() && status == TransactionStatus.IDLE;
        busy = true;
        try {
            connection.flush();
            exchange(connection, relay, kind);
            forwarder.counters().forwarded(forwarder.nanos() - begin);
        } catch (ConnectionLost e) {
            connection.close();
            reset();
            throw lost(e, uncertain);
        } catch (RuntimeException e) {
            if (!(e instanceof ReportedException)) {
                // The client is gone or could not take it: what is left on the connection belongs to nobody.
                connection.close();
            }
            kind.onError().run();
            throw e;
        } finally {
            busy = false;
        }
    }

    private SqlException lost(ConnectionLost cause, boolean uncertain) {
        if (!uncertain) {
            return forwarder.failed(cause.message());
        }
        forwarder.counters().failed();
        return new SqlException(
                        SqlState.TRANSACTION_RESOLUTION_UNKNOWN,
                        "the connection to the primary was lost while it may have been committing: " + cause.message())
                .withHint("Look whether the change is there before you repeat it.");
    }

    private void exchange(PgConnection connection, Relay relay, Kind kind) {
        SqlException error = null;
        while (true) {
            BackendMessage message = await(connection);
            switch (message) {
                case BackendMessage.ReadyForQuery(TransactionStatus now) -> {
                    status = now;
                    if (error != null) {
                        throw error;
                    }
                    return;
                }
                case BackendMessage.ErrorResponse(ReportFields fields) -> {
                    error = error == null ? reported(fields, kind.offset()) : error;
                    endCopy(connection, kind);
                }
                case BackendMessage.ParameterStatus(String name, String value) -> parameter(name, value);
                case BackendMessage.NoticeResponse(ReportFields fields) -> client.notice(notice(fields));
                case BackendMessage.NotificationResponse notification -> {
                    // A link does not listen: the node does, for all of its sessions.
                }
                case BackendMessage.CopyInResponse in -> {
                    SqlException refused = copyIn(connection, in);
                    error = refused == null ? error : refused;
                    endCopy(connection, kind);
                }
                case BackendMessage.CopyOutResponse out ->
                    client.beginCopyOut(out.columnFormats().size(), out.format() == 1);
                case BackendMessage.CopyData(byte[] data) -> client.copyData(data, data.length);
                case BackendMessage.CopyDone done -> {
                    client.endCopyOut();
                    endCopy(connection, kind);
                }
                default -> relay.on(message);
            }
        }
    }

    private static void endCopy(PgConnection connection, Kind kind) {
        if (kind.copies()) {
            connection.send(new FrontendMessage.Sync());
            connection.flush();
        }
    }

    private BackendMessage await(PgConnection connection) {
        Duration silent = Duration.ZERO;
        while (true) {
            BackendMessage message;
            try {
                message = connection.receive(LOOK);
            } catch (SqlException e) {
                throw new ConnectionLost(e.message());
            }
            if (message != null) {
                return message;
            }
            silent = forwarder.hearsPrimary() ? Duration.ZERO : silent.plus(LOOK);
            if (silent.compareTo(forwarder.config().writeTimeout()) >= 0) {
                throw new ConnectionLost("no answer within " + silent.toSeconds() + " s");
            }
        }
    }

    private void parameter(String name, String value) {
        if (name.equals("heliosdb.commit_lsn")) {
            lastCommit = Lsn.max(lastCommit, Lsn.parse(value));
        }
    }

    private static SqlException reported(ReportFields fields, int offset) {
        if (offset == 0 || fields.get('P').isEmpty()) {
            return new ReportedException(fields);
        }
        Map<Character, String> moved = new LinkedHashMap<>(fields.values());
        moved.put('P', Integer.toString(Integer.parseInt(fields.get('P')) + offset));
        return new ReportedException(new ReportFields(moved));
    }

    private static Notice notice(ReportFields fields) {
        ErrorFields rest = ErrorFields.NONE;
        if (!fields.get('D').isEmpty()) {
            rest = rest.withDetail(fields.get('D'));
        }
        if (!fields.get('H').isEmpty()) {
            rest = rest.withHint(fields.get('H'));
        }
        return new Notice(fields.severity(), new ReportedException(fields).state(), fields.message(), rest);
    }

    /// Passes the client's COPY data on.
    ///
    /// @return why the client gave up; null when it sent all
    private @Nullable SqlException copyIn(PgConnection connection, BackendMessage.CopyInResponse in) {
        try {
            client.beginCopyIn(in.columnFormats().size(), in.format() == 1);
            while (true) {
                byte[] data = client.nextCopyData();
                if (data == null) {
                    break;
                }
                connection.send(new FrontendMessage.CopyData(data));
                connection.awaitWritable(forwarder.config().writeTimeout());
            }
            connection.send(new FrontendMessage.CopyDone());
            connection.flush();
            return null;
        } catch (CopyFailedException e) {
            // The primary says the rest, as it does to a client of its own.
            connection.send(new FrontendMessage.CopyFail(e.reason()));
            connection.flush();
            return null;
        } catch (SqlException e) {
            connection.send(new FrontendMessage.CopyFail(e.message()));
            connection.flush();
            return e;
        }
    }

    /// The connection is gone.
    private static final class ConnectionLost extends SqlException {

        private static final long serialVersionUID = 1L;

        ConnectionLost(String reason) {
            super(SqlState.CONNECTION_FAILURE, reason);
        }
    }
}
