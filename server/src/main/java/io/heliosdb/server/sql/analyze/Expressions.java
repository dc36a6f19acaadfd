package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Gives expressions their meaning: one case for each form, the larger ones in classes of their own.
final class Expressions {

    static final DataType BOOL = DataType.of(Types.BOOL);

    private static final Set<String> COLLATIONS = Set.of(
            "default",
            "C",
            "POSIX",
            "ucs_basic",
            "en_US",
            "en_US.utf8",
            "C.UTF-8",
            "C.utf8",
            "en-US-x-icu",
            "und-x-icu",
            "unicode");

    private final Analysis analysis;
    private final Literals literals;
    private final ColumnRefs columns;
    private final Comparisons comparisons;
    private final FunctionCalls functions;
    private final Composites composites;

    Expressions(Analysis analysis) {
        this.analysis = analysis;
        this.literals = new Literals(analysis);
        this.columns = new ColumnRefs(analysis);
        this.comparisons = new Comparisons(analysis, this);
        this.functions = new FunctionCalls(analysis, this);
        this.composites = new Composites(analysis, this);
    }

    ColumnRefs columns() {
        return columns;
    }

    /// The expression typed; a literal or parameter may still be of type unknown.
    ///
    /// @throws SqlException with the position of what is wrong
    Expr analyze(Expression expression, Place place) {
        try {
            return analysis.traced(expression, dispatch(expression, place));
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, expression.position());
        }
    }

    List<Expr> analyzeAll(List<Expression> expressions, Place place) {
        List<Expr> analyzed = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            analyzed.add(analyze(expression, place));
        }
        return analyzed;
    }

    /// A truth value, as `clause` needs it.
    Expr condition(Expression expression, Place place, String clause) {
        Expr value = analyze(expression, place);
        try {
            return analysis.coercion().bool(value, clause);
        } catch (SqlException e) {
            throw AnalysisErrors.at(e, expression.position());
        }
    }

    private Expr dispatch(Expression expression, Place place) {
        return switch (expression) {
            case Expression.StringLiteral s -> new Expr.Constant(s.value(), DataType.of(Types.UNKNOWN));
            case Expression.NumberLiteral n -> literals.number(n.text(), n.integer());
            case Expression.BooleanLiteral b -> new Expr.Constant(b.value(), BOOL);
            case Expression.NullLiteral n -> new Expr.Constant(null, DataType.of(Types.UNKNOWN));
            case Expression.BitLiteral b -> literals.bits(b.bits());
            case Expression.Default d -> throw AnalysisErrors.syntax("DEFAULT is not allowed in this context");
            case Expression.Parameter p ->
                analysis.coercion().constrained(analysis.parameters().use(p.number()));
            case Expression.ColumnRef c -> columns.resolve(c, place.scope());
            case Expression.Star s
            when !s.qualifier().isEmpty() -> {
                Expr variable = columns.starOf(s, place.scope());
                yield variable != null ? variable : columns.wholeRow(columns.qualified(s.qualifier(), place.scope()));
            }
            case Expression.Star s -> throw AnalysisErrors.syntax("row expansion via \"*\" is not supported here");
            case Expression.FieldStar s -> throw AnalysisErrors.syntax("row expansion via \"*\" is not supported here");
            case Expression.Operator o -> operator(o, place);
            case Expression.And a -> new Expr.And(conditions(a.operands(), place, "AND"), BOOL);
            case Expression.Or o -> new Expr.Or(conditions(o.operands(), place, "OR"), BOOL);
            case Expression.Not n -> new Expr.Not(condition(n.operand(), place, "NOT"), BOOL);
            case Expression.IsNull i -> new Expr.IsNull(known(i.operand(), place), i.negated(), BOOL);
            case Expression.IsTruth i -> truth(i, place);
            case Expression.IsDistinct d -> comparisons.distinct(d, place);
            case Expression.Like l -> comparisons.like(l, place);
            case Expression.Between b -> comparisons.between(b, place);
            case Expression.InList i -> comparisons.inList(i, place);
            case Expression.InQuery i -> comparisons.inQuery(i, place);
            case Expression.OverArray o -> comparisons.overArray(o, place);
            case Expression.OverQuery o -> comparisons.overQuery(o, place);
            case Expression.Exists e -> new Expr.Exists(subquery(e.query(), place), BOOL);
            case Expression.ScalarQuery q -> scalarQuery(q, place);
            case Expression.ArrayQuery q -> arrayQuery(q, place);
            case Expression.ArrayLiteral a -> composites.array(a, place);
            case Expression.RowLiteral r -> composites.row(r, place);
            case Expression.Subscript s -> composites.subscript(s, place);
            case Expression.Field f -> composites.field(f, place);
            case Expression.Cast c -> cast(c, place);
            case Expression.Collate c -> collate(c, place);
            case Expression.AtTimeZone a ->
                functions.named("timezone", List.of(analyze(a.zone(), place), analyze(a.operand(), place)));
            case Expression.Case c -> caseOf(c, place);
            case Expression.Coalesce c -> {
                List<Expr> operands = analysis.coercion().unify(analyzeAll(c.operands(), place), "COALESCE");
                yield new Expr.Coalesce(operands, commonType(operands));
            }
            case Expression.NullIf n -> comparisons.nullIf(n, place);
            case Expression.MinMax m -> {
                String name = m.greatest() ? "GREATEST" : "LEAST";
                List<Expr> operands = analysis.coercion().unify(analyzeAll(m.operands(), place), name);
                yield new Expr.MinMax(m.greatest(), operands, commonType(operands));
            }
            case Expression.Grouping g -> grouping(g, place);
            case Expression.Keyword k -> functions.keyword(k);
            case Expression.CurrentOf c -> throw AnalysisErrors.unsupported("WHERE CURRENT OF is not supported");
            case Expression.Call c -> functions.call(c, place);
        };
    }

    private static DataType commonType(List<Expr> operands) {
        DataType first = operands.getFirst().type();
        return operands.stream().allMatch(o -> o.type().equals(first)) ? first : DataType.of(first.type());
    }

    private List<Expr> conditions(List<Expression> operands, Place place, String clause) {
        return operands.stream().map(o -> condition(o, place, clause)).toList();
    }

    Expr known(Expression operand, Place place) {
        return analysis.coercion().known(analyze(operand, place));
    }

    private Expr operator(Expression.Operator o, Place place) {
        if (o.left() == null) {
            if (o.name().equals("-") && o.right() instanceof Expression.NumberLiteral number) {
                return literals.number("-" + number.text(), number.integer());
            }
            return analysis.operators().prefix(o.name(), analyze(o.right(), place));
        }
        return comparisons.operator(o.name(), o.left(), o.right(), place);
    }

    private Expr truth(Expression.IsTruth test, Place place) {
        Expr operand = condition(test.operand(), place, "IS " + (test.negated() ? "NOT " : "") + test.truth());
        Expr.BooleanTest.Kind kind =
                switch (test.truth()) {
                    case TRUE -> test.negated() ? Expr.BooleanTest.Kind.NOT_TRUE : Expr.BooleanTest.Kind.TRUE;
                    case FALSE -> test.negated() ? Expr.BooleanTest.Kind.NOT_FALSE : Expr.BooleanTest.Kind.FALSE;
                    case UNKNOWN -> test.negated() ? Expr.BooleanTest.Kind.NOT_UNKNOWN : Expr.BooleanTest.Kind.UNKNOWN;
                };
        return new Expr.BooleanTest(operand, kind, BOOL);
    }

    Query subquery(QueryNode query, Place place) {
        return analysis.queries().analyze(query, place.scope(), true);
    }

    private Expr scalarQuery(Expression.ScalarQuery q, Place place) {
        Query query = subquery(q.query(), place);
        if (query.columns().size() != 1) {
            throw AnalysisErrors.syntax("subquery must return only one column");
        }
        return new Expr.ScalarSubquery(query, query.columns().getFirst().type());
    }

    private Expr arrayQuery(Expression.ArrayQuery q, Place place) {
        Query query = subquery(q.query(), place);
        if (query.columns().size() != 1) {
            throw AnalysisErrors.syntax("subquery must return only one column");
        }
        Type element = query.columns().getFirst().type().type();
        return new Expr.ArraySubquery(query, DataType.of(Types.arrayOf(element)));
    }

    private Expr cast(Expression.Cast c, Place place) {
        DataType target = analysis.typeNames().resolve(c.type());
        Expr operand = c.operand() instanceof Expression.ArrayLiteral array
                ? composites.array(array, target.type(), place)
                : analyze(c.operand(), place);
        try {
            return analysis.coercion().explicit(operand, target);
        } catch (SqlException e) {
            boolean ofLiteral = c.operand() instanceof Expression.StringLiteral;
            throw AnalysisErrors.at(e, ofLiteral ? c.operand().position() : c.position());
        }
    }

    private Expr collate(Expression.Collate c, Place place) {
        if (!COLLATIONS.contains(c.collation().last())) {
            throw AnalysisErrors.at(
                    new SqlException(
                            SqlState.UNDEFINED_OBJECT,
                            "collation \"" + c.collation() + "\" for encoding \"UTF8\" does not exist"),
                    c.collation().position());
        }
        return known(c.operand(), place);
    }

    private Expr caseOf(Expression.Case c, Place place) {
        Expr operand = c.operand() == null ? null : known(c.operand(), place);
        List<Expr> conditions = new ArrayList<>();
        List<Expr> results = new ArrayList<>();
        for (Expression.Case.When when : c.whens()) {
            conditions.add(
                    operand == null
                            ? condition(when.condition(), place, "CASE/WHEN")
                            : comparisons.compare("=", operand, analyze(when.condition(), place)));
            results.add(analyze(when.result(), place));
        }
        // PostgreSQL lets ELSE come first where types are weighed.
        results.addFirst(
                c.otherwise() == null
                        ? new Expr.Constant(null, DataType.of(Types.UNKNOWN))
                        : analyze(c.otherwise(), place));
        List<Expr> unified = analysis.coercion().unify(results, "CASE");
        List<Expr.Case.When> whens = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            whens.add(new Expr.Case.When(conditions.get(i), unified.get(i + 1)));
        }
        Expr otherwise = c.otherwise() == null ? null : unified.getFirst();
        return new Expr.Case(whens, otherwise, commonType(unified));
    }

    private Expr grouping(Expression.Grouping g, Place place) {
        Place.SelectState select = place.select();
        if (select == null) {
            throw AnalysisErrors.grouping("grouping operations are not allowed in " + place.clause());
        }
        select.noteAggregate();
        return new Expr.Grouping(analyzeAll(g.keys(), place), DataType.of(Types.INT4));
    }
}
