package io.heliosdb.server.sql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.AnalyzedStatement;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.OidCounter;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.plan.Plan;
import io.heliosdb.server.sql.privilege.StatementAccess;
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
    private final StatementAccess access;
    private volatile @Nullable Plan plan;
    private volatile @Nullable Allowed allowed;

    /// What names meant, and how it was to be planned.
    record View(long catalogVersion, String user, String searchPath, String optimizer) {}

    /// Who was found to be allowed to run it, as of which catalog.
    private record Allowed(String user, long catalogVersion) {}

    Prepared(ParsedStatement source, AnalyzedStatement statement, LocalSqlEngine engine, View view) {
        this.source = source;
        this.statement = statement;
        this.columns = statement.columns();
        this.access = statement.access();
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

    /// Checks whether a session's user may run it; what was found holds as long as the catalog stays as it is.
    ///
    /// @throws SqlException 42501, 42704 when the user's role is gone
    void check(FunctionContext session, Catalog latest) {
        String user = session.currentUser();
        Allowed known = allowed;
        boolean same = known != null && known.catalogVersion == latest.version() && known.user.equals(user);
        if (same) {
            return;
        }
        if (session.isRole() && latest.role(user).isEmpty()) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + user + "\" does not exist");
        }
        access.check(latest, user);
        allowed = new Allowed(user, latest.version());
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
