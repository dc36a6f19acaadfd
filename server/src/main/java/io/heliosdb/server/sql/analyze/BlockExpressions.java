package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.CastDef.Context;
import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Effects;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.Query.Target;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expressions of a block of code as queries of one column.
final class BlockExpressions {

    private final Analysis analysis;

    BlockExpressions(Analysis analysis) {
        this.analysis = analysis;
    }

    /// @param wanted what the value is assigned to; null to take it as it is
    AnalyzedStatement expression(QueryNode node, @Nullable DataType wanted) {
        Query query = analysis.queries().analyze(node, null, true);
        int columns = query.columns().size();
        if (columns != 1) {
            throw AnalysisErrors.syntax("query returned " + columns + " columns");
        }
        return done(wanted == null ? query : converted(query, wanted));
    }

    /// The value of a parameter with a part of it replaced.
    ///
    /// @param assignment what follows SET
    AnalyzedStatement assignment(ChangeNode.Assignment assignment, int parameter) {
        Place place = Place.plain(new Scope(null), "assignment");
        Expr base = analysis.parameters().use(parameter);
        Expr value = analysis.expressions().analyze(assignment.value(), place);
        Expr whole = new PartTargets(analysis, place)
                .assign(base, assignment.columns().getFirst().path(), type -> assigned(value, type));
        return done(select(null, List.of(target(whole))));
    }

    private AnalyzedStatement done(Query query) {
        Effects effects = analysis.writes() ? Effects.WRITE : Effects.READ;
        return new AnalyzedStatement.OfQuery(
                query, effects, analysis.parameters().all(), analysis.uses(), analysis.access());
    }

    // Where SQL knows no assignment, the value goes by way of its text.
    private Expr assigned(Expr value, DataType wanted) {
        Expr converted = analysis.coercion().convert(value, wanted, Context.ASSIGNMENT);
        if (converted != null) {
            return converted;
        }
        Expr text = analysis.coercion().explicit(value, DataType.of(Types.TEXT));
        return analysis.coercion().explicit(text, wanted);
    }

    private static Target target(Expr value) {
        return new Target(value, new OutputColumn("value", value.type(), 0, 0), false);
    }

    private static Query select(@Nullable FromItem from, List<Target> targets) {
        return new Query.Select(
                List.of(), from, null, null, null, List.of(), targets, List.of(), Query.Tail.NONE, List.of());
    }

    private Query converted(Query query, DataType wanted) {
        boolean plain = query instanceof Query.Select select
                && select.from() == null
                && select.where() == null
                && select.grouping() == null
                && select.with().isEmpty()
                && select.tail().equals(Query.Tail.NONE)
                && select.targets().size() == 1;
        if (plain) {
            Target only = ((Query.Select) query).targets().getFirst();
            return select(null, List.of(target(assigned(only.expr(), wanted))));
        }
        OutputColumn column = query.columns().getFirst();
        int relation = analysis.nextRelation();
        Expr value = new Expr.Column(relation, 0, column.name(), column.type());
        return select(
                new FromItem.Subquery(relation, query, "*SELECT*", false), List.of(target(assigned(value, wanted))));
    }
}
