package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.TracedExpression;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.deparse.Deparser;
import io.heliosdb.server.sql.deparse.Style;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Objects written back as SQL, as `pg_get_indexdef` and its kin show them.
///
/// @param pretty whether schemas and parentheses that are not needed are left out
record Definitions(Scan scan, boolean pretty) {

    static Definitions plain(Scan scan) {
        return new Definitions(scan, false);
    }

    static String qualified(String schema, String name) {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }

    private Deparser.Shown shown(String sql, @Nullable RelationDef row) {
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        return scan.context()
                .service(Deparser.class)
                .expression(sql, row, context, pretty ? Style.PRETTY : Style.PLAIN);
    }

    /// What a stored expression over a relation's row means.
    TracedExpression traced(String sql, @Nullable RelationDef row) {
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        return scan.context().service(Deparser.class).traced(sql, row, context);
    }

    /// Positions of the columns that a stored expression over a relation's row names, in their order.
    List<Integer> columns(String sql, RelationDef row) {
        return traced(sql, row).trace().columns().stream()
                .map(Expr.Column::column)
                .filter(column -> column >= 0)
                .distinct()
                .sorted()
                .toList();
    }

    /// A stored expression over a relation's row.
    String expression(String sql, @Nullable RelationDef row) {
        return shown(sql, row).text();
    }

    String view(RelationDef.View view, Style style) {
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        return scan.context().service(Deparser.class).view(view, context, style);
    }

    private String name(RelationDef relation) {
        return pretty && scan.path().isVisible(relation)
                ? Identifiers.quote(relation.name())
                : qualified(relation.schema(), relation.name());
    }

    /// The relation's name, with its schema where the search path needs it.
    private String visibleName(RelationDef relation) {
        return scan.path().isVisible(relation)
                ? Identifiers.quote(relation.name())
                : qualified(relation.schema(), relation.name());
    }

    String index(RelationDef.Table table, IndexDef index) {
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(index.unique() ? "UNIQUE " : "")
                .append("INDEX ")
                .append(Identifiers.quote(index.name()))
                .append(" ON ")
                .append(name(table))
                .append(" USING btree (");
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < index.parts().size(); i++) {
            IndexDef.Part part = index.parts().get(i);
            String operatorClass = part.operatorClass().isEmpty() ? "" : " " + part.operatorClass();
            parts.add(indexPart(table, index, i) + operatorClass + order(part));
        }
        sql.append(String.join(", ", parts)).append(')');
        if (!index.includes().isEmpty()) {
            sql.append(" INCLUDE (").append(columns(table, index.includes())).append(')');
        }
        if (index.nullsNotDistinct()) {
            sql.append(" NULLS NOT DISTINCT");
        }
        if (index.predicateSql() != null) {
            sql.append(" WHERE ").append(expression(index.predicateSql(), table));
        }
        return sql.toString();
    }

    /// A key part, counted from 0, without its order.
    String indexPart(RelationDef.Table table, IndexDef index, int number) {
        if (number >= index.parts().size()) {
            int include = index.includes().get(number - index.parts().size());
            return Identifiers.quote(table.columns().get(include).name());
        }
        IndexDef.Part part = index.parts().get(number);
        String expression = part.expressionSql();
        if (expression == null) {
            return Identifiers.quote(table.columns().get(part.column()).name());
        }
        Deparser.Shown shown = shown(expression, table);
        return shown.call() ? shown.text() : "(" + shown.text() + ")";
    }

    private static String order(IndexDef.Part part) {
        if (part.descending()) {
            return part.nullsFirst() ? " DESC" : " DESC NULLS LAST";
        }
        return part.nullsFirst() ? " NULLS FIRST" : "";
    }

    private static String columns(RelationDef.Table table, List<Integer> positions) {
        return positions.stream()
                .map(position -> Identifiers.quote(table.columns().get(position).name()))
                .collect(Collectors.joining(", "));
    }

    // Only a domain's constraints have no table, and those are checks.
    private static RelationDef.Table table(@Nullable RelationDef row) {
        return (RelationDef.Table) Objects.requireNonNull(row, "a key is of a table");
    }

    /// A constraint of a domain.
    String domainConstraint(TypeDef.Domain domain, ConstraintDef.Check check) {
        AnalysisContext context = AnalysisContext.of(scan.catalog(), scan.context());
        DataType base = new DataType(scan.catalog().type(domain.baseType()).orElse(Types.TEXT), domain.typmod());
        String condition = scan.context()
                .service(Deparser.class)
                .domainCondition(check.expressionSql(), base, context, pretty ? Style.PRETTY : Style.PLAIN);
        return "CHECK (" + condition + ")" + (check.validated() ? "" : " NOT VALID");
    }

    /// @param row what the constraint is of; null for a domain
    String constraint(@Nullable RelationDef row, ConstraintDef constraint) {
        String sql =
                switch (constraint) {
                    case ConstraintDef.Check check ->
                        "CHECK (" + expression(check.expressionSql(), row) + ")"
                                + (check.validated() ? "" : " NOT VALID");
                    case ConstraintDef.Unique unique -> unique(table(row), unique);
                    case ConstraintDef.ForeignKey key -> foreignKey(table(row), key);
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

    private String foreignKey(RelationDef.Table table, ConstraintDef.ForeignKey key) {
        String target = scan.catalog()
                .table(key.referencedTable())
                .map(t -> visibleName(t) + "(" + columns(t, key.referencedColumns()) + ")")
                .orElse("?");
        return "FOREIGN KEY (" + columns(table, key.columns()) + ") REFERENCES " + target
                + (key.matchFull() ? " MATCH FULL" : "")
                + action(" ON UPDATE ", key.onUpdate())
                + action(" ON DELETE ", key.onDelete())
                + (key.deleteColumns().isEmpty() ? "" : " (" + columns(table, key.deleteColumns()) + ")")
                + (key.validated() ? "" : " NOT VALID");
    }

    private static String action(String words, ConstraintDef.Action action) {
        return action == ConstraintDef.Action.NO_ACTION
                ? ""
                : words + action.name().replace('_', ' ');
    }
}
