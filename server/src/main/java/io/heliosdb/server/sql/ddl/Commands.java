package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.catalog.SequenceStore;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import io.heliosdb.server.sql.privilege.Securable;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Runs commands that define, change or remove objects. Safe for any thread; one command runs in one.
public final class Commands {

    private final CommandRun.Services services;

    public Commands(CatalogService catalogs, Engine engine, SequenceStore sequences, Analyzer analyzer) {
        this.services = new CommandRun.Services(catalogs, engine, new OidCounter(engine), sequences, analyzer);
    }

    /// Whether {@link #execute} runs statements of this kind.
    public static boolean handles(Statement statement) {
        return statement instanceof DefinitionStatement
                || statement instanceof UtilityStatement.Truncate
                || statement instanceof UtilityStatement.LockTable
                || statement instanceof UtilityStatement.Analyze
                || statement instanceof UtilityStatement.Vacuum
                || statement instanceof UtilityStatement.Reindex
                || statement instanceof UtilityStatement.Cluster
                || statement instanceof UtilityStatement.RefreshMaterializedView;
    }

    /// Runs a command in a transaction, whose statement has been started.
    ///
    /// @return the command tag
    public String execute(Statement statement, Transaction transaction, FunctionContext session, RowWork rows) {
        CommandRun run = new CommandRun(services, transaction, session, rows);
        return switch (statement) {
            case DefinitionStatement definition -> {
                new CommandChecks(run).check(definition);
                yield define(definition, run);
            }
            case UtilityStatement utility -> utility(utility, run);
            default -> throw new IllegalArgumentException("no command: " + statement);
        };
    }

    /// `CREATE TABLE … AS` and its kin: makes the table and fills it.
    ///
    /// @return the command tag
    public String execute(
            AnalyzedStatement.OfTableFromQuery statement,
            Transaction transaction,
            FunctionContext session,
            RowWork rows) {
        CommandRun run = new CommandRun(services, transaction, session, rows);
        DefinitionStatement.CreateTableAs node = statement.definition();
        List<ColumnDef> columns = Others.columns(statement.query().columns(), node.columns());
        Optional<RelationDef.Table> begun =
                new CreateTables(run).begin(node.name(), node.temporary(), false, node.ifNotExists());
        String tag = node.materializedView() ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
        if (begun.isEmpty()) {
            return tag;
        }
        RelationDef.Table table = begun.get().withColumns(columns);
        new CreateTables(run).checkOnCommit(node.onCommit(), table);
        MaterializedViews filling = new MaterializedViews(run);
        if (node.materializedView()) {
            table = filling.defined(table, node);
        }
        run.put(table);
        return node.withData() ? "SELECT " + filling.fill(table, statement.query()) : tag;
    }

    /// Drops a session's temporary objects, when it ends.
    public void dropTemporary(Transaction transaction, FunctionContext session, RowWork rows) {
        CommandRun run = new CommandRun(services, transaction, session, rows);
        String schema = SearchPath.temporarySchema(session.backendId());
        run.catalog().schema(schema).ifPresent(found -> {
            List<RelationDef> contents = run.catalog().relations().stream()
                    .filter(r -> r.schema().equals(schema))
                    .toList();
            new Drops(run).dropContents(contents);
            run.remove(found);
        });
    }

