package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Objects written back as SQL, as `pg_get_indexdef` and its kin show them.
final class Definitions {

    private Definitions() {}

    static String qualified(String schema, String name) {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }

    static String index(RelationDef.Table table, IndexDef index) {
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(index.unique() ? "UNIQUE " : "")
                .append("INDEX ")
                .append(Identifiers.quote(index.name()))
                .append(" ON ")
                .append(qualified(table.schema(), table.name()))
                .append(" USING btree (");
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < index.parts().size(); i++) {
            parts.add(indexPart(table, index, i) + order(index.parts().get(i)));
        }
        sql.append(String.join(", ", parts)).append(')');
        if (!index.includes().isEmpty()) {
            sql.append(" INCLUDE (").append(columns(table, index.includes())).append(')');
        }
        if (index.nullsNotDistinct()) {
            sql.append(" NULLS NOT DISTINCT");
        }
        if (index.predicateSql() != null) {
            sql.append(" WHERE ").append(parenthesized(index.predicateSql()));
        }
        return sql.toString();
    }

    /// A key part, counted from 0, without its order.
    static String indexPart(RelationDef.Table table, IndexDef index, int number) {
        if (number >= index.parts().size()) {
            int include = index.includes().get(number - index.parts().size());
            return Identifiers.quote(table.columns().get(include).name());
        }
        IndexDef.Part part = index.parts().get(number);
        String expression = part.expressionSql();
        return expression == null
                ? Identifiers.quote(table.columns().get(part.column()).name())
                : isCall(expression) ? expression : parenthesized(expression);
    }

    private static boolean isCall(String expression) {
        return expression.matches("[a-z_][a-z_0-9.]*\\([^()]*\\)");
    }

    private static String order(IndexDef.Part part) {
        if (part.descending()) {
            return part.nullsFirst() ? " DESC" : " DESC NULLS LAST";
        }
        return part.nullsFirst() ? " NULLS FIRST" : "";
    }

    static String parenthesized(String expression) {
        return "(" + expression + ")";
    }

    static String columns(RelationDef.Table table, List<Integer> positions) {
        return positions.stream()
                .map(position -> Identifiers.quote(table.columns().get(position).name()))
                .collect(Collectors.joining(", "));
    }

    static String constraint(Catalog catalog, RelationDef.Table table, ConstraintDef constraint) {
        String sql =
                switch (constraint) {
                    case ConstraintDef.Check check ->
                        "CHECK (" + parenthesized(check.expressionSql()) + ")"
                                + (check.validated() ? "" : " NOT VALID");
                    case ConstraintDef.Unique unique -> unique(table, unique);
                    case ConstraintDef.ForeignKey key -> foreignKey(catalog, table, key);
                };
        return sql
                + switch (constraint.timing()) {
                    case NOT_DEFERRABLE -> "";
                    case INITIALLY_IMMEDIATE -> " DEFERRABLE";
                    case INITIALLY_DEFERRED -> " DEFERRABLE INITIALLY DEFERRED";
                };
    }

    private static String unique(RelationDef.Table table, ConstraintDef.Unique unique) {
        Optional<IndexDef> index = table.indexes().stream()
                .filter(i -> i.oid() == unique.indexOid())
                .findFirst();
        String include = index.filter(i -> !i.includes().isEmpty())
                .map(i -> " INCLUDE (" + columns(table, i.includes()) + ")")
                .orElse("");
        String nulls = index.filter(IndexDef::nullsNotDistinct).isPresent() ? " NULLS NOT DISTINCT" : "";
        return (unique.primary() ? "PRIMARY KEY" : "UNIQUE" + nulls) + " ("
                + columns(table, ConstraintRows.keyColumns(table, unique)) + ")" + include;
    }

    private static String foreignKey(Catalog catalog, RelationDef.Table table, ConstraintDef.ForeignKey key) {
        String target = catalog.table(key.referencedTable())
                .map(t -> visibleName(catalog, t) + "(" + columns(t, key.referencedColumns()) + ")")
                .orElse("?");
        return "FOREIGN KEY (" + columns(table, key.columns()) + ") REFERENCES " + target
                + (key.matchFull() ? " MATCH FULL" : "")
                + action(" ON UPDATE ", key.onUpdate())
                + action(" ON DELETE ", key.onDelete())
                + (key.validated() ? "" : " NOT VALID");
    }

    private static String visibleName(Catalog catalog, RelationDef.Table table) {
        boolean plain = table.schema().equals(Catalog.PUBLIC_SCHEMA)
                && catalog.relation(Catalog.SYSTEM_SCHEMA, table.name()).isEmpty();
        return plain ? Identifiers.quote(table.name()) : qualified(table.schema(), table.name());
    }

    private static String action(String words, ConstraintDef.Action action) {
        return action == ConstraintDef.Action.NO_ACTION
                ? ""
                : words + action.name().replace('_', ' ');
    }

    static String view(RelationDef.View view) {
        return " " + view.querySql() + ";";
    }
}
