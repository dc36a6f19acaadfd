package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import java.util.Map;

/// The views of `information_schema` about the database itself: its name, characters and collations.
final class InformationDatabase {

    private InformationDatabase() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "information_schema_catalog_name", InformationDatabase::name,
                "character_sets", InformationDatabase::characters,
                "collations", InformationDatabase::collations,
                "collation_character_set_applicability", InformationDatabase::applicability);
    }

    private static void name(Scan scan, RowSink rows) {
        rows.row().set("catalog_name", scan.context().database());
    }

    private static void characters(Scan scan, RowSink rows) {
        rows.row()
                .set("character_set_name", "UTF8")
                .set("character_repertoire", "UCS")
                .set("form_of_use", "UTF8")
                .set("default_collate_catalog", scan.context().database());
    }

    private static RowSink.Row collation(Scan scan, RowSink rows, SystemTable.Row collation) {
        return rows.row()
                .set("collation_catalog", scan.context().database())
                .set("collation_schema", Catalog.SYSTEM_SCHEMA)
                .set("collation_name", collation.text("collname"));
    }

    private static void collations(Scan scan, RowSink rows) {
        for (SystemTable.Row collation : SystemTable.read(scan, "pg_collation")) {
            collation(scan, rows, collation).set("pad_attribute", "NO PAD");
        }
    }

    private static void applicability(Scan scan, RowSink rows) {
        for (SystemTable.Row collation : SystemTable.read(scan, "pg_collation")) {
            collation(scan, rows, collation).set("character_set_name", "UTF8");
        }
    }
}
