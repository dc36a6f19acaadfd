package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.NameResolver;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions that read the catalog: names, visibility, definitions (PostgreSQL 15 manual, 9.26).
final class CatalogFunctions implements FunctionModule {

    @Override
    public void register(Bindings bindings) {
        bindings.c1("pg_get_userbyid", CatalogFunctions::userById);
        bindings.<String>c1("text_regclass", (context, name) -> context.names().oidOf(NameResolver.Kind.CLASS, name));
        visibility(bindings);
        bindings.<String, String>c2("pg_get_serial_sequence", CatalogFunctions::serialSequence);
        publications(bindings);
    }

    private static void visibility(Bindings bindings) {
        bindings.<Long>c1("pg_table_is_visible", (context, oid) -> {
            Scan scan = Scan.of(context);
            Optional<RelationDef> relation = scan.catalog().relation(oid.intValue());
            if (relation.isPresent()) {
                return scan.path().isVisible(relation.get());
            }
            return scan.catalog()
                    .index(oid.intValue())
                    .map(index -> scan.path()
                            .index(index.name())
                            .filter(i -> i.oid() == index.oid())
                            .isPresent())
                    .orElse(null);
        });
        bindings.<Long>c1("pg_type_is_visible", (context, oid) -> {
            Scan scan = Scan.of(context);
            return scan.catalog()
                    .type(oid.intValue())
                    .map(type -> scan.path()
                            .type(type.name())
                            .filter(t -> t.oid() == type.oid())
                            .isPresent())
                    .orElse(null);
        });
    }

    private static void publications(Bindings bindings) {
        bindings.<Long>f1("pg_relation_is_publishable", oid -> true);
    }

    static String userById(FunctionContext context, Long oid) {
        if (oid == Scan.BOOTSTRAP_ROLE) {
            return Scan.of(context).catalog().roles().stream()
                    .filter(role -> role.oid() == Scan.BOOTSTRAP_ROLE)
                    .map(CatalogObject.Role::name)
                    .findFirst()
                    .orElse("heliosdb");
        }
        return Scan.of(context).catalog().roles().stream()
                .filter(role -> role.oid() == oid.intValue())
                .map(CatalogObject.Role::name)
                .findFirst()
                .orElse("unknown (OID=" + oid + ")");
    }

    private static @Nullable String serialSequence(FunctionContext context, String table, String column) {
        Scan scan = Scan.of(context);
        int dot = table.indexOf('.');
        Optional<RelationDef> owner = dot < 0
                ? scan.path().relation(unquoted(table))
                : scan.catalog().relation(unquoted(table.substring(0, dot)), unquoted(table.substring(dot + 1)));
        if (owner.isEmpty()) {
            throw new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + table + "\" does not exist");
        }
        int number = owner.get().columns().stream()
                .filter(c -> !c.dropped() && c.name().equals(column))
                .mapToInt(ColumnDef::number)
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column + "\" of relation \"" + owner.get().name() + "\" does not exist"));
        return scan.relations().stream()
                .filter(r -> r instanceof RelationDef.Sequence s
                        && s.sequence().ownedByTable() == owner.get().oid()
                        && s.sequence().ownedByColumn() == number)
                .map(r -> Definitions.qualified(r.schema(), r.name()))
                .findFirst()
                .orElse(null);
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
