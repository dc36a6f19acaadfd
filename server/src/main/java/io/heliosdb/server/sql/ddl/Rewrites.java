package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerSet;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes the rows of a changed table anew, and checks rows against new constraints.
final class Rewrites {

    private static final int OLD = 0;
    private static final int NEW = 1;
    private static final int SOURCE = 2;

    private final CommandRun run;

    Rewrites(CommandRun run) {
        this.run = run;
    }

    /// Copies all rows into new trees.
    ///
    /// @param changed the new definition, with more columns or other types
    /// @param values of columns by position, over the old row as relation 0; other columns are taken over
    /// @return the new definition with its new trees, stored
    RelationDef.Table copy(RelationDef.Table old, RelationDef.Table changed, Map<Integer, Expr> values) {
        RelationDef.Table target = Truncates.withNewTrees(run, changed);
        run.put(target);
        List<Target> targets = new ArrayList<>();
        List<Expr> row = new ArrayList<>();
        for (ColumnDef column : target.columns()) {
            Expr value = values.get(column.position());
            if (column.dropped()) {
                row.add(new Expr.Constant(null, column.type()));
                continue;
            }
            if (value == null) {
                value = new Expr.Column(OLD, column.position(), column.name(), column.type());
            }
            row.add(new Expr.Column(SOURCE, targets.size(), column.name(), column.type()));
            targets.add(new Target(value, new OutputColumn(column.name(), column.type(), 0, 0), false));
        }
        Query source = new Query.Select(
                List.of(),
                new FromItem.Scan(OLD, old, old.name()),
                null,
                null,
                null,
                List.of(),
                targets,
                List.of(),
                Query.Tail.NONE,
                List.of());
        List<DataChange.Check> checks = new ArrayList<>();
        for (ConstraintDef constraint : target.constraints()) {
            if (constraint instanceof ConstraintDef.Check check) {
                checks.add(new DataChange.Check(
                        check.name(), run.analyzer().rowCondition(check.expressionSql(), target, NEW, run.analysis())));
            }
        }
        // No row changes for those who look at them.
        RelationDef.Table silent = target.withTriggers(TriggerSet.NONE);
        run.rows()
                .rewrite(new DataChange.Insert(
                        List.of(), silent, NEW, source, SOURCE, row, checks, List.of(), null, null));
        Truncates.dropTrees(run, old);
        return target;
    }

    private static String quoted(RelationDef table) {
        return Identifiers.quote(table.schema()) + "." + Identifiers.quote(table.name());
    }

    private boolean exists(String sql) {
        return first(sql).isPresent();
    }

    private Optional<@Nullable Object[]> first(String sql) {
        ParsedStatement parsed = SqlParser.parse(sql).getFirst();
        return run.analyzer().analyze(parsed, run.analysis(), List.of()) instanceof AnalyzedStatement.OfQuery query
                ? run.rows().firstRow(query.query())
                : Optional.empty();
    }

    /// @throws SqlException 23502
    void checkNotNull(RelationDef.Table table, ColumnDef column) {
        if (exists(
                "SELECT 1 FROM " + quoted(table) + " WHERE " + Identifiers.quote(column.name()) + " IS NULL LIMIT 1")) {
            throw new SqlException(
                    SqlState.NOT_NULL_VIOLATION,
                    "column \"" + column.name() + "\" of relation \"" + table.name() + "\" contains null values");
        }
    }

    /// @throws SqlException 23502
    void checkNoNulls(RelationDef.Table table, ColumnDef column) {
        if (exists(
                "SELECT 1 FROM " + quoted(table) + " WHERE " + Identifiers.quote(column.name()) + " IS NULL LIMIT 1")) {
            throw new SqlException(
                    SqlState.NOT_NULL_VIOLATION,
                    "column \"" + column.name() + "\" of table \"" + table.name() + "\" contains null values");
        }
    }

    /// Checks a column against a new condition of its domain.
    ///
    /// @throws SqlException 23514
    void checkDomain(RelationDef.Table table, ColumnDef column, String condition) {
        if (exists("SELECT 1 FROM (SELECT " + Identifiers.quote(column.name()) + " AS value FROM " + quoted(table)
                + ") AS v WHERE NOT (" + condition + ") LIMIT 1")) {
            throw new SqlException(
                    SqlState.CHECK_VIOLATION,
                    "column \"" + column.name() + "\" of table \"" + table.name()
                            + "\" contains values that violate the new constraint");
        }
    }

    /// @throws SqlException 23514
    void checkCondition(RelationDef.Table table, ConstraintDef.Check check) {
        if (exists("SELECT 1 FROM " + quoted(table) + " WHERE NOT (" + check.expressionSql() + ") LIMIT 1")) {
            throw new SqlException(
                    SqlState.CHECK_VIOLATION,
                    "check constraint \"" + check.name() + "\" of relation \"" + table.name()
                            + "\" is violated by some row");
        }
    }

    /// @throws SqlException 23503
    void checkForeignKey(RelationDef.Table table, ConstraintDef.ForeignKey key) {
        RelationDef.Table other = key.referencedTable() == table.oid()
                ? table
                : run.catalog().table(key.referencedTable()).orElseThrow();
        List<String> own = names("f.", table, key.columns());
        List<String> theirs = names("p.", other, key.referencedColumns());
        List<String> matches = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            matches.add(own.get(i) + " = " + theirs.get(i));
        }
        String allPresent = String.join(" IS NOT NULL AND ", own) + " IS NOT NULL";
        Optional<@Nullable Object[]> orphan =
                first("SELECT (" + String.join(")::text, (", own) + ")::text FROM " + quoted(table) + " f WHERE "
                        + allPresent + " AND NOT EXISTS (SELECT 1 FROM " + quoted(other) + " p WHERE "
                        + String.join(" AND ", matches) + ") LIMIT 1");
        if (orphan.isPresent()) {
            String columns = String.join(
                    ", ",
                    key.columns().stream()
                            .map(c -> table.columns().get(c).name())
                            .toList());
            String values = Arrays.stream(orphan.get()).map(String::valueOf).collect(Collectors.joining(", "));
            throw violated(table, key)
                    .withDetail(
                            "Key (" + columns + ")=(" + values + ") is not present in table \"" + other.name() + "\".");
        }
        String anyPresent = String.join(" IS NOT NULL OR ", own) + " IS NOT NULL";
        if (key.matchFull()
                && exists("SELECT 1 FROM " + quoted(table) + " f WHERE (" + anyPresent + ") AND NOT (" + allPresent
                        + ") LIMIT 1")) {
            throw violated(table, key).withDetail("MATCH FULL does not allow mixing of null and nonnull key values.");
        }
    }

    private static List<String> names(String alias, RelationDef.Table table, List<Integer> columns) {
        return columns.stream()
                .map(c -> alias + Identifiers.quote(table.columns().get(c).name()))
                .toList();
    }

    private static SqlException violated(RelationDef.Table table, ConstraintDef.ForeignKey key) {
        return new SqlException(
                SqlState.FOREIGN_KEY_VIOLATION,
                "insert or update on table \"" + table.name() + "\" violates foreign key constraint \"" + key.name()
                        + "\"");
    }

    /// Checks all rows against a constraint.
    void check(RelationDef.Table table, ConstraintDef constraint) {
        switch (constraint) {
            case ConstraintDef.Check check -> checkCondition(table, check);
            case ConstraintDef.ForeignKey key -> checkForeignKey(table, key);
            case ConstraintDef.Unique unique -> {}
        }
    }
}
