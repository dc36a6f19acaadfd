package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.FunctionContext;
import org.jspecify.annotations.Nullable;

/// What one analysis looks at.
///
/// @param session steers how literals are read and what names mean
/// @param routine the function whose body is analyzed; null outside of functions
public record AnalysisContext(
        Catalog catalog,
        SearchPath path,
        FunctionContext session,
        @Nullable RoutineScope routine) {

    /// With the search path that the session's settings name.
    public static AnalysisContext of(Catalog catalog, FunctionContext session) {
        SearchPath path =
                SearchPath.of(catalog, session.setting("search_path"), session.currentUser(), session.backendId());
        return new AnalysisContext(catalog, path, session, null);
    }

    /// The same, looking at the catalog only through `pg_catalog`: the text of system views.
    AnalysisContext withPath(SearchPath other) {
        return new AnalysisContext(catalog, other, session, routine);
    }

    /// The same, in the body of a function.
    public AnalysisContext withRoutine(RoutineScope scope) {
        return new AnalysisContext(catalog, path, session, scope);
    }
}
