package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.DomainAccess;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.ExecutionContext;
import io.heliosdb.server.sql.exec.Frame;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.exec.TableLookup;
import io.heliosdb.server.sql.exec.TableTriggers;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.plan.DomainCompiler;
import io.heliosdb.server.sql.plan.Environment;
import io.heliosdb.server.sql.plan.TableCompiler;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tables of one catalog, compiled when first needed. Used by one statement; what it compiles is shared.
final class CatalogTables implements Environment, TableLookup {

    private final CatalogService catalogs;
    private final Transaction transaction;
    private final Catalog catalog;
    private final Analyzer analyzer;
    private final FunctionContext context;
    private final KeptTables kept;

    /// @param kept shared by all statements
    CatalogTables(CatalogService catalogs, SqlEngine.Scope scope, Analyzer analyzer, KeptTables kept) {
        this.catalogs = catalogs;
        this.transaction = scope.transaction();
        this.catalog = catalogs.at(transaction);
        this.analyzer = analyzer;
        this.context = scope.context();
        this.kept = kept;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // comparing definitions would cost more than compiling them
    public TableAccess access(RelationDef.Table table) {
        TableAccess known = kept.access(table);
        if (known != null) {
            return known;
        }
        TableAccess made = compile(table);
        if (catalogs.latest(transaction).table(table.oid()).orElse(null) == table) {
            kept.keep(made);
        }
        return made;
    }

    /// As {@link #access}, without keeping it.
    TableAccess compile(RelationDef.Table table) {
        return TableCompiler.compile(
                table,
                this,
                new TableCompiler.Expressions(
                        sql -> analyzer.rowExpression(
                                sql, table, TableCompiler.RELATION, AnalysisContext.of(catalog, context)),
                        column -> analyzer.generated(
                                column, table, TableCompiler.RELATION, AnalysisContext.of(catalog, context)),
                        trigger -> analyzer.triggerCondition(trigger, table, AnalysisContext.of(catalog, context)),
                        () -> rowType(table)));
    }

    @Override
    public TableTriggers triggers(RelationDef.View view) {
        return TableCompiler.triggers(
                view,
                this,
                trigger -> analyzer.triggerCondition(trigger, view, AnalysisContext.of(catalog, context)),
                () -> rowType(view));
    }

    // A table that has just been made or changed may be newer than what the statement sees.
    private RowType rowType(RelationDef relation) {
        return (RowType) catalog.rowType(relation)
                .or(() -> catalogs.latest(transaction).rowType(relation))
                .orElseThrow(() -> new IllegalStateException(relation.name() + " has no row type"));
    }

    @Override
    public boolean usesAlgebra() {
        return !context.setting("heliosdb.optimizer").equals("off");
    }

    @Override
    public RelationFigures figures(RelationDef relation) {
        if (!(relation instanceof RelationDef.Table table)) {
            return RelationFigures.unknown(relation);
        }
        return catalog.statistics(table.oid())
                .map(statistics -> kept.figures(table, statistics))
                .orElseGet(() -> RelationFigures.unknown(relation));
    }

    @Override
    public RelationDef.Table table(int oid) {
        return catalogs.latest(transaction)
                .table(oid)
                .orElseThrow(
                        () -> new SqlException(SqlState.UNDEFINED_TABLE, "could not open relation with OID " + oid));
    }

    @Override
    public TableAccess locked(int oid, TableLockMode mode) {
        transaction.lockTable(oid, mode, context.lockWait());
        return access(table(oid));
    }

    @Override
    public DomainAccess domain(int oid) {
        Catalog latest = catalogs.latest(transaction);
        if (!(latest.typeDef(oid).orElse(null) instanceof TypeDef.Domain def)) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "cache lookup failed for type " + oid);
        }
        DomainAccess known = kept.domain(def);
        if (known != null) {
            return known;
        }
        DataType base = new DataType(latest.type(def.baseType()).orElseThrow(), def.typmod());
        DomainAccess made = DomainCompiler.compile(
                def,
                this,
                sql -> analyzer.domainCondition(
                        sql, base, DomainCompiler.RELATION, AnalysisContext.of(latest, context)));
        kept.keep(made);
        return made;
    }

    @Override
    public @Nullable Object[] defaults(RelationDef.Table table, ExecutionContext execution) {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        AnalysisContext analysis = AnalysisContext.of(catalog, context);
        for (ColumnDef column : table.columns()) {
            boolean given = column.defaultSql() != null
                    || catalog.domainDefault(column.type().type()).isPresent();
            if (!column.dropped() && given && !column.generated()) {
                Eval eval = TableCompiler.constant(analyzer.columnDefault(column, table, analysis), this);
                Frame frame = new Frame(new Frame.PlanShape(1, 1), List.of(), execution, null);
                values[column.position()] = eval.eval(frame);
            }
        }
        return values;
    }
}
