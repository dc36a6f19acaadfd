package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.privilege.UserPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one analysis looks at.
///
/// @param session steers how literals are read and what names mean
/// @param routine the function whose body is analyzed; null outside of functions
/// @param transitions relations that only the function of a trigger knows, by name
public record AnalysisContext(
        Catalog catalog,
        SearchPath path,
        FunctionContext session,
        @Nullable RoutineScope routine,
        Map<String, RelationDef.Virtual> transitions) {

    public AnalysisContext {
        transitions = Map.copyOf(transitions);
    }

    /// With the search path that the session's settings name and its user may use.
    public static AnalysisContext of(Catalog catalog, FunctionContext session) {
        return new AnalysisContext(catalog, UserPath.of(catalog, session), session, null, Map.of());
    }

    /// The same, looking at the catalog only through `pg_catalog`: the text of system views.
    AnalysisContext withPath(SearchPath other) {
        return new AnalysisContext(catalog, other, session, routine, transitions);
    }

    /// The same, in the body of a function.
    public AnalysisContext withRoutine(RoutineScope scope) {
        return new AnalysisContext(catalog, path, session, scope, transitions);
    }

    /// The same, in the function of a trigger.
    public AnalysisContext withTransitions(Map<String, RelationDef.Virtual> relations) {
        return new AnalysisContext(catalog, path, session, routine, relations);
    }
}
