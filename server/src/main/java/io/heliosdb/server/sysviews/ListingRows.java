package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SequenceDef;
import io.heliosdb.server.sql.deparse.Style;
import io.heliosdb.server.sql.type.Type;
import java.util.Map;

/// `pg_tables`, `pg_views`, `pg_indexes`, `pg_sequence`, `pg_sequences` and the user tables of the statistics
/// views.
final class ListingRows {

    private ListingRows() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "pg_tables", ListingRows::tables,
                "pg_views", ListingRows::views,
                "pg_indexes", ListingRows::indexes,
                "pg_sequence", ListingRows::sequences,
                "pg_sequences", ListingRows::sequenceList);
    }

    private static void tables(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (RelationRows.kind(relation).equals("r")) {
                boolean indexed =
                        relation instanceof RelationDef.Table t && !t.indexes().isEmpty();
                rows.row()
                        .set("schemaname", relation.schema())
                        .set("tablename", relation.name())
                        .set("tableowner", relation.owner())
                        .flag("hasindexes", indexed)
                        .flag("hasrules", false)
                        .flag(
                                "hastriggers",
                                relation instanceof RelationDef.Table t
                                        && (!t.referencedBy().isEmpty()
                                                || !t.triggers().isEmpty()))
                        .flag("rowsecurity", false);
            }
        }
    }

    private static void views(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.View view) {
                rows.row()
                        .set("schemaname", view.schema())
                        .set("viewname", view.name())
                        .set("viewowner", view.owner())
                        .set("definition", Definitions.plain(scan).view(view, Style.PLAIN));
            }
        }
    }

    private static void indexes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (IndexDef index : table.indexes()) {
                    rows.row()
                            .set("schemaname", table.schema())
                            .set("tablename", table.name())
                            .set("indexname", index.name())
                            .set("indexdef", Definitions.plain(scan).index(table, index));
                }
            }
        }
    }

    private static void sequences(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence s) {
                SequenceDef d = s.sequence();
                rows.row()
                        .oid("seqrelid", s.oid())
                        .oid("seqtypid", d.typeOid())
                        .set("seqstart", d.start())
                        .set("seqincrement", d.increment())
                        .set("seqmax", d.max())
                        .set("seqmin", d.min())
                        .set("seqcache", d.cache())
                        .flag("seqcycle", d.cycle());
            }
        }
    }

    private static void sequenceList(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence s) {
                SequenceDef d = s.sequence();
                rows.row()
                        .set("schemaname", s.schema())
                        .set("sequencename", s.name())
                        .set("sequenceowner", s.owner())
                        .set(
                                "data_type",
                                scan.catalog()
                                        .type(d.typeOid())
                                        .map(Type::oid)
                                        .map(Integer::toUnsignedLong)
                                        .orElse(0L))
                        .set("start_value", d.start())
                        .set("min_value", d.min())
                        .set("max_value", d.max())
                        .set("increment_by", d.increment())
                        .flag("cycle", d.cycle())
                        .set("cache_size", d.cache());
            }
        }
    }
}
