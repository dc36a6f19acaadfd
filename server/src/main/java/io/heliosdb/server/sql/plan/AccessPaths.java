package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.IndexBounds;
import io.heliosdb.server.sql.exec.IndexBounds.Bound;
import io.heliosdb.server.sql.exec.IndexBounds.Match;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.RowCodec;
import io.heliosdb.server.sql.exec.Scans;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.function.OperatorDef.Meaning;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses how to read one table: all of it, or ranges of the index that fits the conditions best.
final class AccessPaths {

    // Finding a row through an index costs about as much as reading that many in order.
    private static final double FETCH_COST = 4;

    private final Translator translator;
    private final Layout layout;
    private final ExprCompiler compiler;

    AccessPaths(Translator translator) {
        this.translator = translator;
        this.layout = translator.layout();
        this.compiler = translator.compiler();
    }

    /// An index with the conditions that it answers.
    ///
    /// @param score how well it fits, as far as that can be told without statistics
    private record Candidate(TableAccess.IndexAccess index, IndexBounds bounds, List<Expr> used, double score) {

        boolean isOneRow() {
            return index.def().unique()
                    && bounds.equal().size() == index.def().parts().size()
                    && !bounds.isScattered();
        }
    }

    /// The order that rows are wanted in: columns of the relation.
    ///
    /// @param limited whether only some rows are wanted, so that an index is worth reading for its order alone
    record Wanted(List<Integer> columns, List<Boolean> descending, List<Boolean> nullsFirst, boolean limited) {}

    /// A way to read, and whether its rows come in the wanted order.
    record Path(PlanNode node, boolean ordered, boolean indexed) {}

    /// @param conditions all that restrict the scan; other relations in them have their current row in the
    ///     frame
    Path scan(FromItem.Scan scan, List<Expr> conditions, @Nullable Wanted wanted) {
        layout.name(scan.relation(), scan.alias());
        Scans.Target target = new Scans.Target(scan.table(), scan.alias(), layout.slot(scan.relation()));
        RelationFigures figures = translator.figures(scan);
        double rows = figures.rows();
        if (!(scan.table() instanceof RelationDef.Table table)) {
            Compiled filter = compiler.optional(Exprs.and(conditions));
            RelationDef.VirtualRows computed = scan.table() instanceof RelationDef.Virtual virtual
                    ? virtual.rows()
                    : context -> List.<@Nullable Object[]>of(context.service(Sequences.class)
                                    .row(scan.table().oid()))
                            .iterator();
            return new Path(new Scans.VirtualScan(target, computed, filter, rows), false, false);
        }
        TableAccess access = translator.environment().access(table);
        Candidate best = best(access, scan.relation(), conditions, figures);
        Candidate ordering = wanted == null ? null : ordering(access, best, wanted);
        Candidate chosen = ordering != null ? ordering : best;
        double expected = Math.max(1, rows * translator.estimator().selectivity(conditions));
        if (chosen == null || (ordering == null && figures.isKnown() && fetched(chosen, figures) * FETCH_COST > rows)) {
            Compiled filter = compiler.optional(Exprs.and(conditions));
            return new Path(new Scans.SeqScan(target, table, access.codec(), filter, expected), false, false);
        }
        return new Path(
                indexScan(
                        target,
                        table,
                        access.codec(),
                        chosen,
                        remaining(conditions, chosen),
                        wanted,
                        chosen.isOneRow() ? 1 : expected),
                ordering != null,
                true);
    }

    private PlanNode indexScan(
            Scans.Target target,
            RelationDef.Table table,
            RowCodec codec,
            Candidate chosen,
            List<Expr> rest,
            @Nullable Wanted wanted,
            double expected) {
        boolean backward = wanted != null && isBackward(chosen, wanted);
        return new Scans.IndexScan(
                target,
                table,
                codec,
                chosen.index.def(),
                chosen.bounds,
                backward,
                compiler.optional(Exprs.and(rest)),
                expected);
    }

    private static List<Expr> remaining(List<Expr> conditions, Candidate chosen) {
        List<Expr> rest = new ArrayList<>(conditions);
        rest.removeAll(chosen.used);
        return rest;
    }

