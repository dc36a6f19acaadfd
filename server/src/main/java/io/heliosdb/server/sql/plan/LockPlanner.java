package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.LockRows;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.RowLockMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans FOR UPDATE and its kin.
final class LockPlanner {

    private final Translator translator;

    LockPlanner(Translator translator) {
        this.translator = translator;
    }

    /// The locks of one query, and conditions of its inner joins.
    ///
    /// @param relations all that the query reads, locked or not
    record Locks(List<LockRows.Lock> locks, List<Expr> joinConditions, List<Integer> relations) {

        boolean isEmpty() {
            return locks.isEmpty();
        }

        /// Slots whose rows must survive a sort: conditions and targets may be computed again from them.
        int[] slots(Layout layout) {
            return locks.isEmpty()
                    ? new int[0]
                    : relations.stream().mapToInt(layout::slot).distinct().toArray();
        }
    }

    Locks of(Query.Select select) {
        List<LockRows.Lock> found = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        List<Integer> relations = new ArrayList<>();
        if (select.from() != null && !select.locks().isEmpty()) {
            collect(select.from(), select.locks(), new Locks(found, conditions, relations));
        }
        return new Locks(found, conditions, relations);
    }

    private void collect(FromItem item, List<Query.RowLock> wanted, Locks into) {
        switch (item) {
            case FromItem.Scan scan -> {
                into.relations.add(scan.relation());
                if (scan.table() instanceof RelationDef.Table table) {
                    wanted.stream()
                            .filter(l -> l.relation() == scan.relation())
                            .forEach(l -> into.locks.add(lock(table, scan.relation(), l)));
                }
            }
            case FromItem.Join join -> {
                collect(join.left(), wanted, into);
                collect(join.right(), wanted, into);
                if (join.kind() == FromItem.Join.Kind.INNER) {
                    into.joinConditions.addAll(Exprs.conjuncts(join.condition()));
                }
            }
            case FromItem.Subquery s -> into.relations.add(s.relation());
            case FromItem.Functions f -> into.relations.add(f.relation());
            case FromItem.CommonTableScan s -> into.relations.add(s.relation());
        }
    }

    private LockRows.Lock lock(RelationDef.Table table, int relation, Query.RowLock lock) {
        RowLockMode mode =
                switch (lock.strength()) {
                    case KEY_SHARE -> RowLockMode.KEY_SHARE;
                    case SHARE -> RowLockMode.SHARE;
                    case NO_KEY_UPDATE -> RowLockMode.NO_KEY_UPDATE;
                    case UPDATE -> RowLockMode.UPDATE;
                };
        return new LockRows.Lock(
                table,
                translator.environment().access(table).codec(),
                translator.layout().slot(relation),
                mode,
                waiting(lock));
    }

    private static @Nullable LockWait waiting(Query.RowLock lock) {
        return switch (lock.waiting()) {
            case BLOCK -> null;
            case NOWAIT -> LockWait.NO_WAIT;
            case SKIP_LOCKED -> LockWait.SKIP_LOCKED;
        };
    }

    PlanNode plan(PlanNode child, Locks locks, List<Expr> where, Basics.Project project) {
        List<Expr> all = new ArrayList<>(where);
        all.addAll(locks.joinConditions);
        List<Compiled> conditions =
                all.stream().map(translator.compiler()::compiled).toList();
        return new LockRows(child, locks.locks, conditions, project);
    }
}
