package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Tsv;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shape of a system relation: its name and columns.
///
/// @param view whether PostgreSQL has it as a view
record SystemRelation(int oid, String schema, String name, boolean view, List<ColumnDef> columns) {

    /// Every relation of `columns.tsv`, in its order.
    static List<SystemRelation> all() {
        Map<String, SystemRelation> relations = new LinkedHashMap<>();
        Tsv.read(SystemRelation.class, "columns.tsv").forEach(row -> {
            SystemRelation relation = relations.computeIfAbsent(
                    row.get(1) + "." + row.get(2),
                    key -> new SystemRelation(
                            Integer.parseInt(row.get(0)),
                            row.get(1),
                            row.get(2),
                            row.get(3).equals("v"),
                            new ArrayList<>()));
            relation.columns.add(column(
                    relation.columns.size() + 1,
                    row.get(4),
                    type(row.get(5)),
                    row.get(6).equals("t")));
        });
        return List.copyOf(relations.values());
    }

    private static Type type(String name) {
        return Types.byName(name)
                .orElseThrow(() -> new IllegalStateException("columns.tsv names an unknown type " + name));
    }

    static ColumnDef column(int number, String name, Type type, boolean notNull) {
        return new ColumnDef(number, name, DataType.of(type), notNull, null, ColumnDef.Identity.NONE, false, false);
    }

    /// The relation with these rows.
    RelationDef.Virtual with(SystemRows source) {
        Map<String, Integer> positions =
                RowSink.positions(columns.stream().map(ColumnDef::name).toList());
        return new RelationDef.Virtual(oid, schema, name, columns, context -> {
            List<@Nullable Object[]> rows = new ArrayList<>();
            source.read(Scan.of(context), new RowSink(positions, rows));
            return rows.iterator();
        });
    }
}
