package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pg_constraint`.
final class ConstraintRows {

    private ConstraintRows() {}

    static Map<String, SystemRows> all() {
        return Map.of("pg_constraint", ConstraintRows::constraints);
    }

    private static void constraints(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                table.constraints().forEach(constraint -> constraint(scan, rows, table, constraint));
            }
        }
        TriggerRows.constraints(scan, rows);
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Domain domain) {
                domain.checks().forEach(check -> common(scan, rows, domain.schema(), check)
                        .set("contype", "c")
                        .oid("conrelid", 0)
                        .flag("connoinherit", false)
                        .oid("contypid", domain.oid())
                        .set("conbin", check.expressionSql()));
            }
        }
    }

    private static void constraint(Scan scan, RowSink rows, RelationDef.Table table, ConstraintDef constraint) {
        RowSink.Row row = common(scan, rows, table.schema(), constraint).oid("conrelid", table.oid());
        switch (constraint) {
            case ConstraintDef.Check check ->
                row.set("contype", "c")
                        .set("conbin", check.expressionSql())
                        .set("conkey", numbers(Definitions.plain(scan).columns(check.expressionSql(), table)))
                        .flag("connoinherit", false)
                        .flag("convalidated", check.validated());
            case ConstraintDef.Unique unique ->
                row.set("contype", unique.primary() ? "p" : "u")
                        .oid("conindid", unique.indexOid())
                        .set("conkey", numbers(keyColumns(table, unique)));
            case ConstraintDef.ForeignKey key -> foreignKey(row, key);
        }
    }

    private static RowSink.Row common(Scan scan, RowSink rows, String schema, ConstraintDef constraint) {
        return common(scan, rows, schema, new Head(constraint.oid(), constraint.name(), constraint.timing()));
    }

    /// What all constraints have.
    record Head(int oid, String name, ConstraintDef.Timing timing) {}

    static RowSink.Row common(Scan scan, RowSink rows, String schema, Head constraint) {
        return rows.row()
                .oid("oid", constraint.oid())
                .set("conname", constraint.name())
                .oid("connamespace", scan.schemaOid(schema))
                .flag("condeferrable", constraint.timing() != ConstraintDef.Timing.NOT_DEFERRABLE)
                .flag("condeferred", constraint.timing() == ConstraintDef.Timing.INITIALLY_DEFERRED)
                .flag("convalidated", true)
                .oid("contypid", 0)
                .oid("conindid", 0)
                .oid("conparentid", 0)
                .oid("confrelid", 0)
                .set("confupdtype", " ")
                .set("confdeltype", " ")
                .set("confmatchtype", " ")
                .flag("conislocal", true)
                .set("coninhcount", 0)
                .flag("connoinherit", true);
    }

    private static void foreignKey(RowSink.Row row, ConstraintDef.ForeignKey key) {
        row.set("contype", "f")
                .flag("convalidated", key.validated())
                .oid("conindid", key.referencedIndex())
                .oid("confrelid", key.referencedTable())
                .set("confupdtype", letter(key.onUpdate()))
                .set("confdeltype", letter(key.onDelete()))
                .set("confmatchtype", key.matchFull() ? "f" : "s")
                .set("conkey", numbers(key.columns()))
                .set("confkey", numbers(key.referencedColumns()))
                .set("confdelsetcols", key.deleteColumns().isEmpty() ? null : numbers(key.deleteColumns()));
    }

    private static String letter(ConstraintDef.Action action) {
        return switch (action) {
            case NO_ACTION -> "a";
            case RESTRICT -> "r";
            case CASCADE -> "c";
            case SET_NULL -> "n";
            case SET_DEFAULT -> "d";
        };
    }

    /// Positions of the key columns of a unique constraint.
    static List<Integer> keyColumns(RelationDef.Table table, ConstraintDef.Unique unique) {
        return table.indexes().stream()
                .filter(index -> index.oid() == unique.indexOid())
                .flatMap(index -> index.parts().stream())
                .map(IndexDef.Part::column)
                .toList();
    }

    /// Column positions as an array of `attnum`s.
    private static ArrayValue numbers(List<Integer> positions) {
        @Nullable
        Object[] numbers = positions.stream().map(p -> (Object) (p + 1)).toArray();
        return ArrayValue.of(Types.INT2, numbers);
    }
}
