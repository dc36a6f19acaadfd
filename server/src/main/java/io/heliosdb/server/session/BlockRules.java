package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which statements want a transaction block around them, and which want none. Used by the session's thread.
///
/// A block is what BEGIN opens; several statements of one Query count as one, and the messages of a pipeline do
/// once one of them has been executed, for statements that want none.
final class BlockRules {

    private BlockRules() {}

    /// @throws SqlException 25001, 25P01
    static void check(Statement statement, TransactionBlock block) {
        String alone = wantsNone(statement);
        if (alone != null) {
            if (block.isBlock()) {
                throw new SqlException(
                        SqlState.ACTIVE_SQL_TRANSACTION, alone + " cannot run inside a transaction block");
            }
            if (block.isPipeline()) {
                throw new SqlException(
                        SqlState.ACTIVE_SQL_TRANSACTION, alone + " cannot be executed within a pipeline");
            }
        }
        String within = wantsOne(statement);
        if (within != null && !block.isBlock()) {
            throw new SqlException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, within + " can only be used in transaction blocks");
        }
    }

    /// Whether it is a transaction, or several, of its own.
    static boolean isAlone(Statement statement) {
        return wantsNone(statement) != null;
    }

    private static @Nullable String wantsNone(Statement statement) {
        return switch (statement) {
            case UtilityStatement.Vacuum vacuum -> "VACUUM";
            case UtilityStatement.Cluster cluster when cluster.table() == null -> "CLUSTER";
            case UtilityStatement.Reindex reindex
            when !reindex.kind().equalsIgnoreCase("table") && !reindex.kind().equalsIgnoreCase("index") ->
                "REINDEX " + reindex.kind().toUpperCase(Locale.ROOT);
            case SessionStatement.Discard discard when discard.what().equals("all") -> "DISCARD ALL";
            case DefinitionStatement.CreateDatabase create -> "CREATE DATABASE";
            case DefinitionStatement.CreateIndex create when create.concurrently() -> "CREATE INDEX CONCURRENTLY";
            case DefinitionStatement.Drop drop when drop.concurrently() -> "DROP INDEX CONCURRENTLY";
            case DefinitionStatement.Drop drop when drop.kind().equalsIgnoreCase("database") -> "DROP DATABASE";
            default -> null;
        };
    }

    private static @Nullable String wantsOne(Statement statement) {
        return switch (statement) {
            case UtilityStatement.LockTable lock -> "LOCK TABLE";
            case SessionStatement.DeclareCursor declare when !declare.hold() -> "DECLARE CURSOR";
            default -> null;
        };
    }
}
