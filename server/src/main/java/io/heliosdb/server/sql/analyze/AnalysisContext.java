package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.FunctionContext;

/// What one analysis looks at.
///
/// @param session steers how literals are read and what names mean
public record AnalysisContext(Catalog catalog, SearchPath path, FunctionContext session) {

    /// With the search path that the session's settings name.
    public static AnalysisContext of(Catalog catalog, FunctionContext session) {
        SearchPath path =
                SearchPath.of(catalog, session.setting("search_path"), session.currentUser(), session.backendId());
        return new AnalysisContext(catalog, path, session);
    }

    /// The same, looking at the catalog only through `pg_catalog`: the text of system views.
    AnalysisContext withPath(SearchPath other) {
        return new AnalysisContext(catalog, other, session);
    }
}
