package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.analyze.Trace;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Expressions of a syntax tree, with what they mean, in the shape in which they are printed.
final class NodeBuilder {

    private final Trace trace;
    private final Names names;
    private final Naming naming;
    private final Constants constants;
    private final ComparisonNodes comparisons;
    private final CallNodes calls;

    NodeBuilder(Trace trace, Names names, Naming naming, Style style) {
        this.trace = trace;
        this.names = names;
        this.naming = naming;
        this.constants = new Constants(naming, style);
        this.comparisons = new ComparisonNodes(this);
        this.calls = new CallNodes(this);
    }

    Trace trace() {
        return trace;
    }

    Names names() {
        return names;
    }

    Naming naming() {
        return naming;
    }

    Node of(Expression node) {
        return of(node, null);
    }

    List<Node> all(List<Expression> nodes) {
        return nodes.stream().map(this::of).toList();
    }

    /// Nodes side by side with what they became where they are used.
    List<Node> all(List<Expression> nodes, List<Expr> used) {
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            all.add(of(nodes.get(i), i < used.size() ? used.get(i) : null));
        }
        return all;
    }

    /// @param used the value as what stands around it takes it; null when it takes it as it is
    Node of(Expression node, @Nullable Expr used) {
        Expr own = trace.value(node);
        if (own == null) {
            own = Objects.requireNonNull(used, "an expression that was not analyzed");
        }
        Expr wanted = used == null ? own : used;
        if (own instanceof Expr.Constant constant && isUnknown(own)) {
            return literal(constant, wanted, false);
        }
        Node built = build(node, own);
        if (wanted.type().equals(own.type())) {
            return built;
        }
        return new Node.Cast(built, naming.type(shownType(wanted)), true, isFunction(wanted));
    }

    /// A change of type alone says nothing of the modifier, though the value keeps it.
    private static DataType shownType(Expr conversion) {
        return conversion instanceof Expr.Convert c && c.kind() == Expr.Convert.Kind.RELABEL
                ? DataType.of(c.type().type())
                : conversion.type();
    }

    private static boolean isUnknown(Expr expr) {
        return expr.baseType().equals(Types.UNKNOWN);
    }

    /// Whether a function does the conversion.
    static boolean isFunction(Expr conversion) {
        return conversion instanceof Expr.Call
                || conversion instanceof Expr.Convert c
                        && (c.kind() == Expr.Convert.Kind.MODIFIER || c.kind() == Expr.Convert.Kind.EXPLICIT_MODIFIER);
    }

    /// A string or NULL, of the type that its place gives it.
    ///
    /// @param cast whether a cast is that place: of a column's type, only an interval's modifier is part of the
    // value
    private Node literal(Expr.Constant own, Expr wanted, boolean cast) {
        if (wanted instanceof Expr.Convert convert) {
            Node inner = literal(own, convert.operand(), cast);
            return new Node.Cast(inner, naming.type(wanted.type()), true, isFunction(wanted));
        }
        DataType type = isUnknown(wanted) ? DataType.of(Types.TEXT) : wanted.type();
        if (!cast && !type.type().equals(Types.INTERVAL)) {
            type = DataType.of(type.type());
        }
        Object value = own.value();
        if (value == null) {
            return constants.of(null, type);
        }
        Object parsed = type.type().parse((String) value, naming.context());
        return constants.of(parsed, type);
    }

    Node constant(Expr.Constant constant) {
        return constants.of(constant.value(), constant.type());
    }

    private Node build(Expression node, Expr own) {
        return switch (node) {
            case Expression.StringLiteral s -> constant((Expr.Constant) own);
            case Expression.NumberLiteral n -> constant((Expr.Constant) own);
            case Expression.BooleanLiteral b -> constant((Expr.Constant) own);
            case Expression.NullLiteral n -> constant((Expr.Constant) own);
            case Expression.BitLiteral b -> constant((Expr.Constant) own);
            case Expression.Default d -> new Node.Word("DEFAULT");
            case Expression.Parameter p -> new Node.Word("$" + p.number());
            case Expression.ColumnRef c -> column(c, own);
            case Expression.Star s -> whole(own, s.qualifier().getLast());
            case Expression.FieldStar s -> throw misplaced(s);
            case Expression.CurrentOf c -> throw misplaced(c);
            case Expression.Operator o -> comparisons.operator(o, own);
            case Expression.And a -> logic(Node.Logic.AND, a.operands());
            case Expression.Or o -> logic(Node.Logic.OR, o.operands());
            case Expression.Not n -> logic(Node.Logic.NOT, List.of(n.operand()));
            case Expression.IsNull i -> new Node.Test(of(i.operand()), i.negated() ? "IS NOT NULL" : "IS NULL", true);
            case Expression.IsTruth i ->
                new Node.Test(of(i.operand()), "IS " + (i.negated() ? "NOT " : "") + i.truth(), false);
            case Expression.IsDistinct d -> comparisons.distinct(d, own);
            case Expression.Like l -> comparisons.like(l, (Expr.Call) own);
            case Expression.Between b -> comparisons.between(b, own);
            case Expression.InList i -> comparisons.inList(i, own);
            case Expression.InQuery i -> comparisons.inQuery(i, (Expr.OverSubquery) own);
            case Expression.OverArray o -> {
                Expr.OverArray typed = (Expr.OverArray) own;
                yield new Node.OverArray(
                        of(o.left(), typed.left()), o.operator(), o.all(), of(o.array(), typed.array()));
            }
            case Expression.OverQuery o -> comparisons.overQuery(o, (Expr.OverSubquery) own);
            case Expression.Exists e -> new Node.Sublink("(", List.of(), "EXISTS ", e.query());
            case Expression.ScalarQuery q -> new Node.Sublink("(", List.of(), "", q.query());
            case Expression.ArrayQuery q -> new Node.Sublink("ARRAY(", List.of(), "", q.query());
            case Expression.ArrayLiteral a -> array(a, own);
            case Expression.RowLiteral r ->
                new Node.Row(all(r.fields(), own instanceof Expr.RowOf o ? o.fields() : List.of()));
            case Expression.Subscript s -> subscript(s);
            case Expression.Field f -> new Node.Field(of(f.row()), Identifiers.quote(f.name()));
            case Expression.Cast c -> cast(c, own);
            case Expression.Collate c ->
                new Node.Collate(
                        of(c.operand()), Identifiers.quote(c.collation().last()));
            case Expression.AtTimeZone a -> calls.atTimeZone(a, (Expr.Call) own);
            case Expression.Case c -> caseOf(c, (Expr.Case) own);
            case Expression.Coalesce c ->
                new Node.Keyword("COALESCE", all(c.operands(), ((Expr.Coalesce) own).operands()));
            case Expression.NullIf n -> {
                Expr.NullIf typed = (Expr.NullIf) own;
                yield new Node.Keyword("NULLIF", List.of(of(n.left(), typed.left()), of(n.right(), typed.right())));
            }
            case Expression.MinMax m ->
                new Node.Keyword(
                        m.greatest() ? "GREATEST" : "LEAST", all(m.operands(), ((Expr.MinMax) own).operands()));
            case Expression.Grouping g -> new Node.Keyword("GROUPING", all(g.keys()));
            case Expression.Keyword k ->
                new Node.Word(k.name().toUpperCase(Locale.ROOT) + (k.precision() < 0 ? "" : "(" + k.precision() + ")"));
            case Expression.Call c -> calls.call(c, own);
        };
    }

    private static IllegalStateException misplaced(Expression node) {
        return new IllegalStateException("no expression of its own: " + node);
    }

    private Node logic(Node.Logic logic, List<Expression> operands) {
        return new Node.Bool(logic, all(operands));
    }

    private Node column(Expression.ColumnRef ref, Expr own) {
        if (own instanceof Expr.Column column) {
            return names.column(column);
        }
        return whole(own, ref.names().getLast());
    }

    /// A whole row; else a column that JOIN USING merged out of both sides, which has no qualifier.
    private Node whole(Expr own, String name) {
        Node alias = names.aliased(own);
        if (alias != null) {
            return alias;
        }
        if (own instanceof Expr.RowOf row && row.fields().getFirst() instanceof Expr.Column first) {
            Node whole = names.wholeRow(first.relation());
            if (whole != null) {
                return whole;
            }
        }
        return new Node.Var(Identifiers.quote(name), name);
    }

    /// A value that its place takes whatever type it is of: a literal stays without one.
    Node raw(Expression node, @Nullable Expr used) {
        return trace.value(node) instanceof Expr.Constant constant && isUnknown(constant)
                ? constant(constant)
                : of(node, used);
    }

    private Node array(Expression.ArrayLiteral literal, Expr own) {
        List<Expr> elements = own instanceof Expr.ArrayOf array ? array.elements() : List.of();
        return new Node.ArrayOf(all(literal.elements(), elements), naming.type(own.type()));
    }

    private Node subscript(Expression.Subscript s) {
        List<Expression.Subscript> chain = new ArrayList<>();
        Expression base = s;
        while (base instanceof Expression.Subscript next) {
            chain.addFirst(next);
            base = next.array();
        }
        List<Node.Subscript.Bound> bounds = new ArrayList<>();
        for (Expression.Subscript part : chain) {
            Expression lower = part.lower();
            Expression upper = part.upper();
            bounds.add(new Node.Subscript.Bound(
                    lower == null ? null : of(lower), upper == null ? null : of(upper), part.slice()));
        }
        return new Node.Subscript(of(base), bounds);
    }

    private Node cast(Expression.Cast cast, Expr own) {
        Expression operand = cast.operand();
        Expr value = trace.value(operand);
        if (value instanceof Expr.Constant constant && isUnknown(value)) {
            return literal(constant, own, true);
        }
        if (value != null && value.type().equals(own.type())) {
            return of(operand);
        }
        Expr inner = own instanceof Expr.Convert c && isFunction(c) ? c.operand() : own;
        boolean byFunction = isFunction(own) || inner instanceof Expr.Call;
        boolean modified = !cast.type().modifiers().isEmpty()
                || !cast.type().intervalFields().isEmpty();
        return new Node.Cast(of(operand), naming.type(modified ? own.type() : shownType(own)), false, byFunction);
    }

    private Node caseOf(Expression.Case c, Expr.Case own) {
        List<Node.Case.When> whens = new ArrayList<>();
        Node operand = c.operand() == null ? null : of(c.operand());
        for (int i = 0; i < c.whens().size(); i++) {
            Expression.Case.When when = c.whens().get(i);
            Expr condition = own.whens().get(i).condition();
            Node test = operand == null || !(condition instanceof Expr.Call call)
                    ? of(when.condition())
                    : of(when.condition(), call.arguments().getLast());
            whens.add(new Node.Case.When(
                    test, of(when.result(), own.whens().get(i).result())));
        }
        Node otherwise = c.otherwise() == null ? constants.of(null, own.type()) : of(c.otherwise(), own.otherwise());
        return new Node.Case(operand, whens, otherwise);
    }
}
