package io.heliosdb.server.sql.algebra;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// Translates FROM and WHERE, with the subqueries in them, to relational algebra.
final class BlockTranslator {

    private final RelOptCluster cluster;
    private final RexBuilder builder;
    private final RexTranslator rex;
    private final GroupTranslator groups;
    private final SubqueryTranslator subqueries;
    private final Facts facts;
    private final Map<Integer, List<Expr.Column>> used = new HashMap<>();
    private final Set<Integer> pinned;

    /// @param used all columns that the query reads
    /// @param pinned relations whose rows must be there as they are, since a subquery that stays as it is reads
    /// them
    BlockTranslator(RelOptCluster cluster, Operators operators, Facts facts, References used, Set<Integer> pinned) {
        this.cluster = cluster;
        this.builder = cluster.getRexBuilder();
        this.rex = new RexTranslator(builder, operators, facts);
        this.groups = new GroupTranslator(rex, builder, operators, facts);
        this.subqueries = new SubqueryTranslator(this, cluster, rex, groups, facts);
        this.facts = facts;
        this.pinned = pinned;
        used.columns().values().forEach(c -> this.used
                .computeIfAbsent(c.relation(), r -> new ArrayList<>())
                .add(c));
    }

    /// The number of an item that is no join.
    static int relation(FromItem item) {
        return switch (item) {
            case FromItem.Scan s -> s.relation();
            case FromItem.Subquery s -> s.relation();
            case FromItem.Functions f -> f.relation();
            case FromItem.CommonTableScan s -> s.relation();
            case FromItem.Join j -> throw new IllegalArgumentException("a join is no single relation");
        };
    }

    /// FROM with WHERE.
    Piece block(FromItem from, List<Expr> where) {
        List<FromItem> items = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>(where);
        flatten(from, items, conditions);
        List<Piece> pieces = new ArrayList<>();
        items.forEach(item -> pieces.add(item(item)));
        Piece joined = joined(pieces, conditions);
        List<Expr> plain = new ArrayList<>();
        List<Expr> nested = new ArrayList<>();
        conditions.forEach(c -> (subqueries.isCandidate(c) ? nested : plain).add(c));
        Piece filtered = filter(joined, plain);
        for (Expr condition : nested) {
            filtered = subqueries.apply(filtered, condition);
        }
        return filtered;
    }

    private static void flatten(FromItem item, List<FromItem> items, List<Expr> conditions) {
        if (item instanceof FromItem.Join join && join.kind() == FromItem.Join.Kind.INNER) {
            flatten(join.left(), items, conditions);
            flatten(join.right(), items, conditions);
            conditions.addAll(Exprs.conjuncts(join.condition()));
        } else {
            items.add(item);
        }
    }

    // Pieces that a condition connects stand next to each other, so that no cross product hides the connection.
    private Piece joined(List<Piece> pieces, List<Expr> conditions) {
        List<Piece> rest = new ArrayList<>(pieces);
        Piece joined = rest.removeFirst();
        while (!rest.isEmpty()) {
            Piece next = rest.getFirst();
            for (Piece candidate : rest) {
                if (isConnected(joined, candidate, conditions)) {
                    next = candidate;
                    break;
                }
            }
            rest.remove(next);
            joined = join(joined, next, JoinRelType.INNER, builder.makeLiteral(true));
        }
        return joined;
    }

    private static boolean isConnected(Piece left, Piece right, List<Expr> conditions) {
        for (Expr condition : conditions) {
            Set<Integer> needed = References.of(condition);
            if (needed.stream().anyMatch(left.scope()::has) && needed.stream().anyMatch(right.scope()::has)) {
                return true;
            }
        }
        return false;
    }

    Piece filter(Piece piece, List<Expr> conditions) {
        if (conditions.isEmpty()) {
            return piece;
        }
        List<RexNode> terms = new ArrayList<>();
        conditions.forEach(c -> terms.add(rex.translate(c, piece.scope())));
        RexNode all = RexUtil.composeConjunction(builder, terms);
        return new Piece(LogicalFilter.create(piece.rel(), all), piece.scope());
    }

    static Piece join(Piece left, Piece right, JoinRelType type, RexNode condition) {
        RelNode rel = LogicalJoin.create(left.rel(), right.rel(), List.of(), condition, Set.of(), type);
        Scope scope = type.projectsRight() ? left.scope().join(right.scope(), left.width()) : left.scope();
        return new Piece(rel, type.isOuterJoin() ? scope.map(node -> node.accept(new Fields(rel))) : scope);
    }

    /// Gives references to fields the types that the fields have above an outer join: they may be NULL there.
    private static final class Fields extends RexShuttle {
        private final RelNode rel;

        Fields(RelNode rel) {
            this.rel = rel;
        }

        @Override
        public RexNode visitInputRef(RexInputRef reference) {
            return RexInputRef.of(reference.getIndex(), rel.getRowType());
        }
    }

    private Piece item(FromItem item) {
        return switch (item) {
            case FromItem.Join join when join.kind() == FromItem.Join.Kind.INNER -> block(join, List.of());
            case FromItem.Join join -> outer(join);
            case FromItem.Subquery subquery -> {
                Piece merged = pinned.contains(subquery.relation()) ? null : merged(subquery);
                yield merged == null ? leaf(subquery) : merged;
            }
            default -> leaf(item);
        };
    }

