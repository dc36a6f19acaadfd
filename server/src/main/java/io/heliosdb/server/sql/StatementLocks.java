package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.RelationUse;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.IsolationLevel;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockWait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Locks the relations of a statement before it runs, and sees to it that it runs with their present definitions.
///
/// Names are resolved as of a snapshot, before anything is locked; so once the locks are there, definitions are
/// compared, and where one has changed (an index that was made meanwhile, a column that was dropped) the statement is
/// analyzed again. A query in REPEATABLE READ or SERIALIZABLE keeps to its snapshot instead, definitions included.
final class StatementLocks {

    private final LocalSqlEngine engine;
    private final CatalogService catalogs;

    StatementLocks(LocalSqlEngine engine, CatalogService catalogs) {
        this.engine = engine;
        this.catalogs = catalogs;
    }

    Prepared lock(Prepared statement, Scope scope) {
        Prepared current = statement;
        while (!hold(current, scope)) {
            List<@Nullable Type> types = new ArrayList<>(current.parameterTypes());
            current = engine.analyze(current.source(), scope, types, catalogs.latest(scope.transaction()));
        }
        if (!(current.statement() instanceof AnalyzedStatement.OfTableFromQuery create)
                || create.definition().withData()) {
            current.uses().forEach(use -> requireRows(use.relation()));
        }
        return current;
    }

    private static void requireRows(RelationDef relation) {
        if (relation instanceof RelationDef.Table table
                && table.materialized() != null
                && !table.materialized().populated()) {
            throw new SqlException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "materialized view \"" + table.name() + "\" has not been populated")
                    .withHint("Use the REFRESH MATERIALIZED VIEW command.");
        }
    }

    /// Whether the statement may run as it was analyzed.
    private boolean hold(Prepared statement, Scope scope) {
        List<RelationUse> uses = statement.uses();
        if (uses.isEmpty()) {
            return true;
        }
        Transaction transaction = scope.transaction();
        LockWait wait = scope.context().lockWait();
        boolean waited = false;
        for (RelationUse use : uses) {
            waited |= transaction.lockTable(use.relation().oid(), use.mode(), wait);
        }
        if (waited) {
            transaction.refreshSnapshot();
        }
        Catalog latest = catalogs.latest(transaction);
        if (latest.version() == statement.view().catalogVersion() || allUnchanged(uses, latest)) {
            return true;
        }
        if (transaction.isolation() != IsolationLevel.READ_COMMITTED
                && statement.statement() instanceof AnalyzedStatement.OfQuery) {
            return true;
        }
        transaction.refreshSnapshot();
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // a definition that was not touched is the same object
    private static boolean allUnchanged(List<RelationUse> uses, Catalog latest) {
        for (RelationUse use : uses) {
            if (latest.relation(use.relation().oid()).orElse(null) != use.relation()) {
                return false;
            }
        }
        return true;
    }
}
