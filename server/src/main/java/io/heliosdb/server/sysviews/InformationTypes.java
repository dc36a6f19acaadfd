package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The views of `information_schema` about the types that users made, and about the elements of arrays. The
/// standard knows domains and row types; enums are none of both.
final class InformationTypes {

    private InformationTypes() {}

    static Map<String, SystemRows> all() {
        return Map.of(
                "domains", InformationTypes::domains,
                "domain_constraints", InformationTypes::constraints,
                "domain_udt_usage", InformationTypes::bases,
                "user_defined_types", InformationTypes::rowTypes,
                "attributes", InformationTypes::attributes,
                "element_types", InformationTypes::elements);
    }

    private static void eachDomain(Scan scan, BiConsumer<TypeDef.Domain, DataType> action) {
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Domain domain) {
                Type base = scan.catalog().type(domain.baseType()).orElse(Types.TEXT);
                action.accept(domain, new DataType(base, domain.typmod()));
            }
        }
    }

    private static RowSink.Row domain(Scan scan, RowSink rows, TypeDef.Domain domain) {
        return rows.row()
                .set("domain_catalog", scan.context().database())
                .set("domain_schema", domain.schema())
                .set("domain_name", domain.name());
    }

    private static void domains(Scan scan, RowSink rows) {
        TypeFigures types = new TypeFigures(scan);
        eachDomain(scan, (domain, base) -> {
            RowSink.Row row = domain(scan, rows, domain)
                    .set(
                            "domain_default",
                            domain.defaultSql() == null
                                    ? null
                                    : Definitions.plain(scan).expression(domain.defaultSql(), null))
                    .set("dtd_identifier", "1");
            types.name(row, base.type(), "udt");
            types.figures(row, base);
            if (TypeFigures.isArray(base.type()) && types.schema(base.type()).equals(Catalog.SYSTEM_SCHEMA)) {
                // A domain is no array, whatever it is made of.
                row.set("data_type", base.type().displayName(-1));
            }
        });
    }

    private static void constraints(Scan scan, RowSink rows) {
        eachDomain(scan, (domain, base) -> {
            for (ConstraintDef.Check check : domain.checks()) {
                domain(scan, rows, domain)
                        .set("constraint_catalog", scan.context().database())
                        .set("constraint_schema", domain.schema())
                        .set("constraint_name", check.name())
                        .set("is_deferrable", "NO")
                        .set("initially_deferred", "NO");
            }
        });
    }

    private static void bases(Scan scan, RowSink rows) {
        TypeFigures types = new TypeFigures(scan);
        eachDomain(scan, (domain, base) -> domain(scan, rows, domain)
                .set("udt_catalog", scan.context().database())
                .set("udt_schema", types.schema(base.type()))
                .set("udt_name", base.type().name()));
    }

    private static void eachRowType(Scan scan, Consumer<TypeDef.Composite> action) {
        for (TypeDef type : scan.catalog().typeDefs()) {
            if (type instanceof TypeDef.Composite composite) {
                action.accept(composite);
            }
        }
    }

    private static void rowTypes(Scan scan, RowSink rows) {
        eachRowType(scan, type -> rows.row()
                .set("user_defined_type_catalog", scan.context().database())
                .set("user_defined_type_schema", type.schema())
                .set("user_defined_type_name", type.name())
                .set("user_defined_type_category", "STRUCTURED")
                .set("is_instantiable", "YES"));
    }

    @FunctionalInterface
    private interface ForAttribute {
        void accept(TypeDef.Composite type, TypeDef.Composite.Attribute attribute, int position);
    }

    private static void eachAttribute(Scan scan, ForAttribute action) {
        eachRowType(scan, type -> {
            for (int i = 0; i < type.attributes().size(); i++) {
                action.accept(type, type.attributes().get(i), i + 1);
            }
        });
    }

    private static void attributes(Scan scan, RowSink rows) {
        TypeFigures types = new TypeFigures(scan);
        eachAttribute(scan, (type, attribute, position) -> {
            RowSink.Row row = rows.row()
                    .set("udt_catalog", scan.context().database())
                    .set("udt_schema", type.schema())
                    .set("udt_name", type.name())
                    .set("attribute_name", attribute.name())
                    .set("ordinal_position", position)
                    .set("is_nullable", "YES")
                    .set("dtd_identifier", Integer.toString(position))
                    .set("is_derived_reference_attribute", "NO");
            DataType plain = TypeFigures.withoutDomain(type(scan, attribute));
            types.name(row, plain.type(), "attribute_udt");
            types.figures(row, plain);
        });
    }

    private static DataType type(Scan scan, TypeDef.Composite.Attribute attribute) {
        return new DataType(scan.catalog().type(attribute.typeOid()).orElse(Types.TEXT), attribute.typmod());
    }

    /// What holds an array: an object and where in it.
    private record Holder(String schema, String name, String kind, String place) {}

    private static void elements(Scan scan, RowSink rows) {
        InformationColumns.each(
                scan,
                (relation, column) -> element(
                        scan,
                        rows,
                        new Holder(relation.schema(), relation.name(), "TABLE", Integer.toString(column.number())),
                        column.type().type()));
        eachDomain(
                scan,
                (domain, base) ->
                        element(scan, rows, new Holder(domain.schema(), domain.name(), "DOMAIN", "1"), base.type()));
        eachAttribute(
                scan,
                (type, attribute, position) -> element(
                        scan,
                        rows,
                        new Holder(type.schema(), type.name(), "USER-DEFINED TYPE", Integer.toString(position)),
                        type(scan, attribute).type()));
    }

    private static void element(Scan scan, RowSink rows, Holder holder, Type type) {
        Type plain = type instanceof DomainType domain ? domain.base().type() : type;
        if (plain instanceof ArrayType array && TypeFigures.isArray(array)) {
            RowSink.Row row = rows.row()
                    .set("object_catalog", scan.context().database())
                    .set("object_schema", holder.schema())
                    .set("object_name", holder.name())
                    .set("object_type", holder.kind())
                    .set("collection_type_identifier", holder.place())
                    .set("dtd_identifier", "a" + holder.place());
            new TypeFigures(scan).name(row, array.elementType(), "udt");
        }
    }
}
