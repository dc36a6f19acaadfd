package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.WouldWaitException;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.ddl.Commands;
import io.heliosdb.server.sql.exec.AfterStatement;
import io.heliosdb.server.sql.exec.DeferredChecks;
import io.heliosdb.server.sql.exec.ExecutionContext;
import io.heliosdb.server.sql.exec.Frame;
import io.heliosdb.server.sql.exec.Instrumentation;
import io.heliosdb.server.sql.exec.NodeTotals;
import io.heliosdb.server.sql.exec.RowCounts;
import io.heliosdb.server.sql.exec.RowIds;
import io.heliosdb.server.sql.exec.RowSource;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import io.heliosdb.server.sql.exec.spill.MemoryPool;
import io.heliosdb.server.sql.exec.spill.TempFiles;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.sql.plan.Planner;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.Savepoint;
import io.heliosdb.server.txn.Transaction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// SQL on the engine of this node. Safe for any thread.
public final class LocalSqlEngine implements SqlEngine {

    private final CatalogService catalogs;
    private final StatementLocks locks;
    private final Analyzer analyzer;
    private final Commands commands;
    private final RowIds rowIds;
    private final MemoryPool memory;
    private final TempFiles tempFiles;
    private final NodeTotals rowTotals;
    private final LongSupplier nanoClock;
    private final SharedStatements shared = new SharedStatements(this);
    private final PreparedTexts texts = new PreparedTexts(this);
    private final KeptTables kept = new KeptTables();
    private final KeptTransitions transitions = new KeptTransitions();
    private final RoutineStatements routines;
    private final BlockStatements blocks;
    private final BlockConversions conversions;
    private final BlockRoutines blockRoutines;
    private final Map<Transaction, DeferredChecks> deferred = Collections.synchronizedMap(new WeakHashMap<>());

    /// @param nanoClock for EXPLAIN ANALYZE
    public static LocalSqlEngine open(Engine engine, Services services, Workplace workplace, LongSupplier nanoClock) {
        return new LocalSqlEngine(engine, services, workplace, nanoClock);
    }

    /// Where statements run.
    ///
    /// @param memoryBytes what the intermediate results of all running statements together may hold
    /// @param files for what does not fit
    /// @param rows counts what statements read and change
    public record Workplace(long memoryBytes, TempFiles files, NodeTotals rows) {

        public Workplace(long memoryBytes, TempFiles files) {
            this(memoryBytes, files, new NodeTotals());
        }
    }

    /// The other parts of SQL.
    public record Services(CatalogService catalogs, Analyzer analyzer, Commands commands) {}

    private LocalSqlEngine(Engine engine, Services services, Workplace workplace, LongSupplier nanoClock) {
        this.catalogs = services.catalogs();
        this.locks = new StatementLocks(this, catalogs);
        this.analyzer = services.analyzer();
        this.commands = services.commands();
        this.rowIds = new RowIds(engine);
        this.memory = new MemoryPool(workplace.memoryBytes());
        this.tempFiles = workplace.files();
        this.rowTotals = workplace.rows();
        this.nanoClock = nanoClock;
        this.routines = new RoutineStatements(this, catalogs, analyzer);
        this.blocks = new BlockStatements(this, catalogs, analyzer);
        this.conversions = new BlockConversions(this, catalogs, analyzer);
        this.blockRoutines = new BlockRoutines(this);
    }

    Catalog catalog(Scope scope) {
        return catalogs.at(scope.transaction());
    }

    BlockStatements blocks() {
        return blocks;
    }

    BlockConversions conversions() {
        return conversions;
    }

    BlockRoutines blockRoutines() {
        return blockRoutines;
    }

    KeptTransitions transitions() {
        return transitions;
    }

    RoutineStatements routines() {
        return routines;
    }

    @Override
    public List<ParsedStatement> parse(String text) {
        return SqlParser.parse(text);
    }

    @Override
    public Analyzed analyze(ParsedStatement statement, Scope scope, List<@Nullable Type> parameterTypes) {
        return analyze(statement, scope, parameterTypes, catalogs.at(scope.transaction()));
    }

    @Override
    public Optional<Type> type(int oid, Scope scope) {
        return catalogs.at(scope.transaction()).type(oid);
    }

    Prepared analyze(ParsedStatement statement, Scope scope, List<@Nullable Type> parameterTypes, Catalog catalog) {
        AnalyzedStatement analyzed =
                analyzer.analyze(statement, AnalysisContext.of(catalog, scope.context()), parameterTypes);
        return new Prepared(statement, analyzed, this, view(catalog, scope));
    }

    @Override
    public Analyzed lock(Analyzed statement, Scope scope) {
        return locks.lock((Prepared) statement, scope);
    }

    Prepared.View view(Scope scope) {
        return view(catalogs.at(scope.transaction()), scope);
    }

