package io.heliosdb.server.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs a statement that came over HTTP, routed as any statement. Implemented by `boot` over `session` and `routing`.
public interface SqlGateway {

    /// Runs one statement in a transaction of its own and waits for its result on the calling thread.
    ///
    /// At most `maxRows` rows are kept; more are counted as `truncated`. A value is null, a Boolean, a Long,
    /// a Double, a BigDecimal, or a String in PostgreSQL's text format for every other type.
    ///
    /// @throws io.heliosdb.server.common.SqlException what a client would be told; 42601 for several statements
    SqlResult execute(Statement statement, int maxRows);

    /// A statement and the values of `$1`, `$2`, …: null, Boolean, Long, Double, BigDecimal, String.
    ///
    /// @param user as whom it runs; empty for the node's own
    record Statement(String sql, List<@Nullable Object> params, Optional<String> user) {}

    /// What a statement answered.
    ///
    /// @param command the command tag: `INSERT 0 1`
    /// @param rows each with as many values as there are columns
    /// @param truncated whether there were more rows than asked for
    record SqlResult(String command, List<Column> columns, List<List<@Nullable Object>> rows, boolean truncated) {}

    /// A column of a result, with PostgreSQL's name of its type.
    record Column(String name, String type) {}
}
