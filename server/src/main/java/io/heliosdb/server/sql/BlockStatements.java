package io.heliosdb.server.sql;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.plpgsql.PlSql;
import io.heliosdb.server.sql.tree.RelationUse;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The statements and expressions of bodies in PL/pgSQL with their plans, kept for the next run. Safe for any
/// thread.
final class BlockStatements {

    // More than the bodies of a busy application have; beyond it all are made anew.
    private static final int KEPT = 4000;

    private final LocalSqlEngine engine;
    private final CatalogService catalogs;
    private final Analyzer analyzer;
    private final ConcurrentHashMap<Key, Prepared> kept = new ConcurrentHashMap<>();

    /// @param shapes of the variables: records with other fields make another statement
    private record Key(Wanted wanted, List<Object> shapes, Prepared.View view) {}

    /// What is to be run.
    ///
    /// @param type as {@link Analyzer#blockExpression}
    /// @param slot of the variable that an assignment is about
    /// @param transitions what may be read besides what the catalog has
    record Wanted(PlSql sql, @Nullable DataType type, int slot, Map<String, RelationDef.Virtual> transitions) {}

    BlockStatements(LocalSqlEngine engine, CatalogService catalogs, Analyzer analyzer) {
        this.engine = engine;
        this.catalogs = catalogs;
        this.analyzer = analyzer;
    }

    private static List<Object> shapes(List<Type> types) {
        List<Object> shapes = new ArrayList<>(types.size());
        for (Type type : types) {
            shapes.add(
                    type instanceof RowType row && row.oid() == Types.RECORD.oid()
                            ? List.of(
                                    shapes(row.fields().stream()
                                            .map(f -> f.type().type())
                                            .toList()),
                                    names(row))
                            : type);
        }
        return shapes;
    }

    private static List<String> names(RowType row) {
        return row.fields().stream().map(RowType.Field::name).toList();
    }

    /// A statement made at run time, its relations locked.
    Prepared locked(
            ParsedStatement parsed,
            List<@Nullable Type> types,
            Map<String, RelationDef.Virtual> transitions,
            SqlEngine.Scope scope) {
        Transaction transaction = scope.transaction();
        Catalog catalog = catalogs.at(transaction);
        while (true) {
            AnalysisContext context =
                    AnalysisContext.of(catalog, scope.context()).withTransitions(transitions);
            Prepared statement = new Prepared(
                    parsed, analyzer.analyze(parsed, context, types), engine, LocalSqlEngine.view(catalog, scope));
            lock(statement, scope);
            // What changed before the locks were there counts.
            catalog = catalogs.latest(transaction);
            if (catalog.version() == statement.view().catalogVersion()) {
                return statement;
            }
        }
    }

    /// A statement for variables of these types, its relations locked.
    Prepared locked(Wanted wanted, List<Type> types, SqlEngine.Scope scope) {
        Transaction transaction = scope.transaction();
        List<Object> shapes = shapes(types);
        Catalog catalog = catalogs.at(transaction);
        while (true) {
            Key key = new Key(wanted, shapes, LocalSqlEngine.view(catalog, scope));
            Prepared statement = kept.get(key);
            if (statement == null) {
                statement = new Prepared(wanted.sql.parsed(), analyzed(key, types, catalog, scope), engine, key.view);
                if (kept.size() > KEPT) {
                    kept.clear();
                }
                kept.put(key, statement);
            }
            lock(statement, scope);
            // What changed before the locks were there counts.
            catalog = catalogs.latest(transaction);
            if (catalog.version() == statement.view().catalogVersion()) {
                return statement;
            }
        }
    }

    static void lock(Prepared statement, SqlEngine.Scope scope) {
        for (RelationUse use : statement.uses()) {
            scope.transaction()
                    .lockTable(use.relation().oid(), use.mode(), scope.context().lockWait());
        }
    }

    private AnalyzedStatement analyzed(Key key, List<Type> types, Catalog catalog, SqlEngine.Scope scope) {
        PlSql sql = key.wanted.sql;
        AnalysisContext context = AnalysisContext.of(catalog, scope.context())
                .withRoutine(sql.names())
                .withTransitions(key.wanted.transitions);
        List<@Nullable Type> declared = new ArrayList<>(types);
        ParsedStatement parsed = sql.parsed();
        return switch (sql.kind()) {
            case STATEMENT -> analyzer.analyze(parsed.statement(), context, declared);
            case EXPRESSION ->
                analyzer.blockExpression((QueryNode) parsed.statement(), key.wanted.type, context, declared);
            case ASSIGNMENT ->
                analyzer.blockAssignment(
                        (ChangeNode.Update) parsed.statement(), key.wanted.slot + 1, context, declared);
        };
    }
}
