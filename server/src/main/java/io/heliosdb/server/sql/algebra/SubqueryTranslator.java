package io.heliosdb.server.sql.algebra;

import com.google.common.collect.ImmutableSet;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.tree.References.ColumnKey;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/// Translates subqueries in WHERE: EXISTS and IN become semi joins, NOT EXISTS and NOT IN anti joins, and a
/// correlated subquery that computes one aggregate becomes a correlated expression that Calcite turns into
/// grouping and a join. Everything else stays a subquery, run as the direct planner runs it.
final class SubqueryTranslator {

    private static final DataType BOOL = DataType.of(Types.BOOL);

    // Reading one row through an index costs about as much as reading that many in order.
    private static final double LOOKUP_COST = 8;

    private final BlockTranslator blocks;
    private final RelOptCluster cluster;
    private final RexBuilder builder;
    private final RexTranslator rex;
    private final GroupTranslator groups;
    private final Facts facts;

    SubqueryTranslator(
            BlockTranslator blocks, RelOptCluster cluster, RexTranslator rex, GroupTranslator groups, Facts facts) {
        this.blocks = blocks;
        this.cluster = cluster;
        this.builder = cluster.getRexBuilder();
        this.rex = rex;
        this.groups = groups;
        this.facts = facts;
    }

    /// Whether a condition may become more than a test of a row.
    boolean isCandidate(Expr condition) {
        return Exprs.any(condition, e -> e instanceof Expr.ScalarSubquery) || membership(condition) != null;
    }

    /// A subquery that a row must, or must not, have a match in.
    private record Membership(
            boolean anti, Query query, @Nullable OverSubqueryParts over) {}

    private record OverSubqueryParts(List<OperatorDef> operators, List<Expr> left) {}

    private static @Nullable Membership membership(Expr condition) {
        boolean negated = condition instanceof Expr.Not;
        Expr bare = condition instanceof Expr.Not not ? not.operand() : condition;
        if (bare instanceof Expr.Exists exists) {
            return new Membership(negated, exists.query(), null);
        }
        if (!negated && bare instanceof Expr.OverSubquery over) {
            OperatorDef.Meaning wanted = over.all() ? OperatorDef.Meaning.NOT_EQUAL : OperatorDef.Meaning.EQUAL;
            boolean fits = over.operators().stream().allMatch(o -> o.meaning() == wanted);
            return fits && (!over.all() || over.left().size() == 1)
                    ? new Membership(over.all(), over.query(), new OverSubqueryParts(over.operators(), over.left()))
                    : null;
        }
        return null;
    }

    /// Adds a condition with a subquery.
    Piece apply(Piece outer, Expr condition) {
        Membership membership = membership(condition);
        Piece joined = membership == null ? null : join(outer, membership);
        if (joined != null) {
            return joined;
        }
        return scalars(outer, condition);
    }

    private @Nullable Piece join(Piece outer, Membership membership) {
        References inner = References.of(membership.query);
        boolean correlated = inner.outer().stream().anyMatch(outer.scope()::has);
        if (inner.isVolatile() || (!correlated && (membership.over == null || membership.anti))) {
            return null;
        }
        Inner found = membership.query instanceof Query.Select select && Suitability.isMergeable(select)
                ? inner(outer, select, membership.over == null)
                : null;
        if (found == null) {
            return correlated || membership.over == null ? null : joinWhole(outer, membership);
        }
        Scope both = outer.scope().join(found.piece.scope(), outer.width());
        List<RexNode> terms = new ArrayList<>();
        found.across.forEach(c -> terms.add(rex.translate(c, both)));
        OverSubqueryParts over = membership.over;
        if (over != null) {
            for (int i = 0; i < over.left.size(); i++) {
                terms.add(rex.translate(matches(membership, i, over.left.get(i), found.columns.get(i)), both));
            }
        }
        return joined(outer, found.piece, membership, terms);
    }

    // A row is not IN when no row of the subquery is equal, or might be for a NULL.
    private static Expr matches(Membership membership, int index, Expr left, Expr right) {
        OverSubqueryParts over = membership.over;
        if (over == null) {
            throw new IllegalArgumentException("EXISTS compares nothing");
        }
        OperatorDef operator = over.operators.get(index);
        Expr compared = new Expr.Call(operator.function(), operator, List.of(left, right), BOOL);
        return membership.anti ? new Expr.BooleanTest(compared, Expr.BooleanTest.Kind.NOT_TRUE, BOOL) : compared;
    }

