package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// One client without a network. Its answers look as `psql -qAt` prints them with verbose errors. Used by one
/// thread.
public final class TestSession implements Client, AutoCloseable {

    private final List<String> lines = new ArrayList<>();
    private @Nullable Session session;
    private volatile @Nullable SqlException ended;

    void begin(Session opened) {
        session = opened;
    }

    Session session() {
        Session opened = session;
        if (opened == null) {
            throw new IllegalStateException("not connected");
        }
        return opened;
    }

    public int pid() {
        return session().identity().pid();
    }

    /// Why the session was ended from the other side; null while it goes on.
    @Nullable
    SqlException ended() {
        return ended;
    }

    /// Runs a text of statements; an error is among the lines.
    public List<String> run(String text) {
        try {
            execute(text);
        } catch (SqlException e) {
            // As psql, which shows the rows of a statement only when it has them all.
            lines.removeIf(line -> !line.startsWith("NOTICE:  ") && !line.startsWith("WARNING:  "));
            lines.add("ERROR:  " + e.state().code() + ": " + e.getMessage());
            if (e.fields().detail() != null) {
                lines.addAll(List.of(("DETAIL:  " + e.fields().detail()).split("\n")));
            }
            if (e.fields().hint() != null) {
                lines.add("HINT:  " + e.fields().hint());
            }
        }
        return taken();
    }

    /// Runs a text of statements and returns the rows, their values between bars.
    ///
    /// @throws SqlException what the server answered
    public List<String> query(String text) {
        execute(text);
        return taken();
    }

    private void execute(String text) {
        Session opened = session();
        opened.becameBusy();
        try {
            opened.query(text);
        } finally {
            opened.becameIdle();
        }
    }

    private List<String> taken() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void encoding(ClientEncoding encoding) {
        // Its lines are Java's text, in no encoding.
    }

    @Override
    public void row(byte[] body, int length) {
        ByteBuffer in = ByteBuffer.wrap(body, 0, length);
        StringJoiner joined = new StringJoiner("|");
        for (int left = in.getShort(); left > 0; left--) {
            int size = in.getInt();
            byte[] value = new byte[Math.max(0, size)];
            in.get(value);
            joined.add(new String(value, StandardCharsets.UTF_8));
        }
        lines.add(joined.toString());
    }

    @Override
    public void notice(Notice notice) {
        lines.add(notice.severity() + ":  " + notice.state().code() + ": " + notice.message());
    }

    @Override
    public void terminate(SqlException reason) {
        ended = reason;
    }

    @Override
    public void rowDescription(List<OutputColumn> columns, List<Integer> formats) {}

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
    public void commandComplete(String tag) {}

    @Override
    public void parameterStatus(String name, String value) {}

    @Override
    public void beginCopyIn(int columns, boolean binary) {}

    @Override
    public byte @Nullable [] nextCopyData() {
        return null;
    }

    @Override
    public void beginCopyOut(int columns, boolean binary) {}

    @Override
    public void copyData(byte[] data, int length) {
        lines.add(new String(data, 0, length, StandardCharsets.UTF_8).stripTrailing());
    }

    @Override
    public void endCopyOut() {}

    @Override
    public void notification(int pid, String channel, String payload) {}

    @Override
    public void close() {
        session().close();
    }
}
