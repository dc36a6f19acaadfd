package io.heliosdb.server.sql;

import io.heliosdb.server.sql.analyze.AnalysisContext;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.Expr;

/// Resolves expressions that the catalog holds as text; the analyzer implements it.
public interface StoredTexts {

    /// An expression or condition over a table's row.
    ///
    /// @param relation number under which it refers to the table's columns
    Expr rowExpression(String sql, RelationDef.Table table, int relation, AnalysisContext context);

    /// What a column gets when nothing is said, in the column's type.
    Expr columnDefault(ColumnDef column, RelationDef.Table table, AnalysisContext context);
}
