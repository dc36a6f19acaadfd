package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.deparse.Style;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.NameResolver;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions that write objects back as SQL: `pg_get_viewdef` and kin (PostgreSQL 15 manual, 9.26).
final class DefinitionFunctions implements FunctionModule {

    @Override
    public void register(Bindings bindings) {
        bindings.<Long>c1("pg_get_indexdef", (context, oid) -> index(context, oid, 0, false));
        bindings.<Long, Integer, Boolean>c3("pg_get_indexdef_ext", DefinitionFunctions::index);
        bindings.<Long>c1("pg_get_constraintdef", (context, oid) -> constraint(context, oid, false));
        bindings.<Long, Boolean>c2("pg_get_constraintdef_ext", DefinitionFunctions::constraint);
        bindings.<String, Long>c2("pg_get_expr", (context, text, oid) -> expression(context, text, oid, false));
        bindings.<String, Long, Boolean>c3("pg_get_expr_ext", DefinitionFunctions::expression);
        views(bindings);
        bindings.<Long>f1("pg_get_partkeydef", oid -> null);
        // No table is partitioned.
        bindings.set("pg_partition_ancestors", (context, arguments) -> Collections.emptyIterator());
        bindings.<Long>f1("pg_get_statisticsobjdef_columns", oid -> null);
        bindings.<Long>c1(
                "pg_get_triggerdef", (context, oid) -> TriggerText.of(Scan.of(context), oid.intValue(), false));
        bindings.<Long, Boolean>c2(
                "pg_get_triggerdef_ext",
                (context, oid, pretty) -> TriggerText.of(Scan.of(context), oid.intValue(), pretty));
    }

    private static void views(Bindings bindings) {
        bindings.<Long>c1("pg_get_viewdef", (context, oid) -> view(context, oid, Style.PLAIN));
        bindings.<Long, Boolean>c2("pg_get_viewdef_ext", (context, oid, pretty) -> view(context, oid, style(pretty)));
        bindings.<Long, Integer>c2(
                "pg_get_viewdef_wrap", (context, oid, width) -> view(context, oid, Style.wrapped(width)));
        bindings.<String>c1(
                "pg_get_viewdef_name", (context, name) -> view(context, relation(context, name), Style.PLAIN));
        bindings.<String, Boolean>c2(
                "pg_get_viewdef_name_ext",
                (context, name, pretty) -> view(context, relation(context, name), style(pretty)));
        bindings.<Long>c1("pg_get_ruledef", (context, oid) -> rule(context, oid, false));
        bindings.<Long, Boolean>c2("pg_get_ruledef_ext", DefinitionFunctions::rule);
    }

    private static Style style(boolean pretty) {
        return pretty ? Style.PRETTY : Style.PLAIN;
    }

    private static Long relation(FunctionContext context, String name) {
        return context.names().oidOf(NameResolver.Kind.CLASS, name);
    }

    private static @Nullable String index(FunctionContext context, Long oid, int column, boolean pretty) {
        Scan scan = Scan.of(context);
        Optional<IndexDef> index = scan.catalog().index(oid.intValue());
        Optional<RelationDef.Table> table = index.flatMap(i -> scan.catalog().table(i.tableOid()));
        if (index.isEmpty() || table.isEmpty()) {
            return null;
        }
        Definitions definitions = new Definitions(scan, pretty);
        if (column == 0) {
            return definitions.index(table.get(), index.get());
        }
        int all = index.get().parts().size() + index.get().includes().size();
        return column > all ? "" : definitions.indexPart(table.get(), index.get(), column - 1);
    }

    private static @Nullable String constraint(FunctionContext context, Long oid, boolean pretty) {
        Scan scan = Scan.of(context);
        Catalog catalog = scan.catalog();
        Definitions definitions = new Definitions(scan, pretty);
        for (RelationDef relation : catalog.relations()) {
            if (relation instanceof RelationDef.Table table) {
                for (ConstraintDef constraint : table.constraints()) {
                    if (constraint.oid() == oid.intValue()) {
                        return definitions.constraint(table, constraint);
                    }
                }
            }
        }
        boolean trigger = catalog.relations().stream()
                .flatMap(relation -> relation.triggers().list().stream())
                .anyMatch(t -> t.constraint() != null && t.constraint().oid() == oid.intValue());
        if (trigger) {
            return "TRIGGER";
        }
        for (TypeDef type : catalog.typeDefs()) {
            if (type instanceof TypeDef.Domain domain) {
                for (ConstraintDef.Check check : domain.checks()) {
                    if (check.oid() == oid.intValue()) {
                        return definitions.domainConstraint(domain, check);
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable String expression(FunctionContext context, String text, Long relation, boolean pretty) {
        Scan scan = Scan.of(context);
        Optional<RelationDef> row = scan.catalog().relation(relation.intValue());
        if (relation != 0 && row.isEmpty()) {
            return null;
        }
        return new Definitions(scan, pretty).expression(text, row.orElse(null));
    }

    private static @Nullable String view(FunctionContext context, Long oid, Style style) {
        Scan scan = Scan.of(context);
        return scan.catalog()
                .relation(oid.intValue())
                .flatMap(RelationDef::query)
                .map(query -> Definitions.plain(scan).view(query, style))
                .orElse(null);
    }

    private static @Nullable String rule(FunctionContext context, Long oid, boolean pretty) {
        Scan scan = Scan.of(context);
        return scan.catalog()
                .relation(RuleRows.viewOf(oid.intValue()))
                .map(relation -> relation instanceof RelationDef.View view
                        ? "CREATE RULE \"_RETURN\" AS\n    ON SELECT TO "
                                + Definitions.qualified(view.schema(), view.name()) + " DO INSTEAD "
                                + new Definitions(scan, pretty).view(view, style(pretty))
                        : null)
                .orElse(null);
    }
}
