package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.exec.Instrumentation;
import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.plan.ExplainTree;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.sql.plan.Planner;
import io.heliosdb.server.sql.tree.Query;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs EXPLAIN.
final class ExplainRun {

    private static final Set<String> KNOWN =
            Set.of("analyze", "verbose", "costs", "buffers", "timing", "summary", "settings", "wal", "format");

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
        List<UtilityStatement.Option> options = explain.explain().options();
        for (UtilityStatement.Option option : options) {
            if (!KNOWN.contains(option.name())) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "unrecognized EXPLAIN option \"" + option.name() + "\"")
                        .withPosition(option.position());
            }
        }
        CatalogTables tables = engine.tables(scope);
        long begun = nanoClock.getAsLong();
        Plan plan =
                switch (explain.explained()) {
                    case AnalyzedStatement.OfQuery query -> Planner.plan(query.query(), tables);
                    case AnalyzedStatement.OfChange change -> Planner.plan(change.change(), tables);
                    case AnalyzedStatement.OfTableFromQuery create -> plan(create.query(), tables);
                    case AnalyzedStatement.OfExplain other -> throw unsupported();
                    case AnalyzedStatement.OfCommand command -> throw unsupported();
                };
        ExplainFormat format = new ExplainFormat(
                !isOff(options, "costs"),
                isOn(options, "analyze"),
                !isOff(options, "timing"),
                isOn(options, "analyze") ? !isOff(options, "summary") : isOn(options, "summary"));
        double planning = (nanoClock.getAsLong() - begun) / 1e6;
        Instrumentation instrumentation = format.analyze() ? new Instrumentation(nanoClock) : null;
        double running = instrumentation == null ? 0 : measure(plan, tables, scope, parameters, instrumentation);
        ExplainTree tree = ExplainTree.of(plan, scope.context(), instrumentation);
        String kind = value(options, "format");
        List<String> lines = kind != null && kind.toLowerCase(Locale.ROOT).equals("json")
                ? List.of(format.json(tree, planning, running))
                : format.text(tree, planning, running);
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

    private static @Nullable String value(List<UtilityStatement.Option> options, String name) {
        for (UtilityStatement.Option option : options) {
            if (option.name().equals(name)) {
                return option.value();
            }
        }
        return null;
    }

    private static boolean isOn(List<UtilityStatement.Option> options, String name) {
        return options.stream().anyMatch(o -> o.name().equals(name)) && !isOff(options, name);
    }

    private static boolean isOff(List<UtilityStatement.Option> options, String name) {
        String value = value(options, name);
        return value != null && Set.of("off", "false", "0").contains(value.toLowerCase(Locale.ROOT));
    }
}
