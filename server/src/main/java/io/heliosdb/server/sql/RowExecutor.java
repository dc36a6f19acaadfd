package io.heliosdb.server.sql;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.ddl.RowWork;
import io.heliosdb.server.sql.exec.ExecutionContext;
import io.heliosdb.server.sql.exec.IndexBuild;
import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.exec.TableSample;
import io.heliosdb.server.sql.exec.TableWriter;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.sql.plan.Planner;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Work on rows that commands need, within their transaction. It sees the transaction's own writes so far.
final class RowExecutor implements RowWork {

    private final LocalSqlEngine engine;
    private final SqlEngine.Scope scope;

    RowExecutor(LocalSqlEngine engine, SqlEngine.Scope scope) {
        this.engine = engine;
        this.scope = scope;
    }

    /// Runs a change; returns how many rows it changed.
    @Override
    public long change(DataChange change) {
        scope.transaction().nextCommand();
        CatalogTables tables = engine.tables(scope);
        Plan plan = Planner.plan(change, tables);
        try (PlanRun run = engine.run(plan, tables, scope, List.of())) {
            run.open();
            return run.changed();
        } finally {
            scope.transaction().nextCommand();
        }
    }

    @Override
    public void rewrite(DataChange change) {
        scope.transaction().onNewestSnapshot(() -> change(change));
    }

    @Override
    public Optional<@Nullable Object[]> firstRow(Query query) {
        return scope.transaction().onNewestSnapshot(() -> first(query));
    }

    private Optional<@Nullable Object[]> first(Query query) {
        scope.transaction().nextCommand();
        CatalogTables tables = engine.tables(scope);
        Plan plan = Planner.plan(query, tables);
        try (PlanRun run = engine.run(plan, tables, scope, List.of())) {
            RowSource rows = run.open();
            return rows.next() ? Optional.of(run.row(query.columns().size())) : Optional.empty();
        }
    }

    /// Makes the entries of a new index over a table's rows.
    ///
    /// @throws io.heliosdb.server.common.SqlException 23505 when two rows have the same key
    @Override
    public void buildIndex(RelationDef.Table table, IndexDef index) {
        scope.transaction().nextCommand();
        CatalogTables tables = engine.tables(scope);
        TableAccess access = tables.compile(table);
        ExecutionContext execution = engine.execution(tables, scope);
        try (Cursor cursor = scope.transaction().scanLatest(table.tree(), new byte[0], null, true)) {
            new IndexBuild(access, index, execution).run(cursor);
        } finally {
            execution.memory().close();
        }
    }

    @Override
    public void truncate(List<RelationDef.Table> tables, Runnable work) {
        List<RelationDef.Table> watched =
                tables.stream().filter(t -> !t.triggers().isEmpty()).toList();
        if (watched.isEmpty()) {
            work.run();
            return;
        }
        CatalogTables compiled = engine.tables(scope);
        ExecutionContext execution = engine.execution(compiled, scope);
        try {
            List<TableWriter> writers = watched.stream()
                    .map(table -> new TableWriter(compiled.access(table), execution))
                    .toList();
            writers.forEach(writer -> writer.begin(TriggerDef.Event.TRUNCATE, new boolean[0]));
            work.run();
            scope.transaction().nextCommand();
            writers.forEach(writer -> writer.end(TriggerDef.Event.TRUNCATE));
            execution.after().run();
        } finally {
            execution.memory().close();
        }
    }

    /// Counts and samples a table's rows.
    @Override
    public TableStatistics analyze(RelationDef.Table table) {
        try (Cursor cursor = scope.transaction().scan(table.tree(), new byte[0], null, true)) {
            return new TableSample(table, scope.context()::checkCancelled).read(cursor);
        }
    }

    @Override
    public TableStatistics count(RelationDef.Table table, Optional<TableStatistics> before) {
        long rows = 0;
        long bytes = 0;
        try (Cursor cursor = scope.transaction().scan(table.tree(), new byte[0], null, true)) {
            while (cursor.next()) {
                bytes += cursor.value().length;
                if ((++rows & 0xFF) == 0) {
                    scope.context().checkCancelled();
                }
            }
        }
        List<TableStatistics.ColumnStatistics> columns =
                before.map(TableStatistics::columns).orElse(List.of());
        return new TableStatistics(table.oid(), rows, bytes, columns);
    }
}
