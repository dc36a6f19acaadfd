package io.heliosdb.server.wire;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.BackendMessage.RowDescription.Field;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ReportFields;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.CopyFailedException;
import io.heliosdb.server.session.Notice;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session's client at the other end of a connection.
final class WireClient implements Client {

    private final Connection connection;
    private final Outgoing out;
    private final Mailbox mailbox;

    WireClient(Connection connection, Outgoing out, Mailbox mailbox) {
        this.connection = connection;
        this.out = out;
        this.mailbox = mailbox;
    }

    @Override
    public void encoding(ClientEncoding encoding) {
        out.encoding(encoding);
    }

    /// Reads a message with the encoding that holds now.
    ///
    /// @throws SqlException 08P01, 22021, 22P05
    FrontendMessage decode(FrontendMessage.Undecoded message) {
        return FrontendCodec.decode(message.type(), Unpooled.wrappedBuffer(message.body()), out.encoding());
    }

    @Override
    public void rowDescription(List<OutputColumn> columns, List<Integer> formats) {
        if (formats.size() > 1 && formats.size() != columns.size()) {
            throw new SqlException(
                    SqlState.PROTOCOL_VIOLATION,
                    String.format(
                            java.util.Locale.ROOT,
                            "bind message has %d result formats but query has %d columns",
                            formats.size(),
                            columns.size()));
        }
        List<Field> fields = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            OutputColumn column = columns.get(i);
            DataType type = withoutDomain(column.type());
            int format = formats.isEmpty() ? 0 : formats.size() == 1 ? formats.getFirst() : formats.get(i);
            fields.add(new Field(
                    column.name(),
                    column.tableOid(),
                    column.columnNumber(),
                    type.type().oid(),
                    type.type().length(),
                    type.typmod(),
                    format));
        }
        out.send(new BackendMessage.RowDescription(fields));
    }

    // A client is told what a domain is made of: it knows how to read that.
    private static DataType withoutDomain(DataType declared) {
        DataType type = declared;
        while (type.type() instanceof DomainType domain) {
            type = domain.base();
        }
        return type;
    }

    @Override
    public void noData() {
        out.send(new BackendMessage.NoData());
    }

    @Override
    public void parameterDescription(List<Integer> typeOids) {
        out.send(new BackendMessage.ParameterDescription(typeOids));
    }

    @Override
    public void parseComplete() {
        out.send(new BackendMessage.ParseComplete());
    }

    @Override
    public void bindComplete() {
        out.send(new BackendMessage.BindComplete());
    }

    @Override
    public void closeComplete() {
        out.send(new BackendMessage.CloseComplete());
    }

    @Override
    public void portalSuspended() {
        out.send(new BackendMessage.PortalSuspended());
    }

    @Override
    public void emptyQuery() {
        out.send(new BackendMessage.EmptyQueryResponse());
    }

    @Override
    public void row(byte[] body, int length) {
        out.sendRow(body, length);
    }

    @Override
    public void commandComplete(String tag) {
        out.send(new BackendMessage.CommandComplete(tag));
    }

    @Override
    public void notice(Notice notice) {
        out.send(new BackendMessage.NoticeResponse(
                ReportFields.of(notice.severity(), notice.state().code(), notice.message(), notice.fields())));
    }

    @Override
    public void parameterStatus(String name, String value) {
        out.send(new BackendMessage.ParameterStatus(name, value));
    }

    @Override
    public void beginCopyIn(int columns, boolean binary) {
        int format = binary ? 1 : 0;
        out.send(new BackendMessage.CopyInResponse(format, Collections.nCopies(columns, format)));
        out.flush();
    }

    @Override
    public byte @Nullable [] nextCopyData() {
        while (true) {
            FrontendMessage taken = mailbox.take();
            FrontendMessage message = taken instanceof FrontendMessage.Undecoded raw ? decode(raw) : taken;
            switch (message) {
                case null -> throw new SqlException(SqlState.CONNECTION_FAILURE, "connection to client lost");
                case FrontendMessage.CopyData(byte[] data) -> {
                    connection.resumeReading();
                    return data;
                }
                case FrontendMessage.CopyDone done -> {
                    return null;
                }
                case FrontendMessage.Refused(int type, SqlException reason) -> throw reason;
                case FrontendMessage.CopyFail(String reason) -> throw new CopyFailedException(reason);
                case FrontendMessage.Flush flush -> {
                    // The manual has both ignored within COPY: clients send them after an Execute.
                }
                case FrontendMessage.Sync sync -> {
                    // As Flush.
                }
                default ->
                    throw new SqlException(
                            SqlState.PROTOCOL_VIOLATION,
                            "unexpected message during COPY from stdin: "
                                    + message.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void beginCopyOut(int columns, boolean binary) {
        int format = binary ? 1 : 0;
        out.send(new BackendMessage.CopyOutResponse(format, Collections.nCopies(columns, format)));
    }

    @Override
    public void copyData(byte[] data, int length) {
        out.send(new BackendMessage.CopyData(length == data.length ? data : Arrays.copyOf(data, length)));
    }

    @Override
    public void endCopyOut() {
        out.send(new BackendMessage.CopyDone());
    }

    @Override
    public void notification(int pid, String channel, String payload) {
        out.sendAnyway(new BackendMessage.NotificationResponse(pid, channel, payload));
        out.flush();
    }

    @Override
    public void terminate(SqlException reason) {
        connection.terminate(reason);
    }
}