    // How many rows an index gives before other conditions are tested.
    private double fetched(Candidate candidate, RelationFigures figures) {
        return candidate.isOneRow()
                ? 1
                : figures.rows() * translator.estimator().selectivity(candidate.used);
    }

    private @Nullable Candidate best(TableAccess access, int relation, List<Expr> conditions, RelationFigures figures) {
        Candidate best = null;
        for (TableAccess.IndexAccess index : access.indexes()) {
            // A partial index is used only to find conflicts.
            Candidate candidate = index.predicate() == null ? match(index, relation, conditions) : null;
            if (candidate != null && (best == null || isBetter(candidate, best, figures))) {
                best = candidate;
            }
        }
        return best;
    }

    private boolean isBetter(Candidate candidate, Candidate best, RelationFigures figures) {
        if (!figures.isKnown()) {
            return candidate.score > best.score;
        }
        double fetched = fetched(candidate, figures);
        double least = fetched(best, figures);
        return fetched < least || (fetched == least && candidate.score > best.score);
    }

    private @Nullable Candidate match(TableAccess.IndexAccess index, int relation, List<Expr> conditions) {
        List<Match> equal = new ArrayList<>();
        List<Expr> used = new ArrayList<>();
        Bound low = null;
        Bound high = null;
        List<IndexDef.Part> parts = index.def().parts();
        for (int part = 0; part < parts.size(); part++) {
            int column = parts.get(part).column();
            if (column < 0) {
                break;
            }
            Type type = index.codec().type(part);
            Sides found = equality(conditions, relation, column, type, used);
            if (found != null && found.match != null) {
                equal.add(found.match);
                used.add(found.condition);
                continue;
            }
            for (Expr condition : conditions) {
                Sides range = Sides.of(condition, relation, column, type, compiler);
                if (range != null && range.low != null && low == null) {
                    low = range.low;
                    used.add(condition);
                } else if (range != null && range.high != null && high == null) {
                    high = range.high;
                    used.add(condition);
                }
            }
            break;
        }
        if (used.isEmpty()) {
            return null;
        }
        double score = equal.size() * 10
                + (low != null ? 3 : 0)
                + (high != null ? 3 : 0)
                + (index.def().unique() && equal.size() == parts.size() ? 100 : 0);
        return new Candidate(index, new IndexBounds(index.codec(), equal, low, high, used), used, score);
    }

    private @Nullable Sides equality(List<Expr> conditions, int relation, int column, Type type, List<Expr> used) {
        Sides best = null;
        for (Expr condition : conditions) {
            if (used.contains(condition)) {
                continue;
            }
            Sides sides = Sides.of(condition, relation, column, type, compiler);
            if (sides != null && sides.match != null && (best == null || sides.match instanceof Match.Value)) {
                best = sides;
            }
        }
        return best;
    }

