package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `pg_class`, `pg_attribute`, `pg_attrdef`, `pg_index`, `pg_namespace`, `pg_description` and `pg_depend`.
final class RelationRows {

    private static final int HEAP_METHOD = 2;
    private static final int BTREE_METHOD = 403;
    private static final int DEFAULT_COLLATION = 100;
    static final int PG_CLASS = 1259;
    static final int PG_NAMESPACE = 2615;

    // There are no pages; sizes are told in PostgreSQL's.
    private static final double PAGE_BYTES = 8192;

    private RelationRows() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "pg_class", RelationRows::classes,
                "pg_attribute", RelationRows::attributes,
                "pg_attrdef", RelationRows::defaults,
                "pg_index", RelationRows::indexes,
                "pg_namespace", RelationRows::namespaces,
                "pg_description", RelationRows::descriptions,
                "pg_depend", RelationRows::dependencies);
    }

    private static void classes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            boolean table = relation instanceof RelationDef.Table;
            RowSink.Row row = classRow(scan, rows, relation.oid(), relation.name(), relation.schema())
                    .set("relkind", kind(relation))
                    .oid("relowner", scan.roleOid(relation.owner()))
                    .oid("reltype", Catalog.rowTypeOid(relation.oid()))
                    .oid("relam", table ? HEAP_METHOD : 0)
                    .set("relnatts", relation.columns().size())
                    .set("relpersistence", persistence(relation))
                    .flag("relhasrules", relation instanceof RelationDef.View)
                    .set("relreplident", table ? "d" : "n")
                    .set("relacl", Privileges.acl(scan.catalog(), relation.oid(), 0));
            if (relation instanceof RelationDef.View view) {
                row.flag("relhastriggers", !view.triggers().isEmpty());
            }
            if (relation instanceof RelationDef.Table t) {
                tableFigures(scan, row, t);
                for (IndexDef index : t.indexes()) {
                    indexClass(scan, rows, t, index);
                }
            }
        }
    }

    private static RowSink.Row classRow(Scan scan, RowSink rows, int oid, String name, String schema) {
        return rows.row()
                .oid("oid", oid)
                .set("relname", name)
                .oid("relnamespace", scan.schemaOid(schema))
                .oid("reltype", 0)
                .oid("reloftype", 0)
                .oid("relfilenode", oid)
                .oid("reltablespace", 0)
                .set("relpages", 0)
                .set("reltuples", -1f)
                .set("relallvisible", 0)
                .oid("reltoastrelid", 0)
                .flag("relhasindex", false)
                .flag("relisshared", false)
                .set("relchecks", 0)
                .flag("relhasrules", false)
                .flag("relhastriggers", false)
                .flag("relhassubclass", false)
                .flag("relrowsecurity", false)
                .flag("relforcerowsecurity", false)
                .flag("relispopulated", true)
                .flag("relispartition", false)
                .oid("relrewrite", 0)
                .oid("relfrozenxid", 0)
                .oid("relminmxid", 0);
    }

    private static void tableFigures(Scan scan, RowSink.Row row, RelationDef.Table table) {
        long checks = table.constraints().stream()
                .filter(ConstraintDef.Check.class::isInstance)
                .count();
        boolean triggers = !table.triggers().isEmpty()
                || table.constraints().stream().anyMatch(ConstraintDef.ForeignKey.class::isInstance)
                || !table.referencedBy().isEmpty();
        row.flag("relhasindex", !table.indexes().isEmpty())
                .set("relchecks", (int) checks)
                .flag("relhastriggers", triggers);
        scan.catalog().statistics(table.oid()).ifPresent(found -> row.set("reltuples", (float) found.rows())
                .set("relpages", (int) Math.min(Integer.MAX_VALUE, Math.ceil(found.bytes() / PAGE_BYTES))));
    }

    private static void indexClass(Scan scan, RowSink rows, RelationDef.Table table, IndexDef index) {
        classRow(scan, rows, index.oid(), index.name(), table.schema())
                .set("relkind", "i")
                .oid("relowner", scan.roleOid(table.owner()))
                .oid("relam", BTREE_METHOD)
                .set("relnatts", index.parts().size() + index.includes().size())
                .set("relpersistence", persistence(table))
                .set("relreplident", "n");
    }

    static String kind(RelationDef relation) {
        return switch (relation) {
            case RelationDef.Table t -> "r";
            case RelationDef.View v -> "v";
            case RelationDef.Sequence s -> "S";
            case RelationDef.Virtual v -> SystemViews.isPostgresView(v) ? "v" : "r";
        };
    }

    private static String persistence(RelationDef relation) {
        if (!(relation instanceof RelationDef.Table table)) {
            return "p";
        }
        return switch (table.persistence()) {
            case PERMANENT -> "p";
            case UNLOGGED -> "u";
            case TEMPORARY -> "t";
        };
    }

    private static void attributes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            for (ColumnDef column : relation.columns()) {
                attribute(scan, rows, relation.oid(), column);
            }
            if (relation instanceof RelationDef.Table table) {
                for (IndexDef index : table.indexes()) {
                    indexAttributes(rows, table, index);
                }
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
        attributeRow(rows, relation, column.name(), column.number(), type)
                .set("atttypmod", column.type().typmod())
                .flag("attnotnull", column.notNull())
                .flag("atthasdef", column.defaultSql() != null)
                .set("attidentity", identity)
                .set("attgenerated", column.generated() ? "s" : "")
                .flag("attisdropped", column.dropped())
                .oid("atttypid", column.dropped() ? 0 : type.oid())
                .set("attacl", Privileges.acl(scan.catalog(), relation, column.number()));
    }

    private static RowSink.Row attributeRow(RowSink rows, int relation, String name, int number, Type type) {
        boolean collatable = type.category() == io.heliosdb.server.sql.type.TypeCategory.STRING;
        return rows.row()
                .oid("attrelid", relation)
                .set("attname", name)
                .oid("atttypid", type.oid())
                .set("attstattarget", -1)
                .set("attlen", type.length())
                .set("attnum", number)
                .set("attndims", Types.elementOf(type).isPresent() ? 1 : 0)
                .set("attcacheoff", -1)
                .set("atttypmod", -1)
                .flag("attbyval", type.length() > 0 && type.length() <= Long.BYTES)
                .set("attalign", "i")
                .set("attstorage", type.length() > 0 ? "p" : "x")
                .set("attcompression", "")
                .flag("attnotnull", false)
                .flag("atthasdef", false)
                .flag("atthasmissing", false)
                .set("attidentity", "")
                .set("attgenerated", "")
                .flag("attisdropped", false)
                .flag("attislocal", true)
                .set("attinhcount", 0)
                .oid("attcollation", collatable ? DEFAULT_COLLATION : 0);
    }

    private static void indexAttributes(RowSink rows, RelationDef.Table table, IndexDef index) {
        int number = 1;
        for (IndexDef.Part part : index.parts()) {
            boolean plain = part.column() >= 0;
            String name = plain ? table.columns().get(part.column()).name() : "expr";
            Type type = plain ? table.columns().get(part.column()).type().type() : Types.TEXT;
            attributeRow(rows, index.oid(), name, number++, type);
        }
        for (int column : index.includes()) {
            ColumnDef included = table.columns().get(column);
            attributeRow(
                    rows,
                    index.oid(),
                    included.name(),
                    number++,
                    included.type().type());
        }
    }

    /// A default has no oid of its own in the catalog: it is found by its column, so any number that is unique
    /// will do.
    static int defaultOid(int relation, int column) {
        return relation * 1600 + column | 0x4000_0000;
    }

    private static void defaults(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            for (ColumnDef column : relation.columns()) {
                if (column.defaultSql() != null && !column.dropped()) {
                    rows.row()
                            .oid("oid", defaultOid(relation.oid(), column.number()))
                            .oid("adrelid", relation.oid())
                            .set("adnum", column.number())
                            .set("adbin", column.defaultSql());
                }
            }
        }
    }

    private static void indexes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (IndexDef index : table.indexes()) {
                    index(rows, table, index);
                }
            }
        }
    }

    private static void index(RowSink rows, RelationDef.Table table, IndexDef index) {
        int keys = index.parts().size();
        int all = keys + index.includes().size();
        @Nullable Object[] columns = new Object[all];
        @Nullable Object[] options = new Object[keys];
        @Nullable Object[] zeros = new Object[keys];
        StringBuilder expressions = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            IndexDef.Part part = index.parts().get(i);
            columns[i] = part.column() + 1;
            options[i] = (part.descending() ? 1 : 0) | (part.nullsFirst() ? 2 : 0);
            zeros[i] = 0L;
            if (part.expressionSql() != null) {
                expressions.append(expressions.isEmpty() ? "" : ", ").append(part.expressionSql());
            }
        }
        for (int i = keys; i < all; i++) {
            columns[i] = index.includes().get(i - keys) + 1;
        }
        boolean deferrable = table.constraints().stream()
                .anyMatch(c -> c instanceof ConstraintDef.Unique u
                        && u.indexOid() == index.oid()
                        && u.timing() != ConstraintDef.Timing.NOT_DEFERRABLE);
        rows.row()
                .oid("indexrelid", index.oid())
                .oid("indrelid", table.oid())
                .set("indnatts", all)
                .set("indnkeyatts", keys)
                .flag("indisunique", index.unique())
                .flag("indnullsnotdistinct", index.nullsNotDistinct())
                .flag("indisprimary", index.primary())
                .flag("indisexclusion", false)
                .flag("indimmediate", !deferrable)
                .flag("indisclustered", false)
                .flag("indisvalid", true)
                .flag("indcheckxmin", false)
                .flag("indisready", true)
                .flag("indislive", true)
                .flag("indisreplident", false)
                .set("indkey", vector(Types.INT2, columns))
                .set("indcollation", vector(Types.OID, zeros))
                .set("indclass", vector(Types.OID, zeros))
                .set("indoption", vector(Types.INT2, options))
                .set("indexprs", expressions.isEmpty() ? null : expressions.toString())
                .set("indpred", index.predicateSql());
    }

    /// An int2vector or oidvector: one dimension that starts at 0.
    static ArrayValue vector(Type element, @Nullable Object[] values) {
        return values.length == 0
                ? ArrayValue.empty(element)
                : new ArrayValue(element, new int[] {values.length}, new int[] {0}, values);
    }

    private static void namespaces(Scan scan, RowSink rows) {
        for (CatalogObject.Schema schema : scan.catalog().schemas()) {
            rows.row()
                    .oid("oid", schema.oid())
                    .set("nspname", schema.name())
                    .oid("nspowner", scan.roleOid(schema.owner()))
                    .set("nspacl", Privileges.acl(scan.catalog(), schema.oid(), 0));
        }
    }

    private static void descriptions(Scan scan, RowSink rows) {
        Set<Integer> triggers = scan.catalog().relations().stream()
                .flatMap(relation -> relation.triggers().list().stream())
                .map(TriggerDef::oid)
                .collect(Collectors.toSet());
        for (CatalogObject object : scan.catalog().objects()) {
            if (object instanceof CatalogObject.Comment comment) {
                boolean schema = scan.catalog().schema(comment.oid()).isPresent();
                int kind = schema ? PG_NAMESPACE : triggers.contains(comment.oid()) ? TriggerRows.PG_TRIGGER : PG_CLASS;
                rows.row()
                        .oid("objoid", comment.oid())
                        .oid("classoid", kind)
                        .set("objsubid", comment.column())
                        .set("description", comment.text());
            }
        }
    }

    /// Sequences and the columns that own them, which clients look up; other dependencies are not stored as rows.
    private static void dependencies(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Sequence s && s.sequence().ownedByTable() != 0) {
                boolean identity = scan.catalog()
                        .table(s.sequence().ownedByTable())
                        .map(t -> t.columns().get(s.sequence().ownedByColumn() - 1))
                        .filter(c -> c.identity() != ColumnDef.Identity.NONE)
                        .isPresent();
                rows.row()
                        .oid("classid", PG_CLASS)
                        .oid("objid", s.oid())
                        .set("objsubid", 0)
                        .oid("refclassid", PG_CLASS)
                        .oid("refobjid", s.sequence().ownedByTable())
                        .set("refobjsubid", s.sequence().ownedByColumn())
                        .set("deptype", identity ? "i" : "a");
            }
        }
    }

    static List<ColumnDef> live(RelationDef relation) {
        return relation.columns().stream().filter(c -> !c.dropped()).toList();
    }
}
