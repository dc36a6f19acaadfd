package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns EXISTS and IN that refer to the row around them by equalities alone into a lookup in rows that are the
/// same for all:
///
/// ```
/// EXISTS (SELECT … FROM s WHERE s.k = o.k AND rest)     o.k IS NOT NULL AND (o.k IN (SELECT s.k FROM s WHERE s.k IS
///                                                       NOT NULL AND rest)) IS TRUE
/// o.x IN (SELECT s.x FROM s WHERE s.k = o.k AND rest)   o.k IS NOT NULL AND (o.x, o.k) IN (SELECT s.x, s.k …)
/// ```
/// Null and unknown come out the same, so that it may stand under OR and NOT.
final class Membership {

    /// @param notNull what must not be null; otherwise it is false
    /// @param exists whether unknown is false
    record Lookup(Expr.OverSubquery in, List<Expr> notNull, boolean exists) {}

    private static final DataType BOOL = DataType.of(Types.BOOL);

    private final Query.Select select;
    private final Set<Integer> outer;
    private final List<OperatorDef> operators = new ArrayList<>();
    private final List<Expr> keys = new ArrayList<>();
    private final List<Expr> columns = new ArrayList<>();
    private final List<Expr> rest = new ArrayList<>();

    private Membership(Query.Select select, Set<Integer> outer) {
        this.select = select;
        this.outer = outer;
    }

    /// Null when it refers to its row in another way.
    static @Nullable Lookup of(Expr.Exists exists) {
        Membership found = of(exists.query());
        if (found == null) {
            return null;
        }
        Expr.OverSubquery in = new Expr.OverSubquery(found.operators, false, found.keys, found.query(List.of()), BOOL);
        return new Lookup(in, found.notNull(), true);
    }

    /// As {@link #of(Expr.Exists)}, for `IN`.
    static @Nullable Lookup of(Expr.OverSubquery in) {
        boolean equal = in.operators().stream().allMatch(o -> o.meaning() == OperatorDef.Meaning.EQUAL);
        Membership found = equal && !in.all() ? of(in.query()) : null;
        if (found == null || !found.comparesOneTypeEach() || found.refersOutside(found.targets())) {
            return null;
        }
        List<OperatorDef> operators = joined(in.operators(), found.operators);
        List<Expr> left = joined(in.left(), found.keys);
        return new Lookup(
                new Expr.OverSubquery(operators, false, left, found.query(found.targets()), BOOL),
                found.notNull(),
                false);
    }

    private static @Nullable Membership of(Query query) {
        References references = References.of(query);
        if (!(query instanceof Query.Select select) || references.isVolatile() || !isPlain(select)) {
            return null;
        }
        FromItem from = select.from();
        Set<Integer> outer = references.outer();
        if (from == null || !References.of(from).outer().isEmpty()) {
            return null;
        }
        Membership membership = new Membership(select, outer);
        return membership.takeConditions() && !membership.keys.isEmpty() ? membership : null;
    }

    private static boolean isPlain(Query.Select select) {
        return select.with().isEmpty()
                && select.grouping() == null
                && select.having() == null
                && select.windows().isEmpty()
                && select.distinctOn().isEmpty()
                && select.tail().limit() == null
                && select.tail().offset() == null
                && select.locks().isEmpty()
                && select.targets().stream().noneMatch(t -> Exprs.any(t.expr(), e -> e instanceof Expr.Aggregate));
    }

    private boolean takeConditions() {
        for (Expr condition : Exprs.conjuncts(select.where())) {
            if (!refersOutside(List.of(condition))) {
                rest.add(condition);
            } else if (!takeEquality(condition)) {
                return false;
            }
        }
        return true;
    }

    private boolean takeEquality(Expr condition) {
        if (!(condition instanceof Expr.Call call)) {
            return false;
        }
        OperatorDef operator = call.operator();
        if (operator == null
                || operator.meaning() != OperatorDef.Meaning.EQUAL
                || ExprCompiler.hashType(operator) == null) {
            return false;
        }
        for (int side = 0; side < 2; side++) {
            Expr key = call.arguments().get(side);
            Expr column = call.arguments().get(1 - side);
            if (outer.containsAll(References.of(key)) && !refersOutside(List.of(column))) {
                operators.add(operator);
                keys.add(key);
                columns.add(column);
                return true;
            }
        }
        return false;
    }

    private boolean refersOutside(List<Expr> exprs) {
        return exprs.stream().anyMatch(e -> References.of(e).stream().anyMatch(outer::contains));
    }

    // Sides may have been exchanged, which a comparison by its operator would have to know.
    private boolean comparesOneTypeEach() {
        return operators.stream().allMatch(o -> Objects.equals(o.left(), o.right()));
    }

    private List<Expr> targets() {
        return select.targets().stream()
                .filter(t -> !t.hidden())
                .map(Query.Target::expr)
                .toList();
    }

    private Query query(List<Expr> before) {
        List<Expr> conditions = new ArrayList<>(rest);
        columns.forEach(c -> conditions.add(new Expr.IsNull(c, true, BOOL)));
        List<Query.Target> targets = new ArrayList<>();
        for (Expr expr : joined(before, columns)) {
            targets.add(new Query.Target(expr, new Query.OutputColumn("?column?", expr.type(), 0, 0), false));
        }
        return new Query.Select(
                List.of(),
                select.from(),
                Exprs.and(conditions),
                null,
                null,
                List.of(),
                targets,
                List.of(),
                Query.Tail.NONE,
                List.of());
    }

    private List<Expr> notNull() {
        return keys.stream().map(k -> (Expr) new Expr.IsNull(k, true, BOOL)).toList();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
