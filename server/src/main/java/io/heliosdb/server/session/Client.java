package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a session's answers go: a connection, or whoever else runs statements.
///
/// Called by the session's thread, in the order in which a PostgreSQL client expects the messages; may block
/// while the receiver is slow. {@link #terminate} and {@link #notification} may be called by any thread.
public interface Client {

    /// From now on the client is sent texts in this encoding, and what it sends is in it.
    void encoding(ClientEncoding encoding);

    /// @param formats none (all text), one for all, or one each; 0 is text, 1 is binary
    void rowDescription(List<OutputColumn> columns, List<Integer> formats);

    void noData();

    void parameterDescription(List<Integer> typeOids);

    void parseComplete();

    void bindComplete();

    void closeComplete();

    void portalSuspended();

    void emptyQuery();

    /// One row in its protocol form (a DataRow's body), of which the first `length` bytes count; copied before
    /// return.
    void row(byte[] body, int length);

    void commandComplete(String tag);

    void notice(Notice notice);

    void parameterStatus(String name, String value);

    /// Begins the reception of COPY data; the client is asked for it at once.
    void beginCopyIn(int columns, boolean binary);

    /// The next piece of COPY data; null at its end.
    ///
    /// @throws SqlException 57014 when the client gives up, 08P01 for another message, 08006 when it is gone
    byte @Nullable [] nextCopyData();

    void beginCopyOut(int columns, boolean binary);

    void copyData(byte[] data, int length);

    void endCopyOut();

    /// A NOTIFY of somebody.
    void notification(int pid, String channel, String payload);

    /// Ends the connection with a FATAL error once the statement that runs has ended.
    void terminate(SqlException reason);
}
