package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.ExprRebuilder;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.tree.References.ColumnKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Translates GROUP BY, aggregates and HAVING of one SELECT. The groups' keys and aggregates become columns of a
/// made relation, in whose terms the targets are translated.
final class GroupTranslator {

    private final RexTranslator rex;
    private final RexBuilder builder;
    private final Operators operators;
    private final Facts facts;

    GroupTranslator(RexTranslator rex, RexBuilder builder, Operators operators, Facts facts) {
        this.rex = rex;
        this.builder = builder;
        this.operators = operators;
        this.facts = facts;
    }

    /// The grouped rows, and expressions in their terms.
    record Grouped(
            Piece piece, List<Expr> targets, @Nullable Expr having) {}

    /// Null when a target needs more than keys and aggregates.
    @Nullable
    Grouped group(Piece input, Query.Select select) {
        Query.GroupBy grouping = select.grouping();
        List<Expr> keys = grouping == null ? List.of() : grouping.keys();
        List<Expr> exprs = new ArrayList<>();
        select.targets().forEach(t -> exprs.add(t.expr()));
        if (select.having() != null) {
            exprs.add(select.having());
        }
        List<Expr.Aggregate> aggregates = aggregates(exprs, keys);
        int relation = facts.newRelation("group");
        List<Expr> rewritten = new ArrayList<>();
        for (Expr expr : exprs) {
            Expr over = over(expr, keys, aggregates, relation);
            if (!References.of(over).stream()
                    .allMatch(r -> r == relation || !input.scope().has(r))) {
                return null;
            }
            rewritten.add(over);
        }
        Piece piece = aggregate(input, keys, aggregates, relation);
        Expr having = select.having() == null ? null : rewritten.removeLast();
        return new Grouped(piece, rewritten, having);
    }

    /// The different rows of some expressions.
    Grouped distinct(Piece input, List<Expr> exprs) {
        int relation = facts.newRelation("distinct");
        List<Expr> targets = new ArrayList<>();
        for (int i = 0; i < exprs.size(); i++) {
            targets.add(new Expr.Column(relation, i, "", exprs.get(i).type()));
        }
        return new Grouped(aggregate(input, exprs, List.of(), relation), targets, null);
    }

    private static List<Expr.Aggregate> aggregates(List<Expr> exprs, List<Expr> keys) {
        List<Expr.Aggregate> found = new ArrayList<>();
        exprs.forEach(e -> collect(e, keys, found));
        return found;
    }

    private static void collect(Expr expr, List<Expr> keys, List<Expr.Aggregate> found) {
        if (keys.contains(expr)) {
            return;
        }
        if (expr instanceof Expr.Aggregate aggregate) {
            if (!found.contains(aggregate)) {
                found.add(aggregate);
            }
            return;
        }
        Exprs.children(expr).forEach(c -> collect(c, keys, found));
    }

    private static Expr over(Expr expr, List<Expr> keys, List<Expr.Aggregate> aggregates, int relation) {
        return Exprs.replace(expr, e -> {
            int at = keys.indexOf(e);
            if (at < 0 && e instanceof Expr.Aggregate) {
                at = keys.size() + aggregates.indexOf(e);
            }
            return at < 0 ? null : new Expr.Column(relation, at, "", e.type());
        });
    }

    private Piece aggregate(Piece input, List<Expr> keys, List<Expr.Aggregate> aggregates, int relation) {
        List<RexNode> projects = new ArrayList<>();
        keys.forEach(k -> projects.add(rex.translate(k, input.scope())));
        List<AggregateCall> calls = new ArrayList<>();
        for (Expr.Aggregate aggregate : aggregates) {
            calls.add(call(aggregate, input.scope(), projects));
        }
        if (projects.isEmpty()) {
            projects.add(builder.makeLiteral(true));
        }
        RelNode projected = LogicalProject.create(input.rel(), List.of(), projects, (List<String>) null, Set.of());
        RelNode grouped =
                LogicalAggregate.create(projected, List.of(), ImmutableBitSet.range(keys.size()), null, calls);
        List<Expr> all = new ArrayList<>(keys);
        all.addAll(aggregates);
        Map<ColumnKey, RexNode> columns = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            columns.put(new ColumnKey(relation, i), builder.makeInputRef(grouped, i));
        }
        return new Piece(grouped, Scope.EMPTY.with(relation, columns));
    }

    private AggregateCall call(Expr.Aggregate aggregate, Scope scope, List<RexNode> projects) {
        List<Integer> arguments = new ArrayList<>();
        Expr.Aggregate template = (Expr.Aggregate) ExprRebuilder.rebuild(aggregate, part -> {
            arguments.add(projects.size());
            projects.add(rex.translate(part, scope));
            return new Expr.Placeholder(arguments.size() - 1, part.type());
        });
        RelDataType type = FieldTypes.of(aggregate, builder.getTypeFactory());
        return AggregateCall.create(
                operators.aggregate(template, type),
                false,
                false,
                false,
                List.of(),
                arguments,
                -1,
                null,
                RelCollations.EMPTY,
                type,
                null);
    }

    /// Whether it is `count`, which is 0 where other aggregates are NULL.
    static boolean isCount(Expr expr) {
        return expr instanceof Expr.Aggregate aggregate
                && aggregate.function().name().equals("count")
                && aggregate.function().schema().equals("pg_catalog");
    }
}
