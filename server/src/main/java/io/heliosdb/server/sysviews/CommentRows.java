package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `pg_description`, `pg_shdescription` and the functions that read them (PostgreSQL 15 manual, table 9.78). The
/// catalog keeps a comment under its object's oid alone; what kind of object that is is found out here.
final class CommentRows implements FunctionModule {

    static Map<String, SystemRows> all() {
        return Map.of(
                "pg_description", CommentRows::descriptions,
                "pg_shdescription", CommentRows::sharedDescriptions);
    }

    private static void descriptions(Scan scan, RowSink rows) {
        Kinds kinds = new Kinds(scan.catalog());
        for (CatalogObject object : scan.catalog().objects()) {
            if (object instanceof CatalogObject.Comment comment) {
                int kind = kinds.of(comment.oid());
                if (kind != 0 && !isShared(kind)) {
                    rows.row()
                            .oid("objoid", comment.oid())
                            .oid("classoid", kind)
                            .set("objsubid", comment.column())
                            .set("description", comment.text());
                }
            }
        }
    }

    private static void sharedDescriptions(Scan scan, RowSink rows) {
        Kinds kinds = new Kinds(scan.catalog());
        for (CatalogObject object : scan.catalog().objects()) {
            if (object instanceof CatalogObject.Comment comment && isShared(kinds.of(comment.oid()))) {
                rows.row()
                        .oid("objoid", comment.oid())
                        .oid("classoid", kinds.of(comment.oid()))
                        .set("description", comment.text());
            }
        }
    }

    private static boolean isShared(int kind) {
        return kind == SystemCatalogs.AUTHID || kind == SystemCatalogs.DATABASE;
    }

    @Override
    public void register(Bindings bindings) {
        bindings.<Long, Integer>c2(
                "col_description(oid,int4)",
                (context, oid, column) -> column == 0 ? null : comment(context, oid, column, "pg_class"));
        bindings.<Long, String>c2(
                "obj_description(oid,name)", (context, oid, catalog) -> comment(context, oid, 0, catalog));
        bindings.<Long>c1("obj_description(oid)", (context, oid) -> comment(context, oid, 0, ""));
        bindings.<Long, String>c2(
                "shobj_description(oid,name)", (context, oid, catalog) -> comment(context, oid, 0, catalog));
    }

    /// @param catalog which the object must be in; empty for any
    private static @Nullable String comment(FunctionContext context, Long oid, int column, String catalog) {
        Catalog objects = Scan.of(context).catalog();
        return objects.comment(oid.intValue(), column)
                .filter(text -> catalog.isEmpty() || isIn(objects, oid.intValue(), catalog))
                .orElse(null);
    }

    private static boolean isIn(Catalog objects, int oid, String catalog) {
        int kind = new Kinds(objects).of(oid);
        return objects.relation(Catalog.SYSTEM_SCHEMA, catalog)
                .filter(relation -> relation.oid() == kind)
                .isPresent();
    }

    /// Which catalog an oid is in.
    private static final class Kinds {

        private final Catalog catalog;
        private final Set<Integer> constraints = new HashSet<>();

        Kinds(Catalog catalog) {
            this.catalog = catalog;
        }

        /// 0 for what is no longer there.
        int of(int oid) {
            if (catalog.relation(oid).isPresent() || catalog.index(oid).isPresent()) {
                return SystemCatalogs.CLASS;
            }
            if (catalog.schema(oid).isPresent()) {
                return SystemCatalogs.NAMESPACE;
            }
            if (catalog.routine(oid).isPresent()) {
                return SystemCatalogs.PROC;
            }
            if (catalog.typeDef(oid).isPresent()) {
                return SystemCatalogs.TYPE;
            }
            if (oid == DatabaseRows.DATABASE_OID) {
                return SystemCatalogs.DATABASE;
            }
            if (catalog.roles().stream().anyMatch(role -> role.oid() == oid)) {
                return SystemCatalogs.AUTHID;
            }
            boolean trigger = catalog.relations().stream()
                    .flatMap(relation -> relation.triggers().list().stream())
                    .anyMatch(t -> t.oid() == oid);
            return trigger ? TriggerRows.PG_TRIGGER : constraint(oid) ? SystemCatalogs.CONSTRAINT : 0;
        }

        private boolean constraint(int oid) {
            if (constraints.isEmpty()) {
                for (RelationDef relation : catalog.relations()) {
                    if (relation instanceof RelationDef.Table table) {
                        table.constraints().forEach(this::add);
                    }
                }
                for (TypeDef type : catalog.typeDefs()) {
                    if (type instanceof TypeDef.Domain domain) {
                        domain.checks().forEach(this::add);
                    }
                }
            }
            return constraints.contains(oid);
        }

        private void add(ConstraintDef constraint) {
            constraints.add(constraint.oid());
        }
    }
}
