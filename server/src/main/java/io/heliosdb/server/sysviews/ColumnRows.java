package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.analyze.TracedExpression;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeFacts;
import io.heliosdb.server.sql.type.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pg_attribute` and `pg_attrdef`.
final class ColumnRows {

    private static final Map<Integer, TypeFacts> FACTS = new HashMap<>();

    static {
        TypeFacts.all().forEach(facts -> FACTS.put(facts.oid(), facts));
    }

    private ColumnRows() {}

    static Map<String, SystemRows> all() {
        return Map.of("pg_attribute", ColumnRows::attributes, "pg_attrdef", ColumnRows::defaults);
    }

    private static void attributes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            for (ColumnDef column : relation.columns()) {
                attribute(scan, rows, relation.oid(), column);
            }
            if (relation instanceof RelationDef.Table table) {
                for (IndexDef index : table.indexes()) {
                    indexAttributes(scan, rows, table, index);
                }
            }
        }
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Composite composite) {
                compositeAttributes(scan, rows, composite);
            }
        }
    }

    private static void attribute(Scan scan, RowSink rows, int relation, ColumnDef column) {
        Type type = column.type().type();
        String identity =
                switch (column.identity()) {
                    case NONE -> "";
                    case ALWAYS -> "a";
                    case BY_DEFAULT -> "d";
                };
        String name = column.dropped() ? "........pg.dropped." + column.number() + "........" : column.name();
        row(scan, rows, relation, name, column.number(), type)
                .set("atttypmod", column.type().typmod())
                .flag("attnotnull", column.notNull())
                .flag("atthasdef", hasDefault(column))
                .set("attidentity", identity)
                .set("attgenerated", column.generated() ? "s" : "")
                .flag("attisdropped", column.dropped())
                .oid("atttypid", column.dropped() ? 0 : type.oid())
                .set("attacl", Privileges.acl(scan.catalog(), relation, column.number()));
    }

    private static void compositeAttributes(Scan scan, RowSink rows, TypeDef.Composite composite) {
        int number = 1;
        for (TypeDef.Composite.Attribute attribute : composite.attributes()) {
            Type type = scan.catalog().type(attribute.typeOid()).orElse(Types.TEXT);
            row(scan, rows, Catalog.compositeRelationOid(composite), attribute.name(), number++, type)
                    .set("atttypmod", attribute.typmod());
        }
    }

    /// The built-in type that a type's values are stored as; null for one made by users.
    private static @Nullable TypeFacts facts(Scan scan, Type type) {
        int oid = type.oid();
        while (scan.catalog().typeDef(oid).orElse(null) instanceof TypeDef.Domain domain) {
            oid = domain.baseType();
        }
        return FACTS.get(oid);
    }

    /// The oid of the collation that values of a type have; 0 when they have none.
    static int collation(Type type) {
        Type plain = Types.baseOf(type);
        TypeFacts facts = FACTS.get(plain.oid());
        return facts != null
                ? facts.collation()
                : Types.elementOf(plain).map(ColumnRows::collation).orElse(0);
    }

    private static RowSink.Row row(Scan scan, RowSink rows, int relation, String name, int number, Type type) {
        TypeFacts facts = facts(scan, type);
        boolean label = scan.catalog().typeDef(type.oid()).orElse(null) instanceof TypeDef.Enumeration;
        boolean array = Types.elementOf(type).isPresent();
        return rows.row()
                .oid("attrelid", relation)
                .set("attname", name)
                .oid("atttypid", type.oid())
                .set("attstattarget", -1)
                .set("attlen", facts != null ? facts.length() : label ? Integer.BYTES : -1)
                .set("attnum", number)
                .set("attndims", array && type.name().startsWith("_") ? 1 : 0)
                .set("attcacheoff", -1)
                .set("atttypmod", -1)
                .flag("attbyval", facts != null ? facts.byValue() : label)
                .set("attalign", facts != null ? String.valueOf(facts.align()) : label || array ? "i" : "d")
                .set("attstorage", facts != null ? String.valueOf(facts.storage()) : label ? "p" : "x")
                .set("attcompression", "")
                .flag("attnotnull", false)
                .flag("atthasdef", false)
                .flag("atthasmissing", false)
                .set("attidentity", "")
                .set("attgenerated", "")
                .flag("attisdropped", false)
                .flag("attislocal", true)
                .set("attinhcount", 0)
                .oid("attcollation", collation(type));
    }

    private static void indexAttributes(Scan scan, RowSink rows, RelationDef.Table table, IndexDef index) {
        int number = 1;
        int expressions = 0;
        for (IndexDef.Part part : index.parts()) {
            if (part.column() >= 0) {
                indexColumn(scan, rows, index, table.columns().get(part.column()), number++);
            } else {
                TracedExpression key = Definitions.plain(scan).traced(String.valueOf(part.expressionSql()), table);
                String name = key.keyName() + (expressions == 0 ? "" : expressions);
                expressions++;
                row(scan, rows, index.oid(), name, number++, key.value().type().type());
            }
        }
        for (int column : index.includes()) {
            indexColumn(scan, rows, index, table.columns().get(column), number++);
        }
    }

    private static void indexColumn(Scan scan, RowSink rows, IndexDef index, ColumnDef column, int number) {
        row(scan, rows, index.oid(), column.name(), number, column.type().type())
                .set("atttypmod", column.type().typmod());
    }

    /// A default has no oid of its own in the catalog: it is found by its column, so any number that is unique
    /// will do.
    static int defaultOid(int relation, int column) {
        return relation * 1600 + column | 0x4000_0000;
    }

    private static void defaults(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            for (ColumnDef column : relation.columns()) {
                if (hasDefault(column)) {
                    rows.row()
                            .oid("oid", defaultOid(relation.oid(), column.number()))
                            .oid("adrelid", relation.oid())
                            .set("adnum", column.number())
                            .set("adbin", column.defaultSql());
                }
            }
        }
    }

    /// Identity columns take their values from a sequence without a default that is shown.
    static boolean hasDefault(ColumnDef column) {
        return column.defaultSql() != null && !column.dropped() && column.identity() == ColumnDef.Identity.NONE;
    }

    static List<ColumnDef> live(RelationDef relation) {
        return relation.columns().stream().filter(c -> !c.dropped()).toList();
    }
}
