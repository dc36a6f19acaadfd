package io.heliosdb.server.routing;

import io.heliosdb.cluster.HostPort;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;

/// What to do with one statement on this node. Decided once, before execution.
public sealed interface Route {

    record Local() implements Route {}

    record Forward(HostPort primary) implements Route {}

    record Reject(SqlState state, String message, String hint) implements Route {

        /// The refusal as an error.
        SqlException exception() {
            return new SqlException(state, message).withHint(hint);
        }
    }
}
