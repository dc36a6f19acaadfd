package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.privilege.Denied;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.EnumSet;
import java.util.Locale;

/// LOCK TABLE. A view is locked with all that it reads.
final class TableLocks {

    private final CommandRun run;

    TableLocks(CommandRun run) {
        this.run = run;
    }

    String lock(UtilityStatement.LockTable statement) {
        TableLockMode mode =
                TableLockMode.valueOf(statement.mode().toUpperCase(Locale.ROOT).replace(' ', '_'));
        LockWait wait = statement.nowait() ? LockWait.NO_WAIT : run.session().lockWait();
        for (QualifiedName name : statement.tables()) {
            RelationDef relation = run.require(name);
            check(relation, mode);
            try {
                relation = run.lockedRelation(name, mode, wait);
                if (relation instanceof RelationDef.View view) {
                    lockRead(view, mode, wait);
                }
            } catch (SqlException e) {
                throw statement.nowait() && e.state() == SqlState.LOCK_NOT_AVAILABLE ? notAvailable(relation) : e;
            }
            if (!(relation instanceof RelationDef.Table) && !(relation instanceof RelationDef.View)) {
                throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot lock relation \"" + relation.name() + "\"")
                        .withDetail("This operation is not supported for sequences.");
            }
        }
        return "LOCK TABLE";
    }

    // Who may read may lock as readers do, who may insert as writers do; the rest takes more.
    private void check(RelationDef relation, TableLockMode mode) {
        EnumSet<Privilege> enough = EnumSet.of(Privilege.UPDATE, Privilege.DELETE, Privilege.TRUNCATE);
        if (mode == TableLockMode.ACCESS_SHARE) {
            enough.add(Privilege.SELECT);
        }
        if (mode.compareTo(TableLockMode.ROW_EXCLUSIVE) <= 0) {
            enough.add(Privilege.INSERT);
        }
        Securable object = Securable.of(relation);
        if (run.rights().of(object, enough).isEmpty()) {
            throw Denied.to(object);
        }
    }

    private void lockRead(RelationDef.View view, TableLockMode mode, LockWait wait) {
        for (int oid : run.analyzer().relationsOf(view, run.analysis())) {
            run.transaction().lockTable(oid, mode, wait);
        }
    }

    private static SqlException notAvailable(RelationDef relation) {
        return new SqlException(
                SqlState.LOCK_NOT_AVAILABLE, "could not obtain lock on relation \"" + relation.name() + "\"");
    }
}
