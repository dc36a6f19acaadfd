package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.exec.Instrumentation;
import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.plan.ExplainTree;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.sql.plan.Planner;
import io.heliosdb.server.sql.tree.Query;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs EXPLAIN.
final class ExplainRun {

    private final LocalSqlEngine engine;
    private final LongSupplier nanoClock;

    ExplainRun(LocalSqlEngine engine, LongSupplier nanoClock) {
        this.engine = engine;
        this.nanoClock = nanoClock;
    }

    SqlEngine.Execution run(
            AnalyzedStatement.OfExplain explain,
            ParsedStatement source,
            SqlEngine.Scope scope,
            List<@Nullable Object> parameters) {
        ExplainOptions options = ExplainOptions.of(explain.explain().options());
        CatalogTables tables = engine.tables(scope);
        long begun = nanoClock.getAsLong();
        Plan plan =
                switch (explain.explained()) {
                    case AnalyzedStatement.OfQuery query -> Planner.plan(query.query(), tables);
                    case AnalyzedStatement.OfChange change -> Planner.plan(change.change(), tables);
                    case AnalyzedStatement.OfTableFromQuery create -> plan(create.query(), tables);
                    case AnalyzedStatement.OfExplain other -> throw unsupported();
                    case AnalyzedStatement.OfCommand command -> throw unsupported();
                    case AnalyzedStatement.OfCall call -> throw unsupported();
                };
        double planning = (nanoClock.getAsLong() - begun) / 1e6;
        Instrumentation instrumentation = options.analyze() ? new Instrumentation(nanoClock) : null;
        double running = instrumentation == null ? 0 : measure(plan, tables, scope, parameters, instrumentation);
        ExplainTree tree = ExplainTree.of(plan, tables, scope.context(), instrumentation);
        List<String> lines = options.format() == ExplainOptions.Format.TEXT
                ? new ExplainFormat(options).text(tree, planning, running)
                : List.of(new ExplainDocument(options, tree, planning, running).print());
        return Executions.lines(lines, "EXPLAIN");
    }

    private static Plan plan(Query query, CatalogTables tables) {
        return Planner.plan(query, tables);
    }

    private static SqlException unsupported() {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "this statement has no plan to explain");
    }

    private double measure(
            Plan plan,
            CatalogTables tables,
            SqlEngine.Scope scope,
            List<@Nullable Object> parameters,
            Instrumentation instrumentation) {
        long begun = nanoClock.getAsLong();
        try (PlanRun run = engine.run(plan, engine.execution(tables, scope), parameters, instrumentation)) {
            RowSource rows = LocalSqlEngine.open(run, scope, true);
            boolean more = rows.next();
            while (more) {
                more = rows.next();
            }
        }
        return (nanoClock.getAsLong() - begun) / 1e6;
    }
}