    private static String define(DefinitionStatement statement, CommandRun run) {
        return switch (statement) {
            case DefinitionStatement.CreateTable s -> new CreateTables(run).create(s);
            case DefinitionStatement.CreateTableAs s -> throw unsupported("CREATE TABLE AS in this place");
            case DefinitionStatement.AlterTable s -> new AlterTables(run).alter(s);
            case DefinitionStatement.Rename s -> new Renames(run).rename(s);
            case DefinitionStatement.RenameColumn s -> new Renames(run).column(s);
            case DefinitionStatement.RenameConstraint s -> new Renames(run).constraint(s);
            case DefinitionStatement.SetSchema s -> new Renames(run).schema(s);
            case DefinitionStatement.SetOwner s -> new Renames(run).owner(s);
            case DefinitionStatement.CreateIndex s -> new Indexes(run).create(s);
            case DefinitionStatement.CreateSequence s -> new SequenceCommands(run).create(s);
            case DefinitionStatement.AlterSequence s -> new SequenceCommands(run).alter(s);
            case DefinitionStatement.CreateView s -> Others.createView(run, s);
            case DefinitionStatement.CreateSchema s -> Schemas.create(run, s);
            case DefinitionStatement.CreateDatabase s ->
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "cannot create database \"" + s.name() + "\"")
                        .withDetail("A cluster is one database, which answers to every name.")
                        .withHint("Connect under the name that you want, or create a schema.");
            case DefinitionStatement.CreateRole s -> Roles.create(run, s);
            case DefinitionStatement.AlterRole s -> Roles.alter(run, s);
            case DefinitionStatement.AlterRoleSet s -> Roles.set(run, s);
            case DefinitionStatement.CreateEnum s -> new TypeCommands(run).createEnum(s);
            case DefinitionStatement.CreateComposite s -> new TypeCommands(run).createComposite(s);
            case DefinitionStatement.AlterComposite s -> new CompositeCommands(run).alter(s);
            case DefinitionStatement.CreateDomain s -> new TypeCommands(run).createDomain(s);
            case DefinitionStatement.AlterDomain s -> new DomainCommands(run).alter(s);
            case DefinitionStatement.AlterEnumAddValue s -> new TypeCommands(run).addValue(s);
            case DefinitionStatement.AlterEnumRenameValue s -> new TypeCommands(run).renameValue(s);
            case DefinitionStatement.CreateRoutine s -> new RoutineCommands(run).create(s);
            case DefinitionStatement.DropRoutines s -> new RoutineCommands(run).drop(s);
            case DefinitionStatement.AlterRoutine s -> new RoutineCommands(run).alter(s);
            case DefinitionStatement.CreateTrigger s -> new TriggerCommands(run).create(s);
            case DefinitionStatement.DropTrigger s -> new TriggerCommands(run).drop(s);
            case DefinitionStatement.RenameTrigger s -> new TriggerCommands(run).rename(s);
            case DefinitionStatement.CreateExtension s -> Schemas.extension(run, s);
            case DefinitionStatement.Unsupported s -> throw unsupported(s.what());
            case DefinitionStatement.Drop s -> new Drops(run).drop(s);
            case DefinitionStatement.Comment s -> new Comments(run).comment(s);
            case DefinitionStatement.CommentOnRoutine s -> new Comments(run).comment(s);
            case DefinitionStatement.Grant s -> new Grants(run).grant(s);
            case DefinitionStatement.GrantRole s -> new Memberships(run).change(s);
            case DefinitionStatement.AlterDefaultPrivileges s -> new DefaultGrants(run).alter(s);
            case DefinitionStatement.ReassignOwned s -> new OwnerCommands(run).reassign(s);
        };
    }

    private static SqlException unsupported(String what) {
        return new SqlException(SqlState.FEATURE_NOT_SUPPORTED, what + " is not supported");
    }

    private static String utility(UtilityStatement statement, CommandRun run) {
        return switch (statement) {
            case UtilityStatement.Truncate s -> new Truncates(run).truncate(s);
            case UtilityStatement.LockTable s -> new TableLocks(run).lock(s);
            case UtilityStatement.Analyze s -> {
                analyze(s.tables(), run);
                yield "ANALYZE";
            }
            case UtilityStatement.Vacuum s -> {
                new Vacuums(run).vacuum(s);
                yield "VACUUM";
            }
            case UtilityStatement.Reindex s -> {
                new CommandChecks(run).reindex(s);
                yield "REINDEX";
            }
            case UtilityStatement.Cluster s -> {
                QualifiedName table = s.table();
                if (table != null) {
                    run.rights().requireOwner(Securable.of(run.require(table)));
                }
                yield "CLUSTER";
            }
            case UtilityStatement.RefreshMaterializedView s -> new MaterializedViews(run).refresh(s);
            default -> throw unsupported("this statement");
        };
    }

    /// Whether the user owns a table or the database; one that was named is told of.
    static boolean mayMaintain(RelationDef.Table table, String verb, List<QualifiedName> names, CommandRun run) {
        Securable object = Securable.of(table);
        boolean may = run.rights().owns(object)
                || run.rights().owns(Securable.database(run.session().database()));
        if (!may && !names.isEmpty()) {
            run.notice(
                    "WARNING",
                    SqlState.WARNING,
                    "skipping \"" + table.name() + "\" --- only table or database owner can " + verb + " it");
        }
        return may;
    }

    /// Counts and samples rows; of all tables when none is named.
    static void analyze(List<QualifiedName> names, CommandRun run) {
        putStatistics(names, run, "analyze", run.rows()::analyze);
    }

    /// Counts rows; what is known of their values stays.
    static void count(List<QualifiedName> names, CommandRun run) {
        putStatistics(names, run, "vacuum", table -> run.rows()
                .count(table, run.catalog().statistics(table.oid())));
    }

    private static void putStatistics(
            List<QualifiedName> names, CommandRun run, String verb, Function<RelationDef.Table, TableStatistics> made) {
        List<RelationDef> relations = names.isEmpty()
                ? List.copyOf(run.catalog().relations())
                : names.stream().map(run::require).toList();
        for (RelationDef relation : relations) {
            if (relation instanceof RelationDef.Table table && mayMaintain(table, verb, names, run)) {
                run.lockTable(table.oid(), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
                run.catalog().table(table.oid()).ifPresent(now -> run.put(made.apply(now)));
            }
        }
    }
}