    private Piece joined(Piece outer, Piece inner, Membership membership, List<RexNode> terms) {
        RexNode condition = RexUtil.composeConjunction(builder, terms);
        return BlockTranslator.join(outer, inner, membership.anti ? JoinRelType.ANTI : JoinRelType.SEMI, condition);
    }

    // An uncorrelated subquery of any kind, planned by itself.
    private Piece joinWhole(Piece outer, Membership membership) {
        Query query = membership.query;
        int relation = facts.newRelation("ANY_subquery");
        BlockTranslator.Outputs outputs = blocks.outputs(query);
        List<Expr.Column> columns = new ArrayList<>();
        Map<ColumnKey, RexNode> fields = new HashMap<>();
        Piece inner;
        for (int i = 0; i < query.columns().size(); i++) {
            columns.add(new Expr.Column(relation, i, "", query.columns().get(i).type()));
        }
        if (outputs == null) {
            inner = blocks.leaf(new FromItem.Subquery(relation, query, "ANY_subquery", false), columns);
        } else {
            for (int i = 0; i < columns.size(); i++) {
                fields.put(new ColumnKey(relation, i), outputs.columns().get(i));
            }
            Piece piece = outputs.piece();
            inner = new Piece(piece.rel(), piece.scope().with(relation, fields));
        }
        Scope both = outer.scope().join(inner.scope(), outer.width());
        List<RexNode> terms = new ArrayList<>();
        OverSubqueryParts over = membership.over;
        for (int i = 0; over != null && i < columns.size(); i++) {
            terms.add(rex.translate(matches(membership, i, over.left.get(i), columns.get(i)), both));
        }
        return joined(outer, inner, membership, terms);
    }

    /// A subquery's rows without the conditions that also refer to the outer query, and these.
    private record Inner(Piece piece, List<Expr> across, List<Expr> columns) {}

    /// @param exists whether only the presence of a row counts
    private @Nullable Inner inner(Piece outer, Query.Select select, boolean exists) {
        FromItem from = select.from();
        boolean grouped = Suitability.isGrouped(select);
        if (from == null || grouped || References.of(from).outer().stream().anyMatch(outer.scope()::has)) {
            return null;
        }
        List<Expr> own = new ArrayList<>();
        List<Expr> across = new ArrayList<>();
        for (Expr condition : Exprs.conjuncts(select.where())) {
            (BlockTranslator.among(outer, condition).isEmpty() ? own : across).add(condition);
        }
        List<Expr> columns = new ArrayList<>();
        if (!exists) {
            select.targets().stream().filter(t -> !t.hidden()).forEach(t -> columns.add(t.expr()));
        }
        return new Inner(blocks.block(from, own), across, columns);
    }

    private Piece scalars(Piece outer, Expr condition) {
        CorrelationId id = cluster.createCorrel();
        boolean[] correlated = new boolean[1];
        RexNode translated = rex.translate(condition, outer.scope(), subquery -> {
            RexNode made = scalar(outer, id, subquery);
            correlated[0] |= made != null;
            return made;
        });
        RelNode rel = correlated[0]
                ? LogicalFilter.create(outer.rel(), translated, ImmutableSet.of(id))
                : LogicalFilter.create(outer.rel(), translated);
        return new Piece(rel, outer.scope());
    }

    private @Nullable RexNode scalar(Piece outer, CorrelationId id, Expr.ScalarSubquery subquery) {
        if (!(subquery.query() instanceof Query.Select select)
                || !Suitability.isPlainAggregate(select)
                || References.of(select).isVolatile()) {
            return null;
        }
        Inner inner = grouped(outer, select);
        if (inner == null || !isWorthwhile(outer, inner)) {
            return null;
        }
        Piece piece = inner.piece;
        Scope correlated = correlated(outer, id, piece.scope());
        List<RexNode> terms = new ArrayList<>();
        inner.across.forEach(c -> terms.add(rex.translate(c, correlated)));
        RelNode filtered = LogicalFilter.create(piece.rel(), RexUtil.composeConjunction(builder, terms));
        GroupTranslator.Grouped grouped = groups.group(new Piece(filtered, piece.scope()), select);
        if (grouped == null) {
            return null;
        }
        RexNode target =
                rex.translate(grouped.targets().getFirst(), grouped.piece().scope());
        RelNode projected =
                LogicalProject.create(grouped.piece().rel(), List.of(), List.of(target), (List<String>) null, Set.of());
        RexNode value = RexSubQuery.scalar(projected);
        return GroupTranslator.isCount(select.targets().getFirst().expr()) ? zeroForNull(value) : value;
    }

