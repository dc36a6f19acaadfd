package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.deparse.Deparser;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The views of `information_schema` that say what views and checks are made of.
final class InformationUsage {

    private InformationUsage() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "view_table_usage", InformationUsage::tables,
                "view_column_usage", InformationUsage::columns,
                "view_routine_usage", InformationUsage::routines,
                "check_constraint_routine_usage", InformationUsage::checkRoutines);
    }

    private static void eachView(Scan scan, Consumer<RelationDef.View> action) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.View view) {
                action.accept(view);
            }
        }
    }

    private static List<Integer> objects(Scan scan, RelationDef.View view) {
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        return scan.context().service(Deparser.class).objects(view, context).stream()
                .sorted()
                .toList();
    }

    private static RowSink.Row view(Scan scan, RowSink rows, RelationDef.View view) {
        return rows.row()
                .set("view_catalog", scan.context().database())
                .set("view_schema", view.schema())
                .set("view_name", view.name());
    }

    private static RowSink.Row table(Scan scan, RowSink.Row row, RelationDef table) {
        return row.set("table_catalog", scan.context().database())
                .set("table_schema", table.schema())
                .set("table_name", table.name());
    }

    private static void tables(Scan scan, RowSink rows) {
        eachView(scan, view -> objects(scan, view)
                .forEach(oid ->
                        scan.catalog().relation(oid).ifPresent(used -> table(scan, view(scan, rows, view), used))));
    }

    private static void columns(Scan scan, RowSink rows) {
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        Deparser deparser = scan.context().service(Deparser.class);
        eachView(scan, view -> objects(scan, view).forEach(oid -> scan.catalog()
                .relation(oid)
                .ifPresent(used -> deparser.columns(view, oid, context).stream()
                        .filter(column -> column >= 0)
                        .sorted()
                        .forEach(column -> table(scan, view(scan, rows, view), used)
                                .set("column_name", used.columns().get(column).name())))));
    }

    private static void routines(Scan scan, RowSink rows) {
        eachView(scan, view -> {
            for (int oid : objects(scan, view)) {
                scan.catalog()
                        .routine(oid)
                        .ifPresent(routine -> specific(scan, table(scan, rows.row(), view), routine));
            }
        });
    }

    private static void specific(Scan scan, RowSink.Row row, CatalogObject.Routine routine) {
        row.set("specific_catalog", scan.context().database())
                .set("specific_schema", routine.schema())
                .set("specific_name", routine.name() + "_" + routine.oid());
    }

    private static void checkRoutines(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (ConstraintDef constraint : table.constraints()) {
                    if (constraint instanceof ConstraintDef.Check check) {
                        checkRoutines(scan, rows, table, check);
                    }
                }
            }
        }
    }

    private static void checkRoutines(Scan scan, RowSink rows, RelationDef.Table table, ConstraintDef.Check check) {
        for (int oid : Definitions.plain(scan)
                .traced(check.expressionSql(), table)
                .trace()
                .objects()) {
            scan.catalog()
                    .routine(oid)
                    .ifPresent(routine -> specific(
                            scan,
                            rows.row()
                                    .set("constraint_catalog", scan.context().database())
                                    .set("constraint_schema", table.schema())
                                    .set("constraint_name", check.name()),
                            routine));
        }
    }
}
