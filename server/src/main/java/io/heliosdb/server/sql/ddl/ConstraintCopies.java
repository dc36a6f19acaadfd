package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;

/// Changed copies of constraints.
final class ConstraintCopies {

    private ConstraintCopies() {}

    static ConstraintDef.ForeignKey with(
            ConstraintDef.ForeignKey k, String name, ConstraintDef.Timing timing, boolean validated) {
        return new ConstraintDef.ForeignKey(
                k.oid(),
                name,
                k.columns(),
                k.referencedTable(),
                k.referencedColumns(),
                k.referencedIndex(),
                k.onDelete(),
                k.deleteColumns(),
                k.onUpdate(),
                k.matchFull(),
                timing,
                validated);
    }

    static ConstraintDef renamed(ConstraintDef constraint, String name) {
        return switch (constraint) {
            case ConstraintDef.Check c -> new ConstraintDef.Check(c.oid(), name, c.expressionSql(), c.validated());
            case ConstraintDef.Unique u ->
                new ConstraintDef.Unique(u.oid(), name, u.indexOid(), u.primary(), u.timing());
            case ConstraintDef.ForeignKey k -> with(k, name, k.timing(), k.validated());
        };
    }

    static RelationDef.Table replace(RelationDef.Table table, ConstraintDef changed) {
        return table.withConstraints(table.constraints().stream()
                .map(c -> c.oid() == changed.oid() ? changed : c)
                .toList());
    }
}
