package io.heliosdb.server.session;

import io.heliosdb.server.common.Cancellation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session's own connection to the primary, on which its forwarded statements run.
///
/// Used by the session's thread only. What the primary answers goes straight to the client, except the beginning
/// and end of each exchange; an error is thrown, with every field, instead. After a loss of the connection every
/// call throws 08006 (or 08007 where the primary may have done what it was asked) and {@link #isOpen} says false.
public interface PrimaryLink {

    /// Whether the connection that the last statement used is still there.
    boolean isOpen();

    /// Settings that differ from the primary's; sent with the next statement where they have changed.
    void carry(Map<String, String> settings);

    /// The settings that were carried may have been undone by a rollback.
    void forgetCarried();

    /// Runs statements by the simple protocol, relaying everything. What the text does is done in one
    /// transaction.
    ///
    /// @param offset added to an error's position: where the text begins in what the client sent
    /// @return the last command tag
    String run(String sql, int offset, Cancellation cancellation);

    /// Runs a statement whose results nobody sees, such as BEGIN or SAVEPOINT.
    ///
    /// @return the command tag
    String runHidden(String sql, Cancellation cancellation);

    /// Makes a statement of SQL's PREPARE known to the primary, for an EXECUTE that follows.
    void ensurePrepared(Remote statement, Cancellation cancellation);

    /// Parameter types of a statement that only the primary can analyze; its columns are relayed to the client as
    /// RowDescription or NoData when `relayColumns`, after the parameter types when `relayParameters`.
    List<Integer> describe(Remote statement, boolean relayParameters, boolean relayColumns, Cancellation cancellation);

    /// Parses (unless done before), binds and executes by the extended protocol, relaying rows and the command
    /// tag.
    ///
    /// @return the command tag; empty when it is suspended, to go on by {@link #resume}
    String execute(Remote statement, RemoteBinding binding, int maxRows, Cancellation cancellation);

    /// Relays what Describe of a portal would say, binding it if that was not done yet.
    void describePortal(Remote statement, RemoteBinding binding, Cancellation cancellation);

    /// Relays what Describe says of a cursor that was declared there.
    void describeCursor(String name, Cancellation cancellation);

    /// Goes on with a suspended portal; returns as {@link #execute}.
    String resume(String portal, int maxRows, Cancellation cancellation);

    /// Forgets a statement or portal of this session that may have been made known to the primary.
    void forgetStatement(long id);

    void closePortal(String portal);

    /// A prepared statement as the link knows it.
    ///
    /// @param id the session's number of it, never used twice; 0 for one that is used only now
    /// @param sqlName the name of SQL's PREPARE, by which EXECUTE finds it; null for one of the protocol
    record Remote(long id, @Nullable String sqlName, String sql, List<Integer> parameterTypes, int offset) {}

    /// What a client bound, in its own encoding.
    record RemoteBinding(
            String portal,
            List<Integer> parameterFormats,
            List<byte @Nullable []> values,
            List<Integer> resultFormats) {}
}
