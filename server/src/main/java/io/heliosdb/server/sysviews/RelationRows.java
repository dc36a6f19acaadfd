package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.function.OperatorClass;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `pg_class`, `pg_index` and `pg_namespace`.
final class RelationRows {

    private static final int HEAP_METHOD = 2;
    private static final int BTREE_METHOD = 403;

    // There are no pages; sizes are told in PostgreSQL's.
    private static final double PAGE_BYTES = 8192;

    private RelationRows() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "pg_class", RelationRows::classes,
                "pg_index", RelationRows::indexes,
                "pg_namespace", RelationRows::namespaces);
    }

    private static void classes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            boolean table = relation instanceof RelationDef.Table;
            RowSink.Row row = classRow(scan, rows, relation.oid(), relation.name(), relation.schema())
                    .set("relkind", kind(relation))
                    .oid("relowner", scan.roleOid(relation.owner()))
                    .oid("reltype", hasRowType(relation) ? Catalog.rowTypeOid(relation.oid()) : 0)
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
                row.flag(
                                "relispopulated",
                                t.materialized() == null || t.materialized().populated())
                        .flag("relhasrules", t.materialized() != null);
                tableFigures(scan, row, t);
                for (IndexDef index : t.indexes()) {
                    indexClass(scan, rows, t, index);
                }
            }
        }
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Composite composite) {
                compositeClass(scan, rows, composite);
            }
        }
    }

    private static boolean hasRowType(RelationDef relation) {
        return relation instanceof RelationDef.Table || relation instanceof RelationDef.View;
    }

    /// A composite type has its columns by way of a relation without rows.
    private static void compositeClass(Scan scan, RowSink rows, TypeDef.Composite composite) {
        classRow(scan, rows, Catalog.compositeRelationOid(composite), composite.name(), composite.schema())
                .set("relkind", "c")
                .oid("relowner", scan.roleOid(composite.owner()))
                .oid("reltype", composite.oid())
                .oid("relfilenode", 0)
                .oid("relam", 0)
                .set("relnatts", composite.attributes().size())
                .set("relpersistence", "p")
                .set("relreplident", "n");
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
                .set("relpages", 1)
                .set(
                        "reltuples",
                        scan.catalog()
                                .statistics(table.oid())
                                .map(found -> (float) found.rows())
                                .orElse(0f))
                .set("relpersistence", persistence(table))
                .set("relreplident", "n");
    }

    static String kind(RelationDef relation) {
        return switch (relation) {
            case RelationDef.Table t -> t.materialized() == null ? "r" : "m";
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

    private static void indexes(Scan scan, RowSink rows) {
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (IndexDef index : table.indexes()) {
                    index(scan, rows, table, index);
                }
            }
        }
    }

    private static void index(Scan scan, RowSink rows, RelationDef.Table table, IndexDef index) {
        int keys = index.parts().size();
        int all = keys + index.includes().size();
        @Nullable Object[] columns = new Object[all];
        @Nullable Object[] options = new Object[keys];
        @Nullable Object[] classes = new Object[keys];
        @Nullable Object[] collations = new Object[keys];
        StringBuilder expressions = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            IndexDef.Part part = index.parts().get(i);
            Type type = keyType(scan, table, part);
            columns[i] = part.column() + 1;
            options[i] = (part.descending() ? 1 : 0) | (part.nullsFirst() ? 2 : 0);
            classes[i] = operatorClass(part, type);
            collations[i] = Integer.toUnsignedLong(ColumnRows.collation(type));
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
                .set("indcollation", vector(Types.OID, collations))
                .set("indclass", vector(Types.OID, classes))
                .set("indoption", vector(Types.INT2, options))
                .set("indexprs", expressions.isEmpty() ? null : expressions.toString())
                .set("indpred", index.predicateSql());
    }

    private static Type keyType(Scan scan, RelationDef.Table table, IndexDef.Part part) {
        DataType type = part.expressionSql() == null
                ? table.columns().get(part.column()).type()
                : Definitions.plain(scan)
                        .traced(part.expressionSql(), table)
                        .value()
                        .type();
        return type.type();
    }

    private static Long operatorClass(IndexDef.Part part, Type type) {
        return (part.operatorClass().isEmpty() ? OperatorClass.ofType(type) : OperatorClass.named(part.operatorClass()))
                .map(found -> Integer.toUnsignedLong(found.oid()))
                .orElse(0L);
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
                    .set("nspacl", Privileges.ofSchema(scan.catalog(), schema));
        }
    }
}
