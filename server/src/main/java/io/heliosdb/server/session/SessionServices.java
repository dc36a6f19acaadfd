package io.heliosdb.server.session;

import io.heliosdb.server.sql.function.FunctionContext;
import java.util.Map;

/// Makes what the functions called in one session ask for: names of the catalog, sequences, and so on.
///
/// A session itself offers its `Transaction`, `LockOwner`, `Cancellation`, {@link SessionRegistry}, {@link Client}
/// and {@link StatementRouter}.
@FunctionalInterface
public interface SessionServices {

    /// Called once for each session.
    Map<Class<?>, Object> open(FunctionContext context);

    /// Nothing but what the session has itself.
    SessionServices NONE = context -> Map.of();
}
