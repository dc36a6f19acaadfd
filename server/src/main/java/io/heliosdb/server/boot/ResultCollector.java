package io.heliosdb.server.boot;

import io.heliosdb.server.admin.SqlGateway;
import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.Notice;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the rows of one statement as JSON wants them. Used by one thread.
final class ResultCollector implements Client {

    private final int maxRows;
    private final List<SqlGateway.Column> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private String command = "";
    private boolean truncated;

    ResultCollector(int maxRows) {
        this.maxRows = maxRows;
    }

    SqlGateway.SqlResult result() {
        return new SqlGateway.SqlResult(command, columns, rows, truncated);
    }

    /// A caller by HTTP has no settings to change it with, and JSON is UTF-8.
    @Override
    public void encoding(ClientEncoding encoding) {}

    @Override
    public void rowDescription(List<OutputColumn> described, List<Integer> formats) {
        columns.clear();
        described.forEach(column -> columns.add(
                new SqlGateway.Column(column.name(), column.type().type().name())));
    }

    /// `n(2) { length (4, -1 = NULL) text }`.
    @Override
    public void row(byte[] body, int length) {
        if (rows.size() >= maxRows) {
            truncated = true;
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(body, 0, length);
        int count = in.getShort();
        List<@Nullable Object> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = in.getInt();
            if (size < 0) {
                row.add(null);
            } else {
                byte[] text = new byte[size];
                in.get(text);
                row.add(value(columns.get(i).type(), new String(text, StandardCharsets.UTF_8)));
            }
        }
        rows.add(row);
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "bool" -> text.equals("t");
            case "int2", "int4", "int8", "oid" -> Long.valueOf(text);
            case "numeric" -> text.equals("NaN") || text.contains("Infinity") ? text : new BigDecimal(text);
            case "float4", "float8" -> text.equals("NaN") || text.contains("Infinity") ? text : Double.valueOf(text);
            default -> text;
        };
    }

    @Override
    public void commandComplete(String tag) {
        command = tag;
    }

    private static SqlException noCopy() {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "COPY from and to a client is not possible over HTTP");
    }

    @Override
    public void beginCopyIn(int columnCount, boolean binary) {
        throw noCopy();
    }

    @Override
    public byte @Nullable [] nextCopyData() {
        throw noCopy();
    }

    @Override
    public void beginCopyOut(int columnCount, boolean binary) {
        throw noCopy();
    }

    @Override
    public void copyData(byte[] data, int length) {
        throw noCopy();
    }

    @Override
    public void endCopyOut() {
        throw noCopy();
    }

    // What a client of the protocol needs and JSON has no place for.

    @Override
    public void noData() {}

    @Override
    public void parameterDescription(List<Integer> typeOids) {}

    @Override
    public void parseComplete() {}

    @Override
    public void bindComplete() {}

    @Override
    public void closeComplete() {}

    @Override
    public void portalSuspended() {}

    @Override
    public void emptyQuery() {}

    @Override
    public void notice(Notice notice) {}

    @Override
    public void parameterStatus(String name, String value) {}

    @Override
    public void notification(int pid, String channel, String payload) {}

    @Override
    public void terminate(SqlException reason) {}
}
