package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.function.TypeFunctions;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeFacts;
import io.heliosdb.server.sql.type.Types;
import java.util.HashMap;
import java.util.Map;

/// `pg_type` and `pg_enum`.
final class TypeRows {

    private static final Map<Integer, TypeFacts> BUILT_IN = new HashMap<>();

    static {
        TypeFacts.all().forEach(facts -> BUILT_IN.put(facts.oid(), facts));
    }

    private final Scan scan;
    private final RowSink rows;

    private TypeRows(Scan scan, RowSink rows) {
        this.scan = scan;
        this.rows = rows;
    }

    static Map<String, SystemRows> all() {
        return Map.of("pg_type", (scan, rows) -> new TypeRows(scan, rows).types(), "pg_enum", TypeRows::labels);
    }

    private void types() {
        for (Type type : Types.all()) {
            TypeFacts facts = BUILT_IN.get(type.oid());
            if (facts != null) {
                builtIn(facts);
            }
        }
        for (TypeDef definition : scan.catalog().typeDefs()) {
            scan.catalog().type(definition.oid()).ifPresent(type -> defined(definition, type));
        }
        for (RelationDef relation : scan.relations()) {
            if (relation instanceof RelationDef.Table || relation instanceof RelationDef.View) {
                scan.catalog().rowType(relation).ifPresent(type -> rowType(relation, type));
            }
        }
    }

    private RowSink.Row row(int oid, String name, String schema, int owner) {
        return rows.row()
                .oid("oid", oid)
                .set("typname", name)
                .oid("typnamespace", scan.schemaOid(schema))
                .oid("typowner", owner)
                .set("typacl", Privileges.acl(scan.catalog(), oid, 0))
                .flag("typispreferred", false)
                .flag("typisdefined", true)
                .set("typdelim", ",")
                .oid("typrelid", 0)
                .oid("typelem", 0)
                .oid("typarray", 0)
                .oid("typmodin", 0)
                .oid("typmodout", 0)
                .oid("typanalyze", 0)
                .oid("typsubscript", 0)
                .flag("typnotnull", false)
                .oid("typbasetype", 0)
                .set("typtypmod", -1)
                .set("typndims", 0)
                .oid("typcollation", 0);
    }

    /// How values are stored.
    private static RowSink.Row stored(RowSink.Row row, int length, boolean byValue, char align, char storage) {
        return row.set("typlen", length)
                .flag("typbyval", byValue)
                .set("typalign", String.valueOf(align))
                .set("typstorage", String.valueOf(storage));
    }

    private static RowSink.Row functions(RowSink.Row row, String input, String output, String receive, String send) {
        return row.oid("typinput", TypeFunctions.oid(input))
                .oid("typoutput", TypeFunctions.oid(output))
                .oid("typreceive", TypeFunctions.oid(receive))
                .oid("typsend", TypeFunctions.oid(send));
    }

    private void builtIn(TypeFacts facts) {
        RowSink.Row row = row(facts.oid(), facts.name(), Catalog.SYSTEM_SCHEMA, Scan.BOOTSTRAP_ROLE);
        stored(row, facts.length(), facts.byValue(), facts.align(), facts.storage());
        functions(row, facts.input(), facts.output(), facts.receive(), facts.send());
        boolean array = facts.subscript().equals("array_subscript_handler") && facts.length() == -1;
        row.set("typtype", String.valueOf(facts.kind()))
                .set("typcategory", String.valueOf(facts.category()))
                .flag("typispreferred", facts.preferred())
                .set("typdelim", String.valueOf(facts.delimiter()))
                .oid("typelem", facts.element())
                .oid("typarray", facts.array())
                .oid("typmodin", TypeFunctions.oid(facts.modifierInput()))
                .oid("typmodout", TypeFunctions.oid(facts.modifierOutput()))
                .oid("typanalyze", array ? TypeFunctions.oid("array_typanalyze") : 0)
                .oid("typsubscript", TypeFunctions.oid(facts.subscript()))
                .oid("typcollation", facts.collation());
    }

    private void defined(TypeDef definition, Type type) {
        int owner = scan.roleOid(definition.owner());
        RowSink.Row row = row(definition.oid(), definition.name(), definition.schema(), owner)
                .oid("typarray", definition.arrayOid());
        switch (definition) {
            case TypeDef.Enumeration e -> {
                stored(row, Integer.BYTES, true, 'i', 'p').set("typtype", "e").set("typcategory", "E");
                functions(row, "enum_in", "enum_out", "enum_recv", "enum_send");
            }
            case TypeDef.Composite c -> composite(row, Catalog.compositeRelationOid(c));
            case TypeDef.Domain d -> domain(row, d, type);
        }
        array(definition.arrayOid(), definition.schema(), definition.owner());
    }

    private static void composite(RowSink.Row row, int relation) {
        stored(row, -1, false, 'd', 'x')
                .set("typtype", "c")
                .set("typcategory", "C")
                .oid("typrelid", relation);
        functions(row, "record_in", "record_out", "record_recv", "record_send");
    }

    private void domain(RowSink.Row row, TypeDef.Domain domain, Type type) {
        TypeFacts base = BUILT_IN.get(baseOf(domain));
        if (base == null) {
            stored(row, type.length(), false, 'i', 'x');
            functions(row, "domain_in", "record_out", "domain_recv", "record_send");
        } else {
            stored(row, base.length(), base.byValue(), base.align(), base.storage());
            functions(row, "domain_in", base.output(), "domain_recv", base.send());
            row.oid("typcollation", base.collation());
        }
        row.set("typtype", "d")
                .set("typcategory", String.valueOf(type.category().code()))
                .oid("typbasetype", domain.baseType())
                .set("typtypmod", domain.typmod())
                .flag("typnotnull", domain.notNull())
                .set("typdefaultbin", domain.defaultSql())
                .set("typdefault", domain.defaultSql() == null ? null : shown(domain.defaultSql()));
    }

    private String shown(String sql) {
        return Definitions.plain(scan).expression(sql, null);
    }

    /// The type below all domains.
    private int baseOf(TypeDef.Domain domain) {
        int base = domain.baseType();
        while (scan.catalog().typeDef(base).orElse(null) instanceof TypeDef.Domain below) {
            base = below.baseType();
        }
        return base;
    }

    private void rowType(RelationDef relation, Type type) {
        int array = type.oid() + 1;
        RowSink.Row row = row(type.oid(), relation.name(), relation.schema(), scan.roleOid(relation.owner()))
                .oid("typarray", array);
        composite(row, relation.oid());
        array(array, relation.schema(), relation.owner());
    }

    private void array(int oid, String schema, String owner) {
        scan.catalog().type(oid).ifPresent(type -> {
            RowSink.Row row = row(oid, type.name(), schema, scan.roleOid(owner));
            Type element = Types.elementOf(type).orElse(Types.TEXT);
            boolean wide = scan.catalog().typeDef(element.oid()).orElse(null) instanceof TypeDef.Composite
                    || scan.catalog().relation(element.oid() - 1).isPresent();
            stored(row, -1, false, wide ? 'd' : 'i', 'x')
                    .set("typtype", "b")
                    .set("typcategory", "A")
                    .oid("typelem", element.oid())
                    .oid("typanalyze", TypeFunctions.oid("array_typanalyze"))
                    .oid("typsubscript", TypeFunctions.oid("array_subscript_handler"));
            functions(row, "array_in", "array_out", "array_recv", "array_send");
        });
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
