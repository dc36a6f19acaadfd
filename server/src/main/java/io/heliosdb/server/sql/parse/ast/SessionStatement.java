package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Statements that a session carries out by itself.
public sealed interface SessionStatement extends Statement {

    /// @param values as text; null for DEFAULT
    record Set(String name, @Nullable List<String> values, boolean local) implements SessionStatement {}

    /// `SET [LOCAL] TRANSACTION`, or `SET SESSION CHARACTERISTICS AS TRANSACTION`.
    record SetTransaction(TransactionStatement.Modes modes, String snapshot, boolean session)
            implements SessionStatement {}

    /// `SET ROLE` and `SET SESSION AUTHORIZATION`; null for NONE and DEFAULT.
    record SetRole(@Nullable String role, boolean sessionAuthorization, boolean local) implements SessionStatement {}

    record SetConstraints(List<QualifiedName> constraints, boolean deferred) implements SessionStatement {}

    /// @param name empty for ALL
    record Reset(String name) implements SessionStatement {}

    /// @param name empty for ALL
    record Show(String name) implements SessionStatement {}

    record Prepare(String name, List<TypeName> types, Statement statement) implements SessionStatement {}

    record Execute(String name, List<Expression> arguments) implements SessionStatement {}

    /// @param name empty for ALL
    record Deallocate(String name) implements SessionStatement {}

    record DeclareCursor(
            String name,
            boolean binary,
            boolean insensitive,
            @Nullable Boolean scroll,
            boolean hold,
            QueryNode query) implements SessionStatement {}

    record Fetch(String cursor, Direction direction, long count, boolean move) implements SessionStatement {}

    enum Direction {
        FORWARD,
        FORWARD_ALL,
        BACKWARD,
        BACKWARD_ALL,
        ABSOLUTE,
        RELATIVE
    }

    /// @param cursor empty for ALL
    record CloseCursor(String cursor) implements SessionStatement {}

    record Listen(String channel) implements SessionStatement {}

    /// @param channel empty for all
    record Unlisten(String channel) implements SessionStatement {}

    record Notify(String channel, String payload) implements SessionStatement {}

    /// @param what `all`, `plans`, `sequences` or `temp`
    record Discard(String what) implements SessionStatement {}

    /// `WAIT FOR LSN 'x' [WITH (options)]`.
    record WaitForLsn(String lsn, List<UtilityStatement.Option> options) implements SessionStatement {}
}
