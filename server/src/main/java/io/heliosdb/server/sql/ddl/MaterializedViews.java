package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateTableAs;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.RefreshMaterializedView;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Tables that hold the rows of a query, and what fills them.
final class MaterializedViews {

    // Numbers of the query's own relations are small; these must not be among them.
    private static final int TARGET = Integer.MAX_VALUE;
    private static final int SOURCE = Integer.MAX_VALUE - 1;

    private final CommandRun run;

    MaterializedViews(CommandRun run) {
        this.run = run;
    }

    /// The table made a materialized view, as CREATE says it.
    RelationDef.Table defined(RelationDef.Table table, CreateTableAs node) {
        if (!(node.query() instanceof QueryNode query)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at or near \"EXECUTE\"");
        }
        List<String> names = table.columns().stream().map(ColumnDef::name).toList();
        String sql = run.deparser().stored(query, names, run.analysis());
        return table.withMaterialized(new RelationDef.Materialized(sql, node.withData()));
    }

    /// Puts the rows of a query into a table.
    ///
    /// @return how many
    long fill(RelationDef.Table table, Query query) {
        List<Expr> row = new ArrayList<>();
        for (ColumnDef column : table.columns()) {
            row.add(new Expr.Column(SOURCE, column.position(), column.name(), column.type()));
        }
        return run.rows()
                .change(new DataChange.Insert(
                        List.of(), table, TARGET, query, SOURCE, row, List.of(), List.of(), null, null));
    }

    String refresh(RefreshMaterializedView node) {
        if (node.concurrently() && !node.withData()) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "CONCURRENTLY and WITH NO DATA options cannot be used together");
        }
        TableLockMode mode = node.concurrently() ? TableLockMode.EXCLUSIVE : TableLockMode.ACCESS_EXCLUSIVE;
        RelationDef relation =
                run.lockedRelation(node.name(), mode, run.session().lockWait());
        if (!(relation instanceof RelationDef.Table found) || found.materialized() == null) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "\"" + relation.name() + "\" is not a materialized view");
        }
        run.rights().requireOwner(Securable.of(found));
        RelationDef.Table view = run.forChange(found);
        if (node.concurrently()) {
            checkConcurrent(view);
            run.rows().change(new DataChange.Delete(List.of(), view, TARGET, null, null, null));
            fill(view, query(view));
        } else {
            RelationDef.Materialized query = Objects.requireNonNull(view.materialized());
            RelationDef.Table fresh = Truncates.withNewTrees(run, view)
                    .withMaterialized(new RelationDef.Materialized(query.querySql(), node.withData()));
            run.put(fresh);
            Truncates.dropTrees(run, view);
            if (node.withData()) {
                fill(fresh.withIndexes(List.of()), query(fresh));
                fresh.indexes().forEach(index -> run.rows().buildIndex(fresh, index));
            }
        }
        return "REFRESH MATERIALIZED VIEW";
    }

    private Query query(RelationDef.Table view) {
        AnalyzedStatement.OfQuery analyzed =
                run.analyzer().viewQuery(view.query().orElseThrow(), run.analysis());
        analyzed.uses().forEach(use -> run.lockTable(use.relation().oid(), use.mode()));
        analyzed.access().check(run.catalog(), view.owner());
        return analyzed.query();
    }

    private static void checkConcurrent(RelationDef.Table view) {
        if (view.materialized() == null || !view.materialized().populated()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "CONCURRENTLY cannot be used when the materialized view is not populated");
        }
        boolean unique = view.indexes().stream()
                .anyMatch(i -> i.unique()
                        && i.predicateSql() == null
                        && i.parts().stream().allMatch(part -> part.expressionSql() == null));
        if (!unique) {
            throw new SqlException(
                            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                            "cannot refresh materialized view \"" + view.schema() + "." + view.name()
                                    + "\" concurrently")
                    .withHint("Create a unique index with no WHERE clause on one or more columns of the materialized"
                            + " view.");
        }
    }
}
