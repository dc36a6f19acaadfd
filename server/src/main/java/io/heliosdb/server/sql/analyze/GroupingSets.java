package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode.Grouping;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// GROUP BY with its grouping sets (PostgreSQL 18 manual, 7.2.4).
final class GroupingSets {

    private final Analysis analysis;
    private final List<Expr> keys = new ArrayList<>();

    GroupingSets(Analysis analysis) {
        this.analysis = analysis;
    }

    Query.GroupBy analyze(Grouping grouping, Scope scope, List<Target> targets) {
        List<List<Integer>> sets = List.of(List.of());
        for (Grouping.Item item : grouping.items()) {
            sets = product(sets, sets(item, scope, targets));
        }
        if (grouping.distinct()) {
            sets = sets.stream().distinct().toList();
        }
        return new Query.GroupBy(List.copyOf(keys), sets);
    }

    private static List<List<Integer>> product(List<List<Integer>> left, List<List<Integer>> right) {
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> a : left) {
            for (List<Integer> b : right) {
                TreeSet<Integer> both = new TreeSet<>(a);
                both.addAll(b);
                all.add(List.copyOf(both));
            }
        }
        return all;
    }

    private List<List<Integer>> sets(Grouping.Item item, Scope scope, List<Target> targets) {
        return switch (item) {
            case Grouping.Item.Empty empty -> List.of(List.of());
            case Grouping.Item.Plain plain -> List.of(indexes(plain.key(), scope, targets));
            case Grouping.Item.Rollup rollup -> {
                List<List<Integer>> sets = new ArrayList<>();
                for (int n = rollup.keys().size(); n >= 0; n--) {
                    sets.add(union(rollup.keys().subList(0, n), scope, targets));
                }
                yield sets;
            }
            case Grouping.Item.Cube cube -> {
                List<List<Integer>> sets = new ArrayList<>();
                int size = cube.keys().size();
                for (int mask = (1 << size) - 1; mask >= 0; mask--) {
                    List<Expression> chosen = new ArrayList<>();
                    for (int i = 0; i < size; i++) {
                        if ((mask & 1 << (size - 1 - i)) != 0) {
                            chosen.add(cube.keys().get(i));
                        }
                    }
                    sets.add(union(chosen, scope, targets));
                }
                yield sets;
            }
            case Grouping.Item.Sets several ->
                several.sets().stream()
                        .flatMap(s -> sets(s, scope, targets).stream())
                        .toList();
        };
    }

    private List<Integer> union(List<Expression> expressions, Scope scope, List<Target> targets) {
        TreeSet<Integer> all = new TreeSet<>();
        expressions.forEach(e -> all.addAll(indexes(e, scope, targets)));
        return List.copyOf(all);
    }

    private List<Integer> indexes(Expression key, Scope scope, List<Target> targets) {
        if (key instanceof Expression.RowLiteral row && !row.explicit()) {
            return union(row.fields(), scope, targets);
        }
        try {
            Expr expr = key(key, scope, targets);
            analysis.queries().windows().checkOrdered(expr);
            int index = keys.indexOf(expr);
            if (index < 0) {
                index = keys.size();
                keys.add(expr);
            }
            return List.of(index);
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, key.position());
        }
    }

    private Expr key(Expression key, Scope scope, List<Target> targets) {
        Place place = Place.plain(scope, "GROUP BY");
        Expr expr;
        if (key instanceof Expression.NumberLiteral number) {
            expr = targets.get(SortKeys.position(number, targets, "GROUP BY")).expr();
        } else if (key instanceof Expression.ColumnRef ref
                && ref.names().size() == 1
                && scope.from().columns().stream()
                        .noneMatch(c -> c.name().equals(ref.names().getFirst()))) {
            int output = SortKeys.outputColumn(ref.names().getFirst(), targets, "GROUP BY");
            expr = output >= 0
                    ? targets.get(output).expr()
                    : analysis.expressions().analyze(key, place);
        } else {
            expr = analysis.expressions().analyze(key, place);
        }
        if (Walk.contains(expr, e -> e instanceof Expr.Aggregate)) {
            throw AnalysisErrors.grouping("aggregate functions are not allowed in GROUP BY");
        }
        if (Walk.contains(expr, e -> e instanceof Expr.WindowCall)) {
            throw AnalysisErrors.windowing("window functions are not allowed in GROUP BY");
        }
        return analysis.coercion().known(expr);
    }
}
