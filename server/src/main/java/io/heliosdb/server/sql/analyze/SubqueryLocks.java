package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.RowLock;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries `FOR UPDATE` and its kin into subqueries and views: locking one of these locks the rows of all
/// tables that it reads (PostgreSQL 18 manual, SELECT, The Locking Clause).
record SubqueryLocks(Analysis analysis) {

    /// The query with the locks of its subqueries moved into them.
    ///
    /// @throws io.heliosdb.server.common.SqlException 0A000 where a subquery's rows are not those of tables
    Query.Select moved(Query.Select select) {
        Selects.checkLockable(select);
        if (select.from() != null) {
            refuseNullable(select.from(), select.locks(), false);
        }
        FromItem from = select.from() == null ? null : moved(select.from(), select.locks());
        List<RowLock> own = new ArrayList<>();
        for (RowLock lock : select.locks()) {
            RelationDef locked = analysis.scanned(lock.relation());
            if (locked != null && !(locked instanceof RelationDef.View)) {
                analysis.noteUse(locked, TableLockMode.ROW_SHARE);
                own.add(lock);
            }
        }
        return with(select, from, own);
    }

    private static void refuseNullable(FromItem item, List<RowLock> locks, boolean nullable) {
        switch (item) {
            case FromItem.Join join -> {
                FromItem.Join.Kind kind = join.kind();
                boolean full = kind == FromItem.Join.Kind.FULL;
                refuseNullable(join.left(), locks, nullable || full || kind == FromItem.Join.Kind.RIGHT);
                refuseNullable(join.right(), locks, nullable || full || kind == FromItem.Join.Kind.LEFT);
            }
            case FromItem.Scan scan -> refuse(scan.relation(), locks, nullable);
            case FromItem.Subquery subquery -> refuse(subquery.relation(), locks, nullable);
            case FromItem.Functions functions -> {}
            case FromItem.CommonTableScan scan -> {}
        }
    }

    private static void refuse(int relation, List<RowLock> locks, boolean nullable) {
        if (nullable && locks.stream().anyMatch(lock -> lock.relation() == relation)) {
            throw AnalysisErrors.unsupported("FOR UPDATE cannot be applied to the nullable side of an outer join");
        }
    }

    private FromItem moved(FromItem item, List<RowLock> locks) {
        return switch (item) {
            case FromItem.Subquery subquery -> {
                Query query = subquery.query();
                for (RowLock lock : locks) {
                    query = lock.relation() == subquery.relation() ? locked(query, lock) : query;
                }
                yield new FromItem.Subquery(subquery.relation(), query, subquery.alias(), subquery.lateral());
            }
            case FromItem.Join join ->
                new FromItem.Join(join.kind(), moved(join.left(), locks), moved(join.right(), locks), join.condition());
            case FromItem.Scan scan -> scan;
            case FromItem.Functions functions -> functions;
            case FromItem.CommonTableScan scan -> scan;
        };
    }

    private Query locked(Query query, RowLock lock) {
        return switch (query) {
            case Query.Select select -> {
                List<Integer> relations = new ArrayList<>();
                Selects.collectTables(select.from(), relations);
                List<RowLock> all = new ArrayList<>(select.locks());
                relations.forEach(relation -> all.add(new RowLock(relation, lock.strength(), lock.waiting())));
                yield moved(with(select, select.from(), all));
            }
            case Query.SetOperation operation ->
                throw AnalysisErrors.unsupported("FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT");
            case Query.Values values -> values;
        };
    }

    private static Query.Select with(Query.Select select, @Nullable FromItem from, List<RowLock> locks) {
        return new Query.Select(
                select.with(),
                from,
                select.where(),
                select.grouping(),
                select.having(),
                select.windows(),
                select.targets(),
                select.distinctOn(),
                select.tail(),
                locks);
    }
}
