package io.heliosdb.server.session;

import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What can be said of a statement before it is analyzed.
final class StatementKinds {

    private static final Set<String> WEAK_LOCKS = Set.of("access share", "row share", "row exclusive");

    private StatementKinds() {}

    /// The effects of a statement that the session carries out by itself; empty for one that SQL analyzes.
    static Optional<Effects> ownEffects(Statement statement) {
        return switch (statement) {
            case TransactionStatement own -> Optional.of(Effects.TRANSACTION);
            case SessionStatement.Notify own -> Optional.of(Effects.WRITE);
            case SessionStatement.SetConstraints own -> Optional.of(Effects.WRITE);
            case SessionStatement own -> Optional.of(Effects.SESSION);
            case UtilityStatement.Empty own -> Optional.of(Effects.SESSION);
            case UtilityStatement.Checkpoint own -> Optional.of(Effects.SESSION);
            case UtilityStatement.Copy copy when copy.from() -> Optional.of(Effects.WRITE);
            case UtilityStatement.Copy copy when copy.table() != null -> Optional.of(Effects.READ);
            case UtilityStatement.Copy copy -> Optional.of(Effects.SESSION);
            case UtilityStatement other -> Optional.empty();
            case QueryNode other -> Optional.empty();
            case ChangeNode other -> Optional.empty();
            case DefinitionStatement other -> Optional.empty();
        };
    }

    /// Whether it cannot but write, whatever its names mean: the primary may know names that are not yet known
    /// here.
    static boolean alwaysWrites(Statement statement) {
        return statement instanceof ChangeNode
                || statement instanceof DefinitionStatement
                || statement instanceof UtilityStatement.CallProcedure;
    }

    /// Whether a failed transaction accepts it.
    static boolean endsOrRewinds(Statement statement) {
        return switch (statement) {
            case TransactionStatement.Commit ends -> true;
            case TransactionStatement.Rollback ends -> true;
            case TransactionStatement.RollbackTo rewinds -> true;
            case TransactionStatement.PrepareTransaction ends -> true;
            default -> false;
        };
    }

    /// Whether it returns rows, if only of no columns.
    static boolean returnsRows(Statement statement, List<OutputColumn> columns) {
        return !columns.isEmpty()
                || statement instanceof QueryNode
                        && !(statement instanceof QueryNode.Select select && select.into() != null);
    }

    /// Whether a transaction that is read-only accepts it nevertheless: it changes nothing in the database.
    static boolean changesNothing(Statement statement) {
        return statement instanceof SessionStatement.SetConstraints
                || statement instanceof SessionStatement.Notify
                || statement instanceof UtilityStatement.LockTable;
    }

    /// Whether it takes table locks that readers take too, or writers of rows: those keep off nothing but
    /// definitions, which a standby does not make.
    static boolean isWeakLock(Statement statement) {
        return statement instanceof UtilityStatement.LockTable lock && WEAK_LOCKS.contains(lock.mode());
    }

    /// The command's name for an error, such as `INSERT` or `CREATE TABLE`.
    static String command(Statement statement, String sql) {
        if (statement instanceof ChangeNode) {
            return words(statement.getClass().getSimpleName());
        }
        if (statement instanceof QueryNode) {
            return "SELECT";
        }
        String[] words = sql.strip().split("[\\s(;]+", 3);
        String first = words[0].toUpperCase(Locale.ROOT);
        boolean two = words.length > 1
                && statement instanceof DefinitionStatement
                && !first.equals("GRANT")
                && !first.equals("REVOKE")
                && !first.equals("COMMENT");
        return two ? first + " " + words[1].toUpperCase(Locale.ROOT) : first;
    }

    private static String words(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
