package io.heliosdb.server.sql;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.analyze.RoutineScope;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject.Routine;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.function.SqlRoutines.Call;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.tree.RelationUse;
import io.heliosdb.server.txn.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/// The statements of routines' bodies with their plans, kept for the next call. Safe for any thread.
final class RoutineStatements {

    // More than a busy application calls; beyond it all are made anew.
    private static final int KEPT = 1000;

    private final LocalSqlEngine engine;
    private final CatalogService catalogs;
    private final Analyzer analyzer;
    private final ConcurrentHashMap<Key, Prepared> prepared = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, List<ParsedStatement>> parsed = new ConcurrentHashMap<>();

    private record Key(Call call, int index, Prepared.View view) {}

    RoutineStatements(LocalSqlEngine engine, CatalogService catalogs, Analyzer analyzer) {
        this.engine = engine;
        this.catalogs = catalogs;
        this.analyzer = analyzer;
    }

    Routine routine(Call call, SqlEngine.Scope scope) {
        return routine(call, catalogs.at(scope.transaction()));
    }

    private static Routine routine(Call call, Catalog catalog) {
        return catalog.routine(call.routine())
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_FUNCTION,
                        "cache lookup failed for function " + Integer.toUnsignedString(call.routine())));
    }

    private List<ParsedStatement> body(Routine routine) {
        if (parsed.size() > KEPT) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(routine.body(), SqlParser::parse);
    }

    String name(Call call, SqlEngine.Scope scope) {
        return catalogs.at(scope.transaction())
                .routine(call.routine())
                .map(Routine::name)
                .orElse("?");
    }

    int statements(Call call, SqlEngine.Scope scope) {
        return body(routine(call, catalogs.at(scope.transaction()))).size();
    }

    /// One statement of the body, for arguments of these types, its relations locked.
    Prepared locked(Call call, int index, SqlEngine.Scope scope) {
        Transaction transaction = scope.transaction();
        Prepared statement = statement(call, index, scope, catalogs.at(transaction));
        lock(statement, scope);
        // What changed before the locks were there counts.
        Catalog latest = catalogs.latest(transaction);
        while (latest.version() != statement.view().catalogVersion()) {
            statement = statement(call, index, scope, latest);
            lock(statement, scope);
            latest = catalogs.latest(transaction);
        }
        return statement;
    }

    private static void lock(Prepared statement, SqlEngine.Scope scope) {
        for (RelationUse use : statement.uses()) {
            scope.transaction()
                    .lockTable(use.relation().oid(), use.mode(), scope.context().lockWait());
        }
    }

    private Prepared statement(Call call, int index, SqlEngine.Scope scope, Catalog catalog) {
        Key key = new Key(call, index, LocalSqlEngine.view(catalog, scope));
        Prepared known = prepared.get(key);
        if (known != null) {
            return known;
        }
        Routine routine = routine(call, catalog);
        List<ParsedStatement> body = body(routine);
        ParsedStatement statement = body.get(index);
        check(statement, routine);
        AnalysisContext context = AnalysisContext.of(catalog, scope.context()).withRoutine(RoutineScope.of(routine));
        AnalyzedStatement analyzed = index == body.size() - 1
                ? analyzer.lastOfRoutine(statement.statement(), context, new ArrayList<>(call.types()), call.result())
                : analyzer.analyze(statement.statement(), context, new ArrayList<>(call.types()));
        Prepared made = new Prepared(statement, analyzed, engine, key.view);
        if (prepared.size() > KEPT) {
            prepared.clear();
        }
        prepared.put(key, made);
        return made;
    }

    private static void check(ParsedStatement statement, Routine routine) {
        boolean refused = statement.statement() instanceof TransactionStatement
                || statement.statement() instanceof SessionStatement;
        if (refused) {
            String word = statement.sql().strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, word + " is not allowed in an SQL function")
                    .with(ErrorFields.NONE.withWhere("SQL function \"" + routine.name() + "\""));
        }
    }
}
