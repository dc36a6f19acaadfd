package io.heliosdb.server.sql;

import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.RelationUse;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An analyzed statement with its plan, made at the first run and kept. Safe for any thread.
final class Prepared implements SqlEngine.Analyzed {

    private final ParsedStatement source;
    private final AnalyzedStatement statement;
    private final List<OutputColumn> columns;
    private final LocalSqlEngine engine;
    private final View view;
    private final List<RelationUse> uses;
    private volatile @Nullable Plan plan;

    /// What names meant, and how it was to be planned.
    record View(long catalogVersion, String searchPath, String optimizer) {}

    Prepared(ParsedStatement source, AnalyzedStatement statement, LocalSqlEngine engine, View view) {
        this.source = source;
        this.statement = statement;
        this.columns = statement.columns();
        this.engine = engine;
        this.view = view;
        this.uses = statement.uses().stream()
                .filter(use -> use.relation().oid() >= OidCounter.FIRST)
                .toList();
    }

    View view() {
        return view;
    }

    /// What has to be locked; the system's own relations never change.
    List<RelationUse> uses() {
        return uses;
    }

    AnalyzedStatement statement() {
        return statement;
    }

    @Nullable
    Plan plan() {
        return plan;
    }

    void keep(Plan made) {
        plan = made;
    }

    @Override
    public ParsedStatement source() {
        return source;
    }

    @Override
    public Effects effects() {
        return statement.effects();
    }

    @Override
    public List<Type> parameterTypes() {
        return statement.parameterTypes();
    }

    @Override
    public List<OutputColumn> columns() {
        return columns;
    }

    @Override
    public boolean isShort() {
        Plan known = plan;
        return known != null && known.isShort();
    }

    @Override
    public boolean isStale(SqlEngine.Scope scope) {
        return !engine.view(scope).equals(view);
    }
}
