package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SequenceDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.deparse.Style;
import io.heliosdb.server.sql.type.Types;
import java.util.HashMap;
import java.util.Map;

/// `information_schema`: its views about schemas, tables and sequences, and where the others are (SQL standard,
/// part 11).
final class InformationSchema {

    private InformationSchema() {}

    static Map<String, SystemRows> all() {
        Map<String, SystemRows> views = new HashMap<>(Map.of(
                "schemata", InformationSchema::schemata,
                "tables", InformationSchema::tables,
                "views", InformationSchema::views,
                "sequences", InformationSchema::sequences,
                "triggers", TriggerRows::events,
                "triggered_update_columns", TriggerRows::updateColumns));
        views.putAll(InformationConstraints.all());
        views.putAll(InformationColumns.all());
        views.putAll(InformationTypes.all());
        views.putAll(InformationRoutines.all());
        views.putAll(InformationUsage.all());
        views.putAll(InformationDatabase.all());
        return views;
    }

    static String yes(boolean value) {
        return value ? "YES" : "NO";
    }

    private static void schemata(Scan scan, RowSink rows) {
        Visible visible = new Visible(scan.rights());
        for (CatalogObject.Schema schema : scan.catalog().schemas()) {
            if (visible.schema(schema)) {
                rows.row()
                        .set("catalog_name", scan.context().database())
                        .set("schema_name", schema.name())
                        .set("schema_owner", schema.owner());
            }
        }
    }

    private static void tables(Scan scan, RowSink rows) {
        Visible visible = new Visible(scan.rights());
        for (RelationDef relation : scan.relations()) {
            String kind = RelationRows.kind(relation);
            if ((kind.equals("r") || kind.equals("v")) && visible.any(relation)) {
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

    private static boolean firesInstead(RelationDef.View view, TriggerDef.Event event) {
        return view.triggers().list().stream().anyMatch(t -> t.isRow() && t.firesOn(event));
    }

    private static void views(Scan scan, RowSink rows) {
        Visible visible = new Visible(scan.rights());
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.View view && visible.any(view)) {
                rows.row()
                        .set("table_catalog", scan.context().database())
                        .set("table_schema", view.schema())
                        .set("table_name", view.name())
                        .set(
                                "view_definition",
                                visible.own(view) ? Definitions.plain(scan).view(view, Style.PLAIN) : null)
                        .set("check_option", "NONE")
                        .set("is_updatable", "NO")
                        .set("is_insertable_into", "NO")
                        .set("is_trigger_updatable", yes(firesInstead(view, TriggerDef.Event.UPDATE)))
                        .set("is_trigger_deletable", yes(firesInstead(view, TriggerDef.Event.DELETE)))
                        .set("is_trigger_insertable_into", yes(firesInstead(view, TriggerDef.Event.INSERT)));
            }
        }
    }

    // What counts an identity column is no sequence to the standard.
    private static boolean isIdentity(Scan scan, SequenceDef sequence) {
        return scan.catalog()
                .table(sequence.ownedByTable())
                .map(table -> table.columns().get(sequence.ownedByColumn() - 1))
                .filter(column -> column.identity() != ColumnDef.Identity.NONE)
                .isPresent();
    }

    private static int bits(SequenceDef sequence) {
        return sequence.typeOid() == Types.INT2.oid()
                ? Short.SIZE
                : sequence.typeOid() == Types.INT4.oid() ? Integer.SIZE : Long.SIZE;
    }

    private static void sequences(Scan scan, RowSink rows) {
        Visible visible = new Visible(scan.rights());
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence s && !isIdentity(scan, s.sequence()) && visible.sequence(s)) {
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
                        .set("numeric_precision", bits(s.sequence()))
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
