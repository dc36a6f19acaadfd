package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.HashJoin;
import io.heliosdb.server.sql.exec.Joins;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses how two inputs are joined: by looking up an index for each row, through a hash table, or by a loop.
final class JoinMethods {

    // A lookup costs about as much as reading that many rows in order.
    private static final double LOOKUP_COST = 8;

    private final Translator translator;
    private final FromPlanner from;

    JoinMethods(Translator translator, FromPlanner from) {
        this.translator = translator;
        this.from = from;
    }

    /// A planned input.
    record Side(PlanNode node, int[] slots, Set<Integer> relations) {}

    /// Equalities that a hash table can answer, and the other conditions.
    record Hashable(List<Eval> left, List<Eval> right, List<Type> types, List<Expr> equalities, List<Expr> rest) {}

    /// @param kind INNER or LEFT
    /// @param lateral whether the right side refers to the left
    PlanNode join(Joins.Kind kind, Side left, FromItem right, List<Expr> conditions, boolean lateral) {
        Set<Integer> inside = FromPlanner.relations(right);
        List<Expr> own = new ArrayList<>();
        List<Expr> across = new ArrayList<>();
        for (Expr condition : conditions) {
            Set<Integer> needed = References.of(condition);
            boolean crosses = needed.stream().anyMatch(left.relations::contains);
            boolean ofRight = needed.stream().anyMatch(inside::contains);
            (ofRight && !crosses ? own : across).add(condition);
        }
        int[] slots = from.slots(right);
        if (lateral) {
            PlanNode inner = from.group(right, own);
            double rows = Math.max(1, left.node.rows() * inner.rows());
            return new Joins.NestedLoop(kind, left.node, inner, from.condition(across), slots, rows);
        }
        PlanNode lookup = lookup(kind, left, right, conditions);
        if (lookup != null) {
            return lookup;
        }
        PlanNode inner = from.group(right, own);
        Hashable hashable = hashable(across, left.relations, inside);
        double rows = Math.max(1, Math.max(left.node.rows(), inner.rows()));
        if (!hashable.equalities.isEmpty()) {
            boolean swap = kind == Joins.Kind.INNER && left.node.rows() < inner.rows();
            return hash(kind, left, new Side(inner, slots, inside), hashable, swap, rows);
        }
        PlanNode kept = materialized(inner, right, slots);
        double product = Math.max(1, left.node.rows() * inner.rows());
        return new Joins.NestedLoop(kind, left.node, kept, from.condition(across), slots, product);
    }

    // Rows of a right side that refers to an enclosing query change with it, so they are not kept.
    private PlanNode materialized(PlanNode inner, FromItem right, int[] slots) {
        References references = References.of(right);
        boolean stable = references.outer().isEmpty()
                && !translator.isCorrelated()
                && references.outerCommonTables().isEmpty();
        return stable ? new Basics.Materialize(inner, slots, translator.layout().newState()) : inner;
    }

    /// Reads the right side through an index for each row of the left; null when that does not look cheaper.
    @Nullable
    PlanNode lookup(Joins.Kind kind, Side left, FromItem right, List<Expr> conditions) {
        if (!(right instanceof FromItem.Scan scan) || conditions.stream().anyMatch(References::isVolatile)) {
            return null;
        }
        double all = translator.figures(scan).rows();
        if (left.node.rows() * LOOKUP_COST > all) {
            return null;
        }
        AccessPaths.Path alone = translator.paths().scan(scan, ownOnly(conditions, left.relations), null);
        AccessPaths.Path path = translator.paths().scan(scan, conditions, null);
        if (!path.indexed() || path.node().rows() > alone.node().rows()) {
            return null;
        }
        if (alone.indexed() && path.node().rows() == alone.node().rows()) {
            return null;
        }
        double rows = Math.max(1, left.node.rows() * path.node().rows());
        return new Joins.NestedLoop(kind, left.node, path.node(), null, from.slots(right), rows);
    }

    private static List<Expr> ownOnly(List<Expr> conditions, Set<Integer> left) {
        List<Expr> own = new ArrayList<>();
        for (Expr condition : conditions) {
            if (References.of(condition).stream().noneMatch(left::contains)) {
                own.add(condition);
            }
        }
        return own;
    }

    PlanNode hash(Joins.Kind kind, Side left, Side right, Hashable keys, boolean swap, double rows) {
        Keys made = new Keys(keys.types);
        HashJoin.Sides sides = swap
                ? new HashJoin.Sides(right.node, right.slots, left.node, left.slots)
                : new HashJoin.Sides(left.node, left.slots, right.node, right.slots);
        HashJoin.Match match = new HashJoin.Match(
                swap ? keys.right : keys.left,
                swap ? keys.left : keys.right,
                made,
                keys.equalities,
                from.condition(keys.rest));
        return new HashJoin(kind, sides, match, rows);
    }

    Hashable hashable(List<Expr> conditions, Set<Integer> left, Set<Integer> right) {
        Hashable found = new Hashable(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Expr condition : conditions) {
            if (!addKey(found, condition, left, right)) {
                found.rest.add(condition);
            }
        }
        return found;
    }

    private boolean addKey(Hashable found, Expr condition, Set<Integer> left, Set<Integer> right) {
        if (!(condition instanceof Expr.Call call)
                || call.operator() == null
                || call.operator().meaning() != OperatorDef.Meaning.EQUAL
                || References.isVolatile(condition)) {
            return false;
        }
        Type type = ExprCompiler.hashType(call.operator());
        Expr a = call.arguments().getFirst();
        Expr b = call.arguments().getLast();
        boolean straight = only(a, left, right) && only(b, right, left);
        boolean turned = only(a, right, left) && only(b, left, right);
        if (type == null || (!straight && !turned)) {
            return false;
        }
        found.left.add(translator.compiler().compile(straight ? a : b));
        found.right.add(translator.compiler().compile(straight ? b : a));
        found.types.add(type);
        found.equalities.add(condition);
        return true;
    }

    private static boolean only(Expr expr, Set<Integer> wanted, Set<Integer> unwanted) {
        Set<Integer> needed = References.of(expr);
        return needed.stream().anyMatch(wanted::contains) && needed.stream().noneMatch(unwanted::contains);
    }

    PlanNode full(FromItem.Join join) {
        PlanNode left = from.group(join.left(), List.of());
        PlanNode right = from.group(join.right(), List.of());
        Set<Integer> leftRelations = FromPlanner.relations(join.left());
        Set<Integer> rightRelations = FromPlanner.relations(join.right());
        List<Expr> conditions = Exprs.conjuncts(join.condition());
        Hashable hashable = hashable(conditions, leftRelations, rightRelations);
        Side first = new Side(left, from.slots(join.left()), leftRelations);
        Side second = new Side(right, from.slots(join.right()), rightRelations);
        if (!hashable.equalities.isEmpty()) {
            return hash(Joins.Kind.FULL, first, second, hashable, false, left.rows() + right.rows());
        }
        return new Joins.OuterLoop(Joins.Kind.FULL, left, right, from.condition(conditions), first.slots, second.slots);
    }
}
