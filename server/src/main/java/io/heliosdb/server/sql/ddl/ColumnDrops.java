package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterAction;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;
import java.util.regex.Pattern;

/// DROP COLUMN and DROP CONSTRAINT, with what hangs on them.
final class ColumnDrops {

    private final CommandRun run;

    ColumnDrops(CommandRun run) {
        this.run = run;
    }

    RelationDef.Table drop(AlterAction.DropColumn drop, RelationDef.Table before) {
        if (drop.ifExists() && !TableChanges.hasColumn(before, drop.column())) {
            run.notice(
                    "column \"" + drop.column() + "\" of relation \"" + before.name() + "\" does not exist, skipping");
            return before;
        }
        ColumnDef column = TableChanges.column(before, drop.column());
        List<Dependents> views = Dependents.views(run, before, column);
        Dependents.allow(run, "column " + column.name() + " of table " + before.name(), views, drop.cascade());
        List<Dependents> triggers = Dependents.triggersOn(run, before, column);
        Dependents.allow(run, "column " + column.name() + " of table " + before.name(), triggers, drop.cascade());
        RelationDef.Table changed = without(column, withoutTriggers(before, triggers), drop.cascade());
        views.forEach(this::removeView);
        return changed;
    }

    /// Drops a column with everything that hangs on it.
    void dropWithAll(ColumnDef column, RelationDef.Table table) {
        if (!table.columns().get(column.position()).dropped()) {
            List<Dependents> views = Dependents.views(run, table, column);
            without(column, withoutTriggers(table, Dependents.triggersOn(run, table, column)), true);
            views.forEach(this::removeView);
        }
    }

    private RelationDef.Table withoutTriggers(RelationDef.Table table, List<Dependents> triggers) {
        if (triggers.isEmpty()) {
            return table;
        }
        new Drops(run).cascade(triggers);
        return run.catalog().table(table.oid()).orElse(table);
    }

    private void removeView(Dependents dependent) {
        if (dependent instanceof Dependents.OnView view) {
            run.lockTable(view.view().oid(), TableLockMode.ACCESS_EXCLUSIVE);
            run.catalog().relation(view.view().oid()).ifPresent(new Drops(run)::removeView);
        }
    }

    private RelationDef.Table without(ColumnDef column, RelationDef.Table before, boolean cascade) {
        RelationDef.Table table = before;
        for (ConstraintDef constraint : before.constraints()) {
            if (uses(constraint, column, before)) {
                table = dropConstraint(constraint, table, cascade);
            }
        }
        for (IndexDef index : table.indexes()) {
            boolean inKey = index.parts().stream().anyMatch(p -> p.column() == column.position())
                    || index.includes().contains(column.position());
            if (inKey) {
                table = Drops.removeIndex(run, table, index.oid());
            }
        }
        for (RelationDef relation : List.copyOf(run.catalog().relations())) {
            if (relation instanceof RelationDef.Sequence s
                    && s.sequence().ownedByTable() == table.oid()
                    && s.sequence().ownedByColumn() == column.number()) {
                run.remove(s);
            }
        }
        RelationDef.Table changed = TableChanges.replace(table, TableChanges.dropped(column));
        run.put(changed);
        return changed;
    }

    private static boolean uses(ConstraintDef constraint, ColumnDef column, RelationDef.Table table) {
        return switch (constraint) {
            case ConstraintDef.Check check ->
                check.expressionSql().matches("(?s).*\\b" + Pattern.quote(column.name()) + "\\b.*");
            case ConstraintDef.Unique unique ->
                table.indexes().stream()
                        .filter(i -> i.oid() == unique.indexOid())
                        .anyMatch(i -> i.parts().stream().anyMatch(p -> p.column() == column.position()));
            case ConstraintDef.ForeignKey key -> key.columns().contains(column.position());
        };
    }

    RelationDef.Table dropConstraint(ConstraintDef constraint, RelationDef.Table before, boolean cascade) {
        RelationDef.Table table = before;
        Drops.lockReferenced(run, List.of(constraint));
        if (constraint instanceof ConstraintDef.Unique unique) {
            for (Dependents dependent : Dependents.foreignKeys(run, table.oid())) {
                if (dependent instanceof Dependents.OnForeignKey key
                        && key.key().referencedIndex() == unique.indexOid()) {
                    dropReference(key, unique, before, cascade);
                }
            }
            table = Drops.removeIndex(run, table, unique.indexOid());
        }
        table = table.withConstraints(table.constraints().stream()
                .filter(c -> c.oid() != constraint.oid())
                .toList());
        run.put(table);
        return table;
    }

    private void dropReference(
            Dependents.OnForeignKey key, ConstraintDef.Unique unique, RelationDef.Table table, boolean cascade) {
        if (!cascade) {
            throw new SqlException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop constraint " + unique.name() + " on table " + table.name()
                                    + " because other objects depend on it")
                    .withDetail(key.text() + " depends on index " + unique.name())
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        run.notice("drop cascades to " + key.text());
        run.lockTable(key.table().oid(), TableLockMode.ACCESS_EXCLUSIVE);
        RelationDef.Table other = run.forChange(key.table());
        run.put(other.withConstraints(other.constraints().stream()
                .filter(c -> c.oid() != key.key().oid())
                .toList()));
    }
}