    private Piece outer(FromItem.Join join) {
        boolean turned = join.kind() == FromItem.Join.Kind.RIGHT;
        boolean full = join.kind() == FromItem.Join.Kind.FULL;
        Piece left = item(turned ? join.right() : join.left());
        Piece right = asFields(item(turned ? join.left() : join.right()));
        if (full) {
            left = asFields(left);
        }
        Scope both = left.scope().join(right.scope(), left.width());
        List<RexNode> terms = new ArrayList<>();
        for (Expr condition : Exprs.conjuncts(join.condition())) {
            terms.add(rex.translate(condition, both));
        }
        RexNode condition = RexUtil.composeConjunction(builder, terms);
        return join(left, right, full ? JoinRelType.FULL : JoinRelType.LEFT, condition);
    }

    // What an outer join can make NULL must be fields, not expressions over them.
    private Piece asFields(Piece piece) {
        if (piece.scope().columns().values().stream().allMatch(n -> n.getKind() == SqlKind.INPUT_REF)) {
            return piece;
        }
        List<RexNode> projects =
                new ArrayList<>(builder.identityProjects(piece.rel().getRowType()));
        int width = projects.size();
        piece.scope().columns().values().stream()
                .filter(n -> n.getKind() != SqlKind.INPUT_REF)
                .distinct()
                .forEach(projects::add);
        RelNode rel = LogicalProject.create(piece.rel(), List.of(), projects, (List<String>) null, Set.of());
        Scope scope = piece.scope()
                .map(n -> n.getKind() == SqlKind.INPUT_REF
                        ? n
                        : builder.makeInputRef(
                                rel,
                                width + projects.subList(width, projects.size()).indexOf(n)));
        return new Piece(rel, scope);
    }

    private Piece leaf(FromItem item) {
        return leaf(item, used.getOrDefault(relation(item), List.of()));
    }

    /// @param read the columns that are read
    Piece leaf(FromItem item, List<Expr.Column> read) {
        int relation = relation(item);
        List<Expr.Column> columns = new ArrayList<>(read);
        if (columns.isEmpty()) {
            columns.add(new Expr.Column(relation, 0, "", DataType.of(Types.TEXT)));
        }
        Leaf leaf = new Leaf(cluster, item, relation, columns, facts.rows(item));
        Map<ColumnKey, RexNode> fields = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(new ColumnKey(relation, columns.get(i).column()), builder.makeInputRef(leaf, i));
        }
        return new Piece(leaf, Scope.EMPTY.with(relation, fields));
    }

    /// A query's rows, with an expression for each visible column; null when it is to be planned by itself.
    record Outputs(Piece piece, List<RexNode> columns) {}

    private @Nullable Piece merged(FromItem.Subquery subquery) {
        Outputs outputs = outputs(subquery.query());
        if (outputs == null) {
            return null;
        }
        Map<ColumnKey, RexNode> columns = new HashMap<>();
        for (int i = 0; i < outputs.columns.size(); i++) {
            columns.put(new ColumnKey(subquery.relation(), i), outputs.columns.get(i));
        }
        return new Piece(outputs.piece.rel(), outputs.piece.scope().with(subquery.relation(), columns));
    }

    @Nullable
    Outputs outputs(Query query) {
        return switch (query) {
            case Query.Select select when Suitability.isMergeable(select) -> select(select);
            case Query.SetOperation operation when Suitability.isMergeable(operation) -> union(operation);
            default -> null;
        };
    }

    private @Nullable Outputs select(Query.Select select) {
        FromItem from = select.from();
        if (from == null) {
            return null;
        }
        Piece piece = block(from, Exprs.conjuncts(select.where()));
        List<Expr> targets = new ArrayList<>();
        select.targets().forEach(t -> targets.add(t.expr()));
        List<Expr> shown = targets;
        if (Suitability.isGrouped(select)) {
            GroupTranslator.Grouped grouped = groups.group(piece, select);
            if (grouped == null) {
                return null;
            }
            piece = filter(grouped.piece(), Exprs.conjuncts(grouped.having()));
            shown = grouped.targets();
        }
        if (!select.distinctOn().isEmpty()) {
            GroupTranslator.Grouped distinct = groups.distinct(piece, shown);
            piece = distinct.piece();
            shown = distinct.targets();
        }
        List<RexNode> columns = new ArrayList<>();
        for (Expr target : shown.subList(0, select.columns().size())) {
            columns.add(rex.translate(target, piece.scope()));
        }
        return new Outputs(piece, columns);
    }

    private @Nullable Outputs union(Query.SetOperation operation) {
        List<RelNode> inputs = new ArrayList<>();
        for (Query side : List.of(operation.left(), operation.right())) {
            Outputs outputs = outputs(side);
            if (outputs == null) {
                return null;
            }
            inputs.add(LogicalProject.create(
                    outputs.piece.rel(), List.of(), outputs.columns, (List<String>) null, Set.of()));
        }
        RelNode rel = LogicalUnion.create(inputs, true);
        int relation = facts.newRelation("union");
        Map<ColumnKey, RexNode> fields = new HashMap<>();
        List<Expr> all = new ArrayList<>();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < operation.columns().size(); i++) {
            RexNode field = builder.makeInputRef(rel, i);
            fields.put(new ColumnKey(relation, i), field);
            columns.add(field);
            all.add(new Expr.Column(relation, i, "", operation.columns().get(i).type()));
        }
        Piece piece = new Piece(rel, Scope.EMPTY.with(relation, fields));
        if (operation.all()) {
            return new Outputs(piece, columns);
        }
        GroupTranslator.Grouped distinct = groups.distinct(piece, all);
        List<RexNode> shown = new ArrayList<>();
        distinct.targets()
                .forEach(t -> shown.add(rex.translate(t, distinct.piece().scope())));
        return new Outputs(distinct.piece(), shown);
    }

    /// Relations that a piece has among those that an expression refers to.
    static Set<Integer> among(Piece piece, Expr expr) {
        Set<Integer> found = new HashSet<>(References.of(expr));
        found.removeIf(r -> !piece.scope().has(r));
        return found;
    }
}