    static Prepared.View view(Catalog catalog, Scope scope) {
        return new Prepared.View(
                catalog.version(),
                scope.context().currentUser(),
                scope.context().setting("search_path"),
                scope.context().setting("heliosdb.optimizer"));
    }

    @Override
    public Execution execute(Analyzed statement, Scope scope, List<@Nullable Object> parameters) {
        Prepared prepared = (Prepared) statement;
        check(prepared, scope);
        return switch (prepared.statement()) {
            case AnalyzedStatement.OfQuery query -> query(prepared, query, scope, parameters);
            case AnalyzedStatement.OfChange change -> change(prepared, change.change(), scope, parameters);
            case AnalyzedStatement.OfExplain explain ->
                new ExplainRun(this, nanoClock).run(explain, prepared.source(), scope, parameters);
            case AnalyzedStatement.OfTableFromQuery create ->
                Executions.done(
                        commands.execute(create, scope.transaction(), scope.context(), new RowExecutor(this, scope)));
            case AnalyzedStatement.OfCall call -> procedure(call, scope, parameters);
            case AnalyzedStatement.OfCommand command
            when command.statement() instanceof UtilityStatement.Do block -> block(block, scope);
            case AnalyzedStatement.OfCommand command ->
                Executions.done(commands.execute(
                        command.statement(), scope.transaction(), scope.context(), new RowExecutor(this, scope)));
        };
    }

    private void check(Prepared prepared, Scope scope) {
        Catalog latest = catalogs.latest(scope.transaction());
        prepared.check(scope.context(), latest);
    }

    @Override
    public Optional<Rights> rights(String user, Optional<Transaction> transaction) {
        Catalog catalog = transaction.map(catalogs::latest).orElseGet(catalogs::current);
        return Optional.of(Rights.of(catalog, user));
    }

