package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.Types;
import java.util.Map;
import java.util.Optional;

/// `pg_type` and `pg_enum`.
final class TypeRows {

    private TypeRows() {}

    static Map<String, SystemRows> all() {
        return Map.of("pg_type", TypeRows::types, "pg_enum", TypeRows::labels);
    }

    private static void types(Scan scan, RowSink rows) {
        for (Type type : Types.all()) {
            builtIn(scan, rows, type);
        }
        for (TypeDef definition : scan.catalog().typeDefs()) {
            scan.catalog().type(definition.oid()).ifPresent(type -> defined(scan, rows, definition, type));
        }
        for (RelationDef relation : scan.relations()) {
            boolean table = relation instanceof RelationDef.Table || relation instanceof RelationDef.View;
            if (table) {
                scan.catalog().rowType(relation).ifPresent(type -> rowType(scan, rows, relation, type));
            }
        }
    }

    private static void builtIn(Scan scan, RowSink rows, Type type) {
        int array = arrayOid(type);
        Optional<Type> element = Types.elementOf(type);
        row(scan, rows, type, Catalog.SYSTEM_SCHEMA)
                .oid("typowner", Scan.BOOTSTRAP_ROLE)
                .set("typtype", type.category() == TypeCategory.PSEUDO ? "p" : "b")
                .oid("typelem", element.map(Type::oid).orElse(0))
                .oid("typarray", array)
                .oid("typsubscript", 0);
    }

    private static int arrayOid(Type type) {
        boolean plain = Types.elementOf(type).isEmpty() && type.category() != TypeCategory.PSEUDO;
        return plain ? Types.byName("_" + type.name()).map(Type::oid).orElse(0) : 0;
    }

    private static RowSink.Row row(Scan scan, RowSink rows, Type type, String schema) {
        return rows.row()
                .oid("oid", type.oid())
                .set("typname", type.name())
                .oid("typnamespace", scan.schemaOid(schema))
                .set("typlen", type.length())
                .flag("typbyval", type.length() > 0 && type.length() <= Long.BYTES)
                .set("typcategory", String.valueOf(type.category().code()))
                .flag("typispreferred", type.isPreferred())
                .flag("typisdefined", true)
                .set("typdelim", ",")
                .oid("typrelid", 0)
                .oid("typelem", 0)
                .oid("typarray", 0)
                .oid("typinput", 0)
                .oid("typoutput", 0)
                .oid("typreceive", 0)
                .oid("typsend", 0)
                .oid("typmodin", 0)
                .oid("typmodout", 0)
                .oid("typanalyze", 0)
                .oid("typsubscript", 0)
                .set("typalign", "i")
                .set("typstorage", type.length() > 0 ? "p" : "x")
                .flag("typnotnull", false)
                .oid("typbasetype", 0)
                .set("typtypmod", -1)
                .set("typndims", 0)
                .oid("typcollation", type.category() == TypeCategory.STRING ? 100 : 0);
    }

    private static void defined(Scan scan, RowSink rows, TypeDef definition, Type type) {
        RowSink.Row row = row(scan, rows, type, definition.schema())
                .set("typname", definition.name())
                .oid("typowner", scan.roleOid(definition.owner()))
                .oid("typarray", definition.arrayOid());
        switch (definition) {
            case TypeDef.Enumeration e -> row.set("typtype", "e").set("typcategory", "E");
            case TypeDef.Composite c -> row.set("typtype", "c").set("typcategory", "C");
            case TypeDef.Domain d ->
                row.set("typtype", "d")
                        .oid("typbasetype", d.baseType())
                        .set("typtypmod", d.typmod())
                        .flag("typnotnull", d.notNull())
                        .set("typdefault", d.defaultSql());
        }
        array(scan, rows, definition.arrayOid(), definition.schema(), definition.owner());
    }

    private static void rowType(Scan scan, RowSink rows, RelationDef relation, Type type) {
        int array = type.oid() + 1;
        row(scan, rows, type, relation.schema())
                .set("typname", relation.name())
                .oid("typowner", scan.roleOid(relation.owner()))
                .set("typtype", "c")
                .set("typcategory", "C")
                .oid("typrelid", relation.oid())
                .oid("typarray", array);
        array(scan, rows, array, relation.schema(), relation.owner());
    }

    private static void array(Scan scan, RowSink rows, int oid, String schema, String owner) {
        scan.catalog().type(oid).ifPresent(type -> row(scan, rows, type, schema)
                .oid("typowner", scan.roleOid(owner))
                .set("typtype", "b")
                .oid("typelem", Types.elementOf(type).map(Type::oid).orElse(0)));
    }

    private static void labels(Scan scan, RowSink rows) {
        for (TypeDef definition : scan.catalog().typeDefs()) {
            if (definition instanceof TypeDef.Enumeration e) {
                for (TypeDef.Enumeration.Label label : e.labels()) {
                    rows.row()
                            .oid("oid", label.oid())
                            .oid("enumtypid", e.oid())
                            .set("enumsortorder", label.sortOrder())
                            .set("enumlabel", label.name());
                }
            }
        }
    }
}
