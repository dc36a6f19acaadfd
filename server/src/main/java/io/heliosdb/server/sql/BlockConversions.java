package io.heliosdb.server.sql;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.analyze.Analyzer;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.type.DataType;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Conversions of values as assignments make them, each a plan that is kept. Safe for any thread.
final class BlockConversions {

    // Pairs of types that bodies convert between; beyond it all are made anew.
    private static final int KEPT = 500;

    private static final ParsedStatement VALUE = SqlParser.parse("SELECT $1").getFirst();

    private final LocalSqlEngine engine;
    private final CatalogService catalogs;
    private final Analyzer analyzer;
    private final ConcurrentHashMap<Key, Prepared> kept = new ConcurrentHashMap<>();

    private record Key(DataType from, DataType to, Prepared.View view) {}

    BlockConversions(LocalSqlEngine engine, CatalogService catalogs, Analyzer analyzer) {
        this.engine = engine;
        this.catalogs = catalogs;
        this.analyzer = analyzer;
    }

    @Nullable
    Object convert(@Nullable Object value, DataType from, DataType to, SqlEngine.Scope scope) {
        Catalog catalog = catalogs.at(scope.transaction());
        Key key = new Key(from, to, LocalSqlEngine.view(catalog, scope));
        Prepared statement = kept.get(key);
        if (statement == null) {
            AnalyzedStatement analyzed = analyzer.blockExpression(
                    (QueryNode) VALUE.statement(),
                    to,
                    AnalysisContext.of(catalog, scope.context()),
                    Arrays.asList(from.type()));
            statement = new Prepared(VALUE, analyzed, engine, key.view);
            if (kept.size() > KEPT) {
                kept.clear();
            }
            kept.put(key, statement);
        }
        try (SqlEngine.Execution execution = engine.execute(statement, scope, Arrays.asList(value))) {
            @Nullable Object @Nullable [] row = execution.next();
            return row == null ? null : row[0];
        }
    }
}