    private Execution block(UtilityStatement.Do block, Scope scope) {
        if (!block.language().equalsIgnoreCase("plpgsql")) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "language \"" + block.language() + "\" does not exist");
        }
        Savepoint savepoint = scope.transaction().savepoint();
        FunctionContext context =
                scope.context() instanceof RoutineContext ? scope.context() : new RoutineContext(this, scope);
        blockRoutines.run(block.body(), new Scope(scope.transaction(), context));
        scope.transaction().release(savepoint);
        return Executions.done("DO");
    }

    private Execution procedure(AnalyzedStatement.OfCall call, Scope scope, List<@Nullable Object> parameters) {
        Query.Target target = new Query.Target(
                call.call(), new OutputColumn("call", call.call().type(), 0, 0), false);
        Query query = new Query.Select(
                List.of(), null, null, null, null, List.of(), List.of(target), List.of(), Query.Tail.NONE, List.of());
        CatalogTables tables = tables(scope);
        PlanRun run = run(Planner.plan(query, tables), tables, scope, parameters);
        try (run) {
            open(run, scope, true).next();
            return Executions.call(run.row(1)[0], call.columns().size());
        }
    }

    private Execution query(
            Prepared prepared, AnalyzedStatement.OfQuery query, Scope scope, List<@Nullable Object> parameters) {
        CatalogTables tables = tables(scope);
        PlanRun run = run(plan(prepared, query, tables), tables, scope, parameters);
        RowSource rows = open(run, scope, query.effects().writes());
        return Executions.rows(run, rows, prepared.columns().size(), null);
    }

    private static Plan plan(Prepared prepared, AnalyzedStatement.OfQuery query, CatalogTables tables) {
        Plan plan = prepared.plan();
        if (plan == null) {
            plan = Planner.plan(query.query(), tables);
            prepared.keep(plan);
        }
        return plan;
    }

    /// Plans a query or a change ahead of its first run; false when that is not short.
    boolean isShort(Prepared prepared, Scope scope) {
        return switch (prepared.statement()) {
            case AnalyzedStatement.OfQuery query ->
                plan(prepared, query, tables(scope)).isShort();
            case AnalyzedStatement.OfChange change -> {
                Plan plan = Planner.plan(change.change(), tables(scope));
                prepared.keep(plan);
                yield plan.isShort();
            }
            default -> false;
        };
    }

    @Override
    public @Nullable Shared shared(String text, FunctionContext context) {
        return shared.find(text, context);
    }

    @Override
    public void learn(String text, Analyzed ran, Scope scope) {
        shared.learn(text, ran, scope);
    }

    @Override
    public void replace(Shared stale, Analyzed fresh, Scope scope) {
        shared.replace(stale, fresh, scope);
    }

    @Override
    public @Nullable Analyzed known(String text, List<Integer> types, FunctionContext context) {
        return texts.find(text, types, context);
    }

    @Override
    public void learnPrepared(String text, List<Integer> types, Analyzed analyzed, Scope scope) {
        texts.learn(text, types, (Prepared) analyzed, scope);
    }

    private Execution change(Prepared prepared, DataChange change, Scope scope, List<@Nullable Object> parameters) {
        CatalogTables tables = tables(scope);
        Plan plan = prepared.plan();
        if (plan == null) {
            plan = Planner.plan(change, tables);
            prepared.keep(plan);
        }
        PlanRun run = run(plan, tables, scope, parameters);
        RowSource rows = open(run, scope, true);
        String tag = tag(change) + run.changed();
        return Executions.rows(run, rows, prepared.columns().size(), tag);
    }

    @Override
    public Bulk openBulk(Analyzed insert, Scope scope) {
        Prepared prepared = locks.lock((Prepared) insert, scope);
        check(prepared, scope);
        if (!(prepared.statement() instanceof AnalyzedStatement.OfChange change)) {
            throw new IllegalArgumentException("not an INSERT");
        }
        CatalogTables tables = tables(scope);
        Plan plan = Planner.plan(change.change(), tables);
        return new BulkRun(
                plan, execution(tables, scope), prepared.parameterTypes().size());
    }

    static String tag(DataChange change) {
        return switch (change) {
            case DataChange.Insert i -> "INSERT 0 ";
            case DataChange.Update u -> "UPDATE ";
            case DataChange.Delete d -> "DELETE ";
            case DataChange.Merge m -> "MERGE ";
            case DataChange.InsteadOf i -> i.event() == TriggerDef.Event.INSERT ? "INSERT 0 " : i.event() + " ";
        };
    }

    /// Opens a plan; a change that fails midway leaves nothing.
    static RowSource open(PlanRun run, Scope scope, boolean writes) {
        Savepoint savepoint = writes ? scope.transaction().savepoint() : null;
        try {
            RowSource rows = run.open();
            if (savepoint != null) {
                scope.transaction().release(savepoint);
            }
            return rows;
        } catch (SqlException | WouldWaitException e) {
            run.close();
            if (savepoint != null) {
                scope.transaction().rollbackTo(savepoint);
            }
            throw e;
        } catch (StackOverflowError e) {
            run.close();
            throw tooDeep(e);
        }
    }

    private static SqlException tooDeep(StackOverflowError cause) {
        return new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded", cause);
    }

    CatalogTables tables(Scope scope) {
        return new CatalogTables(catalogs, scope, analyzer, kept);
    }

    ExecutionContext execution(CatalogTables tables, Scope scope) {
        FunctionContext context =
                scope.context() instanceof RoutineContext routine ? routine : new RoutineContext(this, scope);
        return new ExecutionContext(
                scope.transaction(),
                context,
                budget(scope.context()),
                tables,
                rowIds,
                deferred(scope.transaction()),
                new AfterStatement(),
                new RowCounts(rowTotals));
    }

    private MemoryBudget budget(FunctionContext context) {
        return new MemoryBudget(memory, tempFiles, () -> MemorySettings.of(context));
    }

    PlanRun run(Plan plan, CatalogTables tables, Scope scope, List<@Nullable Object> parameters) {
        return run(plan, execution(tables, scope), parameters, null);
    }

    PlanRun run(
            Plan plan,
            ExecutionContext execution,
            List<@Nullable Object> parameters,
            @Nullable Instrumentation instrumentation) {
        return new PlanRun(plan, execution, new Frame(plan.shape(), parameters, execution, instrumentation));
    }

    @Override
    public Spool spool(FunctionContext context) {
        return new KeptRows(budget(context));
    }

    @Override
    public void beforeCommit(Scope scope) {
        DeferredChecks checks = deferred.get(scope.transaction());
        if (checks != null && !checks.isEmpty()) {
            runDeferred(checks, null, scope);
        }
    }

    @Override
    public boolean hasDeferred(Transaction transaction) {
        DeferredChecks checks = deferred.get(transaction);
        return checks != null && !checks.isEmpty();
    }

    @Override
    public void setConstraints(SessionStatement.SetConstraints statement, Scope scope) {
        AnalysisContext context = AnalysisContext.of(catalogs.latest(scope.transaction()), scope.context());
        Set<Integer> constraints = statement.constraints().isEmpty()
                ? null
                : new ConstraintNames(context.catalog(), context.path()).resolve(statement.constraints());
        DeferredChecks checks = deferred(scope.transaction());
        checks.setMode(constraints, statement.deferred());
        if (!statement.deferred()) {
            runDeferred(checks, constraints, scope);
        }
    }

    @Override
    public Runnable keepDeferred(Transaction transaction) {
        return deferred(transaction).keep();
    }

    private DeferredChecks deferred(Transaction transaction) {
        return deferred.computeIfAbsent(transaction, t -> new DeferredChecks());
    }

    private void runDeferred(DeferredChecks checks, @Nullable Set<Integer> constraints, Scope scope) {
        scope.transaction().nextCommand();
        ExecutionContext execution = execution(tables(scope), scope);
        try {
            checks.run(constraints, execution);
        } finally {
            execution.memory().close();
        }
    }
}
