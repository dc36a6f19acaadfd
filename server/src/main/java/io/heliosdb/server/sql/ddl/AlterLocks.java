package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableConstraint;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;

/// How strongly ALTER TABLE locks its table: as its strongest action asks (PostgreSQL 18 manual, ALTER TABLE, Notes).
final class AlterLocks {

    private AlterLocks() {}

    static TableLockMode of(List<AlterAction> actions) {
        TableLockMode strongest = TableLockMode.SHARE_UPDATE_EXCLUSIVE;
        for (AlterAction action : actions) {
            TableLockMode mode = of(action);
            strongest = mode.compareTo(strongest) > 0 ? mode : strongest;
        }
        return strongest;
    }

    private static TableLockMode of(AlterAction action) {
        return switch (action) {
            // What is validated was checked for every row written since the constraint is there.
            case AlterAction.ValidateConstraint validate -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
            case AlterAction.AddConstraint add ->
                add.constraint().kind() instanceof TableConstraint.Kind.ForeignKey
                        ? TableLockMode.SHARE_ROW_EXCLUSIVE
                        : TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.SetCheckOption option -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.Ignored ignored ->
                switch (ignored.what()) {
                    case "statistics", "options", "storage", "set", "reset" -> TableLockMode.SHARE_UPDATE_EXCLUSIVE;
                    case "replica identity" -> TableLockMode.ACCESS_EXCLUSIVE;
                    default -> TableLockMode.SHARE_ROW_EXCLUSIVE;
                };
            case AlterAction.SetTrigger set -> TableLockMode.SHARE_ROW_EXCLUSIVE;
            case AlterAction.AddColumn a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.DropColumn a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.SetType a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.SetDefault a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.SetNotNull a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.AddIdentity a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.SetIdentity a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.DropIdentity a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.DropExpression a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.DropConstraint a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.AlterConstraint a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.Owner a -> TableLockMode.ACCESS_EXCLUSIVE;
            case AlterAction.NotOffered a -> TableLockMode.ACCESS_EXCLUSIVE;
        };
    }
}