    /// What one condition says about one index part.
    record Sides(
            Expr condition,
            @Nullable Match match,
            @Nullable Bound low,
            @Nullable Bound high) {

        static @Nullable Sides of(Expr condition, int relation, int column, Type type, ExprCompiler compiler) {
            return switch (condition) {
                case Expr.Call call
                when call.operator() != null && call.arguments().size() == 2 ->
                    ofOperator(call, relation, column, type, compiler);
                case Expr.OverArray any
                when !any.all()
                        && any.operator().meaning() == Meaning.EQUAL
                        && isColumn(any.left(), relation, column)
                        && fits(type, any.operator().right())
                        && isOutside(any.array(), relation) ->
                    new Sides(condition, new Match.AnyOf(compiler.compile(any.array()), type), null, null);
                case Expr.IsNull isNull
                when !isNull.negated() && isColumn(isNull.operand(), relation, column) ->
                    new Sides(condition, new Match.Null(), null, null);
                case Expr.Or or -> ofAlternatives(or, relation, column, type, compiler);
                case Expr.Column c when type.oid() == 16 && isColumn(c, relation, column) -> null;
                default -> null;
            };
        }

        // a = 1 OR a = 2
        private static @Nullable Sides ofAlternatives(
                Expr.Or or, int relation, int column, Type type, ExprCompiler compiler) {
            List<Eval> values = new ArrayList<>();
            for (Expr operand : or.operands()) {
                Sides sides = operand instanceof Expr.Or ? null : of(operand, relation, column, type, compiler);
                if (sides == null || !(sides.match instanceof Match.Value(Eval value, Type t))) {
                    return null;
                }
                values.add(value);
            }
            return new Sides(or, new Match.AnyValue(values, type), null, null);
        }

        private static @Nullable Sides ofOperator(
                Expr.Call call, int relation, int column, Type type, ExprCompiler compiler) {
            Expr left = call.arguments().getFirst();
            Expr right = call.arguments().getLast();
            boolean turned = isColumn(right, relation, column);
            Expr value = turned ? left : right;
            if ((!turned && !isColumn(left, relation, column))
                    || call.operator() == null
                    || !fits(type, value.baseType())
                    || !isOutside(value, relation)) {
                return null;
            }
            return switch (call.operator().meaning()) {
                case EQUAL -> new Sides(call, new Match.Value(compiler.compile(value), type), null, null);
                case LESS -> range(call, turned, compiler.compile(value), type, false);
                case LESS_OR_EQUAL -> range(call, turned, compiler.compile(value), type, true);
                case GREATER -> range(call, !turned, compiler.compile(value), type, false);
                case GREATER_OR_EQUAL -> range(call, !turned, compiler.compile(value), type, true);
                case NOT_EQUAL, OTHER -> null;
            };
        }

        private static Sides range(Expr call, boolean lower, Eval value, Type type, boolean inclusive) {
            Bound bound = new Bound(value, type, inclusive);
            return lower ? new Sides(call, null, bound, null) : new Sides(call, null, null, bound);
        }
    }

    private static boolean isOutside(Expr value, int relation) {
        return !References.of(value).contains(relation) && !References.isVolatile(value);
    }

    /// A column, bare or under a relabelling between text and varchar.
    static boolean isColumn(Expr expr, int relation, int column) {
        Expr bare = expr;
        if (expr instanceof Expr.Convert convert
                && convert.kind() == Expr.Convert.Kind.RELABEL
                && isText(convert.baseType())
                && isText(convert.operand().baseType())) {
            bare = convert.operand();
        }
        return bare instanceof Expr.Column c && c.relation() == relation && c.column() == column;
    }

    private static boolean isText(Type type) {
        return type.oid() == 25 || type.oid() == 1043;
    }

    /// Whether values of one type can be looked up among keys of another.
    static boolean fits(Type key, Type value) {
        return key.oid() == value.oid() || (isText(key) && isText(value)) || (isWhole(key) && isWhole(value));
    }

    private static boolean isWhole(Type type) {
        return Set.of(20, 21, 23).contains(type.oid());
    }

    private @Nullable Candidate ordering(TableAccess access, @Nullable Candidate best, Wanted wanted) {
        if (best != null) {
            return gives(best, wanted, false) || gives(best, wanted, true) ? best : null;
        }
        for (TableAccess.IndexAccess index : access.indexes()) {
            if (index.predicate() == null && wanted.limited) {
                Candidate whole = new Candidate(
                        index, new IndexBounds(index.codec(), List.of(), null, null, List.of()), List.of(), 0);
                if (gives(whole, wanted, false) || gives(whole, wanted, true)) {
                    return whole;
                }
            }
        }
        return null;
    }

    private static boolean isBackward(Candidate candidate, Wanted wanted) {
        return !gives(candidate, wanted, false) && gives(candidate, wanted, true);
    }

    private static boolean gives(Candidate candidate, Wanted wanted, boolean backward) {
        int skip = candidate.bounds.equal().size();
        List<IndexDef.Part> parts = candidate.index.def().parts();
        if (candidate.bounds.isScattered() || parts.size() - skip < wanted.columns.size()) {
            return false;
        }
        for (int i = 0; i < wanted.columns.size(); i++) {
            IndexDef.Part part = parts.get(skip + i);
            if (part.column() != wanted.columns.get(i)
                    || (part.descending() != backward) != wanted.descending.get(i)
                    || (part.nullsFirst() != backward) != wanted.nullsFirst.get(i)) {
                return false;
            }
        }
        return true;
    }
}
