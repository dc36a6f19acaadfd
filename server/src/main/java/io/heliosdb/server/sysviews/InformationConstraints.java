package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The views of `information_schema` about the constraints of tables, and the checks of domains. To the standard a
/// column that is not null has a check, whose name is made of numbers.
final class InformationConstraints {

    private InformationConstraints() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "table_constraints", InformationConstraints::tableConstraints,
                "key_column_usage", InformationConstraints::keyColumns,
                "constraint_column_usage", InformationConstraints::usedColumns,
                "constraint_table_usage", InformationConstraints::usedTables,
                "referential_constraints", InformationConstraints::references,
                "check_constraints", InformationConstraints::checks);
    }

    private interface ForConstraint {
        void accept(RelationDef.Table table, ConstraintDef constraint);
    }

    private static void each(Scan scan, Predicate<RelationDef> shown, ForConstraint action) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table && shown.test(table)) {
                table.constraints().forEach(constraint -> action.accept(table, constraint));
            }
        }
    }

    private interface ForColumn {
        void accept(RelationDef.Table table, ColumnDef column, String constraint);
    }

    private static void eachNotNull(Scan scan, Predicate<RelationDef> shown, ForColumn action) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table && shown.test(table)) {
                ColumnRows.live(table).stream()
                        .filter(ColumnDef::notNull)
                        .forEach(column -> action.accept(table, column, notNullName(scan, table, column)));
            }
        }
    }

    private static String notNullName(Scan scan, RelationDef.Table table, ColumnDef column) {
        return scan.schemaOid(table.schema()) + "_" + table.oid() + "_" + column.number() + "_not_null";
    }

    private static RowSink.Row row(Scan scan, RowSink rows, String schema, String name) {
        return rows.row()
                .set("constraint_catalog", scan.context().database())
                .set("constraint_schema", schema)
                .set("constraint_name", name);
    }

    private static RowSink.Row table(Scan scan, RowSink.Row row, RelationDef table) {
        return row.set("table_catalog", scan.context().database())
                .set("table_schema", table.schema())
                .set("table_name", table.name());
    }

    private static void tableConstraints(Scan scan, RowSink rows) {
        each(scan, new Visible(scan.rights())::changeable, (table, constraint) -> {
            String type =
                    switch (constraint) {
                        case ConstraintDef.Check c -> "CHECK";
                        case ConstraintDef.ForeignKey f -> "FOREIGN KEY";
                        case ConstraintDef.Unique u -> u.primary() ? "PRIMARY KEY" : "UNIQUE";
                    };
            RowSink.Row row = table(scan, row(scan, rows, table.schema(), constraint.name()), table);
            timing(row, type, constraint.timing());
            if (type.equals("UNIQUE")) {
                boolean alike = index(table, constraint)
                        .filter(IndexDef::nullsNotDistinct)
                        .isPresent();
                row.set("nulls_distinct", InformationSchema.yes(!alike));
            }
        });
        eachNotNull(
                scan,
                new Visible(scan.rights())::changeable,
                (table, column, name) -> timing(
                        table(scan, row(scan, rows, table.schema(), name), table),
                        "CHECK",
                        ConstraintDef.Timing.NOT_DEFERRABLE));
    }

    private static void timing(RowSink.Row row, String type, ConstraintDef.Timing timing) {
        row.set("constraint_type", type)
                .set("is_deferrable", InformationSchema.yes(timing != ConstraintDef.Timing.NOT_DEFERRABLE))
                .set("initially_deferred", InformationSchema.yes(timing == ConstraintDef.Timing.INITIALLY_DEFERRED))
                .set("enforced", "YES");
    }

    private static Optional<IndexDef> index(RelationDef.Table table, ConstraintDef constraint) {
        return table.indexes().stream()
                .filter(i -> constraint instanceof ConstraintDef.Unique u && i.oid() == u.indexOid())
                .findFirst();
    }

    private static List<Integer> keyColumns(RelationDef.Table table, ConstraintDef constraint) {
        return switch (constraint) {
            case ConstraintDef.Check c -> List.of();
            case ConstraintDef.ForeignKey f -> f.columns();
            case ConstraintDef.Unique u -> ConstraintRows.keyColumns(table, u);
        };
    }

    private static void keyColumns(Scan scan, RowSink rows) {
        each(scan, new Visible(scan.rights())::any, (table, constraint) -> {
            List<Integer> columns = keyColumns(table, constraint);
            for (int i = 0; i < columns.size(); i++) {
                RowSink.Row row = table(scan, row(scan, rows, table.schema(), constraint.name()), table)
                        .set("column_name", table.columns().get(columns.get(i)).name())
                        .set("ordinal_position", i + 1);
                if (constraint instanceof ConstraintDef.ForeignKey key) {
                    row.set("position_in_unique_constraint", referencedPosition(scan, key, i));
                }
            }
        });
    }

    // A foreign key may name the columns in another order than the key that it refers to.
    private static int referencedPosition(Scan scan, ConstraintDef.ForeignKey key, int place) {
        return scan.catalog()
                        .index(key.referencedIndex())
                        .map(index -> index.parts().stream()
                                .map(IndexDef.Part::column)
                                .toList()
                                .indexOf(key.referencedColumns().get(place)))
                        .orElse(place)
                + 1;
    }

    private static void usedColumns(Scan scan, RowSink rows) {
        each(scan, new Visible(scan.rights())::own, (table, constraint) -> {
            RelationDef.Table target = target(scan, table, constraint);
            List<Integer> columns =
                    switch (constraint) {
                        case ConstraintDef.Check c -> Definitions.plain(scan).columns(c.expressionSql(), table);
                        case ConstraintDef.ForeignKey f -> f.referencedColumns();
                        case ConstraintDef.Unique u -> ConstraintRows.keyColumns(table, u);
                    };
            for (int column : columns) {
                table(scan, row(scan, rows, table.schema(), constraint.name()), target)
                        .set("column_name", target.columns().get(column).name());
            }
        });
    }

    /// The table that a constraint is about: the referenced one for a foreign key.
    private static RelationDef.Table target(Scan scan, RelationDef.Table table, ConstraintDef constraint) {
        return constraint instanceof ConstraintDef.ForeignKey key
                ? scan.catalog().table(key.referencedTable()).orElse(table)
                : table;
    }

    private static void usedTables(Scan scan, RowSink rows) {
        each(scan, new Visible(scan.rights())::own, (table, constraint) -> {
            if (!(constraint instanceof ConstraintDef.Check)) {
                table(scan, row(scan, rows, table.schema(), constraint.name()), target(scan, table, constraint));
            }
        });
    }

    private static void references(Scan scan, RowSink rows) {
        each(scan, new Visible(scan.rights())::changeable, (table, constraint) -> {
            if (constraint instanceof ConstraintDef.ForeignKey key) {
                RowSink.Row row = row(scan, rows, table.schema(), key.name())
                        .set("match_option", key.matchFull() ? "FULL" : "NONE")
                        .set("update_rule", key.onUpdate().name().replace('_', ' '))
                        .set("delete_rule", key.onDelete().name().replace('_', ' '));
                RelationDef.Table target = target(scan, table, key);
                target.constraints().stream()
                        .filter(c -> c instanceof ConstraintDef.Unique u && u.indexOid() == key.referencedIndex())
                        .findFirst()
                        .ifPresent(unique -> row.set(
                                        "unique_constraint_catalog",
                                        scan.context().database())
                                .set("unique_constraint_schema", target.schema())
                                .set("unique_constraint_name", unique.name()));
            }
        });
    }

    private static void checks(Scan scan, RowSink rows) {
        Definitions definitions = Definitions.plain(scan);
        each(scan, new Visible(scan.rights())::own, (table, constraint) -> {
            if (constraint instanceof ConstraintDef.Check check) {
                row(scan, rows, table.schema(), check.name())
                        .set("check_clause", clause(definitions.constraint(table, check)));
            }
        });
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Domain domain) {
                domain.checks().forEach(check -> row(scan, rows, domain.schema(), check.name())
                        .set("check_clause", clause(definitions.domainConstraint(domain, check))));
            }
        }
        eachNotNull(
                scan, new Visible(scan.rights())::own, (table, column, name) -> row(scan, rows, table.schema(), name)
                        .set("check_clause", Identifiers.quote(column.name()) + " IS NOT NULL"));
    }

    /// A definition without the word `CHECK`.
    private static String clause(String definition) {
        return definition.substring("CHECK ".length());
    }
}
