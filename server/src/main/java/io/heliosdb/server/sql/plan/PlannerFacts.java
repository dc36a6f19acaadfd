package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.algebra.Facts;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import java.util.List;

/// What the optimiser asks while one statement is planned.
final class PlannerFacts implements Facts {

    // What is assumed of rows that nothing is known about.
    private static final double UNKNOWN_ROWS = 1000;

    // PostgreSQL's guess for a function that says nothing.
    private static final double FUNCTION_ROWS = 100;

    private final Translator translator;

    PlannerFacts(Translator translator) {
        this.translator = translator;
    }

    @Override
    public double rows(FromItem item) {
        return switch (item) {
            case FromItem.Scan scan -> translator.figures(scan).rows();
            case FromItem.Functions f -> FUNCTION_ROWS;
            case FromItem.CommonTableScan scan -> translator.commonTables().rows(scan.commonTable(), UNKNOWN_ROWS);
            case FromItem.Subquery subquery ->
                subquery.query() instanceof Query.Values values ? values.rows().size() : UNKNOWN_ROWS;
            case FromItem.Join j -> UNKNOWN_ROWS;
        };
    }

    @Override
    public double selectivity(List<Expr> conditions) {
        return translator.estimator().selectivity(conditions);
    }

    @Override
    public double distinct(Expr expr, double rows) {
        return translator.estimator().distinct(expr, rows);
    }

    @Override
    public boolean isHashable(OperatorDef operator) {
        return ExprCompiler.hashType(operator) != null;
    }

    @Override
    public boolean isIndexed(RelationDef.Table table, int column) {
        return table.indexes().stream().anyMatch(i -> begins(i, column));
    }

    private static boolean begins(IndexDef index, int column) {
        return index.predicateSql() == null && index.parts().getFirst().column() == column;
    }

    @Override
    public int newRelation(String name) {
        return translator.layout().newRelation(name);
    }
}
