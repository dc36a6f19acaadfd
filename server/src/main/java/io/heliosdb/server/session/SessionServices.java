package io.heliosdb.server.session;

import io.heliosdb.server.sql.function.FunctionContext;
import java.util.Map;

/// Makes what the functions called in one session ask for through {@link FunctionContext#service}: names of
/// the catalog, sequences, and so on. A session itself offers the `Transaction` of the statement, its
/// `LockOwner`, its
// `Cancellation`,
/// the {@link SessionRegistry}, its {@link Client} and its {@link StatementRouter}.
@FunctionalInterface
public interface SessionServices {

    /// Called once for each session.
    Map<Class<?>, Object> open(FunctionContext context);

    /// Nothing but what the session has itself.
    SessionServices NONE = context -> Map.of();
}
