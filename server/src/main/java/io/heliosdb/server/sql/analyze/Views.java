package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Views: their stored text in place of a table.
final class Views {

    private Views() {}

    /// The view's query.
    static Query expand(Analysis analysis, RelationDef.View view) {
        return within(analysis, view, query -> analysis.queries().analyze(query, null, true));
    }

    /// Does something with the view's query, whose names are looked for in the view's own schema first, and whose
    /// relations the view's owner must be allowed to use.
    static <T> T within(Analysis analysis, RelationDef.View view, Function<QueryNode, T> work) {
        List<ParsedStatement> parsed = SqlParser.parse(view.querySql());
        if (parsed.size() == 1 && parsed.getFirst().statement() instanceof QueryNode query) {
            SearchPath session = analysis.context().path();
            List<String> schemas = new ArrayList<>(List.of(view.schema()));
            schemas.addAll(session.explicit());
            SearchPath path = new SearchPath(analysis.catalog(), schemas, session.temporary());
            return analysis.untraced(() ->
                    analysis.within(path, () -> analysis.accesses().inViewOf(view.owner(), () -> work.apply(query))));
        }
        throw new IllegalStateException("view " + view.name() + " holds no query");
    }
}
