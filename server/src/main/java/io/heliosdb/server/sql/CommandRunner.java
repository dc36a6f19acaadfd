package io.heliosdb.server.sql;

import io.heliosdb.server.sql.analyze.AnalyzedStatement;

/// Runs DDL and utility commands.
@FunctionalInterface
public interface CommandRunner {

    /// @param rows does the work on rows that a command needs
    /// @return the command tag
    String run(AnalyzedStatement statement, SqlEngine.Scope scope, RowExecutor rows);
}
