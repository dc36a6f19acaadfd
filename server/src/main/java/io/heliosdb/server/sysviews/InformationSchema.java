package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.deparse.Style;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import java.util.List;
import java.util.Map;

/// The views of `information_schema` about schemas, tables, columns and constraints (SQL standard, part 11).
final class InformationSchema {

    private InformationSchema() {}

    static Map<String, SystemRows> all() {
        return Map.ofEntries(
                Map.entry("schemata", InformationSchema::schemata),
                Map.entry("tables", InformationSchema::tables),
                Map.entry("views", InformationSchema::views),
                Map.entry("columns", InformationSchema::columns),
                Map.entry("table_constraints", InformationSchema::tableConstraints),
                Map.entry("key_column_usage", InformationSchema::keyColumns),
                Map.entry("constraint_column_usage", InformationSchema::constraintColumns),
                Map.entry("referential_constraints", InformationSchema::references),
                Map.entry("check_constraints", InformationSchema::checks),
                Map.entry("sequences", InformationSchema::sequences),
                Map.entry("triggers", TriggerRows::events),
                Map.entry("triggered_update_columns", TriggerRows::updateColumns));
    }

    private static String yes(boolean value) {
        return value ? "YES" : "NO";
    }

    private static void schemata(Scan scan, RowSink rows) {
        for (CatalogObject.Schema schema : scan.catalog().schemas()) {
            rows.row()
                    .set("catalog_name", scan.context().database())
                    .set("schema_name", schema.name())
                    .set("schema_owner", schema.owner());
        }
    }

