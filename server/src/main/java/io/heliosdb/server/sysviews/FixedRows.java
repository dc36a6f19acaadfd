package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.type.Tsv;
import java.util.List;
import java.util.Set;

/// Rows of system relations that are the same in every database. Resources named after the relations hold them, in the
/// order of the relations' columns.
final class FixedRows {

    private static final Set<String> RELATIONS = Set.of("pg_amop", "pg_amproc", "pg_opfamily");

    private FixedRows() {}

    /// None for a relation without such a resource.
    static SystemRows of(SystemRelation relation) {
        if (!RELATIONS.contains(relation.name())) {
            return (scan, rows) -> {};
        }
        List<List<String>> lines =
                Tsv.read(FixedRows.class, relation.name() + ".tsv").toList();
        return (scan, rows) -> {
            for (List<String> line : lines) {
                RowSink.Row row = rows.row();
                for (int i = 0; i < line.size(); i++) {
                    ColumnDef column = relation.columns().get(i);
                    row.set(column.name(), column.type().type().parse(line.get(i), scan.context()));
                }
            }
        };
    }
}