    // After decorrelation a group without rows is a missing row, and its count NULL.
    private RexNode zeroForNull(RexNode count) {
        DataType type = DataType.of(Types.INT8);
        Expr template = new Expr.Coalesce(List.of(new Expr.Placeholder(0, type), new Expr.Constant(0L, type)), type);
        return rex.call(template, List.of(count));
    }

    private @Nullable Inner grouped(Piece outer, Query.Select select) {
        FromItem from = select.from();
        if (from == null || References.of(from).outer().stream().anyMatch(outer.scope()::has)) {
            return null;
        }
        for (Query.Target target : select.targets()) {
            if (!BlockTranslator.among(outer, target.expr()).isEmpty()) {
                return null;
            }
        }
        List<Expr> own = new ArrayList<>();
        List<Expr> across = new ArrayList<>();
        for (Expr condition : Exprs.conjuncts(select.where())) {
            if (BlockTranslator.among(outer, condition).isEmpty()) {
                own.add(condition);
            } else if (isCorrelation(outer, condition)) {
                across.add(condition);
            } else {
                return null;
            }
        }
        return across.isEmpty() ? null : new Inner(blocks.block(from, own), across, List.of());
    }

    // Something inside equals something outside.
    private boolean isCorrelation(Piece outer, Expr condition) {
        if (!(condition instanceof Expr.Call call) || !rex.isEquality(call.operator())) {
            return false;
        }
        Expr left = call.arguments().getFirst();
        Expr right = call.arguments().getLast();
        return isOutside(outer, left) != isOutside(outer, right)
                && (isOutside(outer, left) || isInside(outer, left))
                && (isOutside(outer, right) || isInside(outer, right));
    }

    private static boolean isOutside(Piece outer, Expr expr) {
        Set<Integer> used = References.of(expr);
        return !used.isEmpty() && used.stream().allMatch(outer.scope()::has) && !hasSubquery(expr);
    }

    private static boolean isInside(Piece outer, Expr expr) {
        Set<Integer> used = References.of(expr);
        return !used.isEmpty() && used.stream().noneMatch(outer.scope()::has);
    }

    private static boolean hasSubquery(Expr expr) {
        return Exprs.any(expr, e -> RexTranslator.subquery(e) != null);
    }

    // Grouping everything once beats looking a few groups up only when there are many rows to do it for.
    private boolean isWorthwhile(Piece outer, Inner inner) {
        double outerRows = rows(outer.rel());
        double innerRows = rows(inner.piece.rel());
        double once = inner.across.stream().anyMatch(c -> isIndexed(inner.piece, c)) ? LOOKUP_COST : innerRows;
        return outerRows * once > innerRows;
    }

    private double rows(RelNode rel) {
        Double rows = cluster.getMetadataQuery().getRowCount(rel);
        return rows == null ? 1 : rows;
    }

    private boolean isIndexed(Piece inner, Expr condition) {
        boolean[] found = new boolean[1];
        Exprs.visit(condition, e -> {
            RexNode node =
                    e instanceof Expr.Column c ? inner.scope().find(new ColumnKey(c.relation(), c.column())) : null;
            found[0] |= node instanceof RexInputRef reference && isIndexed(inner.rel(), reference.getIndex());
        });
        return found[0];
    }

    private boolean isIndexed(RelNode rel, int field) {
        return switch (rel) {
            case Leaf leaf ->
                leaf.item() instanceof FromItem.Scan scan
                        && scan.table() instanceof RelationDef.Table table
                        && facts.isIndexed(table, leaf.columns().get(field).column());
            case LogicalFilter filter -> isIndexed(filter.getInput(), field);
            default -> false;
        };
    }

    // The outer query's columns as fields of a correlation variable.
    private Scope correlated(Piece outer, CorrelationId id, Scope inner) {
        RexNode row = builder.makeCorrel(outer.rel().getRowType(), id);
        Scope fields = outer.scope()
                .map(node -> node.accept(new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef reference) {
                        return builder.makeFieldAccess(row, reference.getIndex());
                    }
                }));
        return fields.join(inner, 0);
    }
}