    private static void tables(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            String kind = RelationRows.kind(relation);
            if (kind.equals("r") || kind.equals("v")) {
                rows.row()
                        .set("table_catalog", scan.context().database())
                        .set("table_schema", relation.schema())
                        .set("table_name", relation.name())
                        .set("table_type", kind.equals("v") ? "VIEW" : "BASE TABLE")
                        .set("is_insertable_into", yes(relation instanceof RelationDef.Table))
                        .set("is_typed", "NO");
            }
        }
    }

    private static void views(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.View view) {
                rows.row()
                        .set("table_catalog", scan.context().database())
                        .set("table_schema", view.schema())
                        .set("table_name", view.name())
                        .set("view_definition", Definitions.plain(scan).view(view, Style.PLAIN))
                        .set("check_option", "NONE")
                        .set("is_updatable", "NO")
                        .set("is_insertable_into", "NO");
            }
        }
    }

    private static void columns(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence) {
                continue;
            }
            for (ColumnDef column : ColumnRows.live(relation)) {
                column(scan, rows, relation, column);
            }
        }
    }

    private static void column(Scan scan, RowSink rows, RelationDef relation, ColumnDef column) {
        Type type = column.type().type();
        int typmod = column.type().typmod();
        boolean identity = column.identity() != ColumnDef.Identity.NONE;
        boolean array = type.category() == TypeCategory.ARRAY;
        RowSink.Row row = rows.row()
                .set("table_catalog", scan.context().database())
                .set("table_schema", relation.schema())
                .set("table_name", relation.name())
                .set("column_name", column.name())
                .set("ordinal_position", column.number())
                .set("column_default", column.generated() ? null : column.defaultSql())
                .set("is_nullable", yes(!column.notNull()))
                .set("data_type", array ? "ARRAY" : type.displayName(-1))
                .set("udt_catalog", scan.context().database())
                .set("udt_schema", "pg_catalog")
                .set("udt_name", type.name())
                .set("dtd_identifier", Integer.toString(column.number()))
                .set("is_self_referencing", "NO")
                .set("is_identity", yes(identity))
                .set("is_generated", column.generated() ? "ALWAYS" : "NEVER")
                .set("generation_expression", column.generated() ? column.defaultSql() : null)
                .set("is_updatable", yes(relation instanceof RelationDef.Table));
        if (identity) {
            row.set("identity_generation", column.identity() == ColumnDef.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT");
        }
        figures(row, type, typmod);
    }

    private static void figures(RowSink.Row row, Type type, int typmod) {
        switch (type.name()) {
            case "varchar", "bpchar" -> {
                if (typmod >= 4) {
                    row.set("character_maximum_length", typmod - 4).set("character_octet_length", (typmod - 4) * 4);
                }
            }
            case "int2" -> numeric(row, 16, 2, 0);
            case "int4" -> numeric(row, 32, 2, 0);
            case "int8" -> numeric(row, 64, 2, 0);
            case "float4" -> row.set("numeric_precision", 24).set("numeric_precision_radix", 2);
            case "float8" -> row.set("numeric_precision", 53).set("numeric_precision_radix", 2);
            case "numeric" -> {
                if (typmod >= 4) {
                    numeric(row, (typmod - 4) >> 16 & 0xFFFF, 10, (typmod - 4) & 0x7FF);
                } else {
                    row.set("numeric_precision_radix", 10);
                }
            }
            case "time", "timetz", "timestamp", "timestamptz", "interval" ->
                row.set("datetime_precision", typmod >= 0 ? typmod & 0xFFFF : 6);
            case "date" -> row.set("datetime_precision", 0);
            default -> {
                // The type has no figures.
            }
        }
    }

    private static void numeric(RowSink.Row row, int precision, int radix, int scale) {
        row.set("numeric_precision", precision)
                .set("numeric_precision_radix", radix)
                .set("numeric_scale", scale);
    }

    private interface ForConstraint {
        void accept(RelationDef.Table table, ConstraintDef constraint);
    }

    private static void eachConstraint(Scan scan, ForConstraint action) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                table.constraints().forEach(constraint -> action.accept(table, constraint));
            }
        }
    }

    private static RowSink.Row constraintRow(
            Scan scan, RowSink rows, RelationDef.Table table, ConstraintDef constraint) {
        return rows.row()
                .set("constraint_catalog", scan.context().database())
                .set("constraint_schema", table.schema())
                .set("constraint_name", constraint.name());
    }

    private static void tableConstraints(Scan scan, RowSink rows) {
        eachConstraint(scan, (table, constraint) -> {
            String type =
                    switch (constraint) {
                        case ConstraintDef.Check c -> "CHECK";
                        case ConstraintDef.ForeignKey f -> "FOREIGN KEY";
                        case ConstraintDef.Unique u -> u.primary() ? "PRIMARY KEY" : "UNIQUE";
                    };
            constraintRow(scan, rows, table, constraint)
                    .set("table_catalog", scan.context().database())
                    .set("table_schema", table.schema())
                    .set("table_name", table.name())
                    .set("constraint_type", type)
                    .set("is_deferrable", yes(constraint.timing() != ConstraintDef.Timing.NOT_DEFERRABLE))
                    .set("initially_deferred", yes(constraint.timing() == ConstraintDef.Timing.INITIALLY_DEFERRED))
                    .set("enforced", "YES");
        });
    }

    private static List<Integer> keyColumns(RelationDef.Table table, ConstraintDef constraint) {
        return switch (constraint) {
            case ConstraintDef.Check c -> List.of();
            case ConstraintDef.ForeignKey f -> f.columns();
            case ConstraintDef.Unique u -> ConstraintRows.keyColumns(table, u);
        };
    }

    private static void keyColumns(Scan scan, RowSink rows) {
        eachConstraint(scan, (table, constraint) -> {
            int position = 1;
            for (int column : keyColumns(table, constraint)) {
                RowSink.Row row = constraintRow(scan, rows, table, constraint)
                        .set("table_catalog", scan.context().database())
                        .set("table_schema", table.schema())
                        .set("table_name", table.name())
                        .set("column_name", table.columns().get(column).name())
                        .set("ordinal_position", position);
                if (constraint instanceof ConstraintDef.ForeignKey) {
                    row.set("position_in_unique_constraint", position);
                }
                position++;
            }
        });
    }

    private static void constraintColumns(Scan scan, RowSink rows) {
        eachConstraint(scan, (table, constraint) -> {
            RelationDef.Table target = table;
            List<Integer> columns = keyColumns(table, constraint);
            if (constraint instanceof ConstraintDef.ForeignKey key) {
                target = scan.catalog().table(key.referencedTable()).orElse(table);
                columns = key.referencedColumns();
            }
            for (int column : columns) {
                constraintRow(scan, rows, table, constraint)
                        .set("table_catalog", scan.context().database())
                        .set("table_schema", target.schema())
                        .set("table_name", target.name())
                        .set("column_name", target.columns().get(column).name());
            }
        });
    }

    private static void references(Scan scan, RowSink rows) {
        eachConstraint(scan, (table, constraint) -> {
            if (constraint instanceof ConstraintDef.ForeignKey key) {
                RowSink.Row row = constraintRow(scan, rows, table, key)
                        .set("match_option", key.matchFull() ? "FULL" : "NONE")
                        .set("update_rule", key.onUpdate().name().replace('_', ' '))
                        .set("delete_rule", key.onDelete().name().replace('_', ' '));
                scan.catalog().index(key.referencedIndex()).ifPresent(index -> row.set(
                                "unique_constraint_catalog", scan.context().database())
                        .set("unique_constraint_schema", table.schema())
                        .set("unique_constraint_name", index.name()));
            }
        });
    }

    private static void checks(Scan scan, RowSink rows) {
        eachConstraint(scan, (table, constraint) -> {
            if (constraint instanceof ConstraintDef.Check check) {
                constraintRow(scan, rows, table, check).set("check_clause", "(" + check.expressionSql() + ")");
            }
        });
    }

    private static void sequences(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence s) {
                rows.row()
                        .set("sequence_catalog", scan.context().database())
                        .set("sequence_schema", s.schema())
                        .set("sequence_name", s.name())
                        .set(
                                "data_type",
                                scan.catalog()
                                        .type(s.sequence().typeOid())
                                        .map(t -> t.displayName(-1))
                                        .orElse("bigint"))
                        .set("numeric_precision", 64)
                        .set("numeric_precision_radix", 2)
                        .set("numeric_scale", 0)
                        .set("start_value", Long.toString(s.sequence().start()))
                        .set("minimum_value", Long.toString(s.sequence().min()))
                        .set("maximum_value", Long.toString(s.sequence().max()))
                        .set("increment", Long.toString(s.sequence().increment()))
                        .set("cycle_option", yes(s.sequence().cycle()));
            }
        }
    }
}
