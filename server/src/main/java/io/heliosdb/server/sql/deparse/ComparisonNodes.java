package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Operators and what is made of them: BETWEEN, IN, LIKE and comparisons of rows are shown as what they mean.
final class ComparisonNodes {

    private final NodeBuilder builder;

    ComparisonNodes(NodeBuilder builder) {
        this.builder = builder;
    }

    Node operator(Expression.Operator o, Expr own) {
        if (o.left() == null) {
            return own instanceof Expr.Constant constant
                    ? builder.constant(constant)
                    : new Node.Op(
                            null,
                            o.name(),
                            builder.of(o.right(), ((Expr.Call) own).arguments().getFirst()));
        }
        if (own instanceof Expr.OverSubquery rows && o.right() instanceof Expression.ScalarQuery q) {
            return new Node.Sublink("(", tests(o.left(), rows), " " + o.name() + " ", q.query());
        }
        return compare(o.name(), o.left(), o.right(), own);
    }

    /// A comparison of two values or rows.
    private Node compare(String symbol, Expression left, Expression right, Expr own) {
        if (own instanceof Expr.Call call && call.operator() != null) {
            return new Node.Op(
                    builder.of(left, call.arguments().getFirst()),
                    call.operator().name(),
                    builder.of(right, call.arguments().getLast()));
        }
        List<Expression> lefts = fields(left);
        List<Expression> rights = fields(right);
        return switch (own) {
            case Expr.RowCompare c ->
                new Node.RowCompare(
                        new Node.Row(builder.all(lefts, c.left())),
                        symbol,
                        new Node.Row(builder.all(rights, c.right())));
            case Expr.And and -> new Node.Bool(Node.Logic.AND, pairs(symbol, lefts, rights, and.operands()));
            case Expr.Or or -> new Node.Bool(Node.Logic.OR, pairs(symbol, lefts, rights, or.operands()));
            default -> new Node.Op(builder.of(left), symbol, builder.of(right));
        };
    }

    private List<Node> pairs(String symbol, List<Expression> lefts, List<Expression> rights, List<Expr> own) {
        List<Node> pairs = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            pairs.add(compare(symbol, lefts.get(i), rights.get(i), own.get(i)));
        }
        return pairs;
    }

    private static List<Expression> fields(Expression node) {
        return node instanceof Expression.RowLiteral row ? row.fields() : List.of(node);
    }

    Node distinct(Expression.IsDistinct d, Expr own) {
        if (own instanceof Expr.Distinct typed) {
            Node node = new Node.Distinct(builder.of(d.left(), typed.left()), builder.of(d.right(), typed.right()));
            return d.negated() ? not(node) : node;
        }
        List<Node> pairs = new ArrayList<>();
        List<Expression> lefts = fields(d.left());
        List<Expression> rights = fields(d.right());
        for (int i = 0; i < lefts.size(); i++) {
            pairs.add(new Node.Distinct(builder.of(lefts.get(i)), builder.of(rights.get(i))));
        }
        Node any = new Node.Bool(Node.Logic.OR, pairs);
        return d.negated() ? not(any) : any;
    }

    private static Node not(Node node) {
        return new Node.Bool(Node.Logic.NOT, List.of(node));
    }

    Node like(Expression.Like like, Expr.Call own) {
        Expr pattern = own.arguments().getLast();
        Node shown;
        if (pattern instanceof Expr.Call call && isPatternFunction(call)) {
            List<Expression> parts = new ArrayList<>(List.of(like.pattern()));
            if (like.escape() != null) {
                parts.add(like.escape());
            }
            List<Node.Argument> arguments = builder.all(parts, call.arguments()).stream()
                    .map(n -> new Node.Argument("", n))
                    .toList();
            shown = new Node.Call(call.function().name(), arguments, false, null);
        } else {
            shown = builder.of(like.pattern(), pattern);
        }
        String operator = Objects.requireNonNull(own.operator()).name();
        return new Node.Op(builder.of(like.operand(), own.arguments().getFirst()), operator, shown);
    }

    private static boolean isPatternFunction(Expr.Call call) {
        return call.function().name().equals("like_escape")
                || call.function().name().equals("similar_to_escape");
    }

    Node between(Expression.Between b, Expr own) {
        Expr inside = own instanceof Expr.Not not ? not.operand() : own;
        if (b.symmetric()) {
            Expr.Or both = (Expr.Or) inside;
            Node.Logic logic = b.negated() ? Node.Logic.AND : Node.Logic.OR;
            return new Node.Bool(
                    logic,
                    List.of(
                            range(b, b.low(), b.high(), both.operands().getFirst()),
                            range(b, b.high(), b.low(), both.operands().getLast())));
        }
        return range(b, b.low(), b.high(), inside);
    }

    private Node range(Expression.Between b, Expression low, Expression high, Expr own) {
        Expr.And and = (Expr.And) own;
        Node first = compare(">=", b.operand(), low, and.operands().getFirst());
        Node second = compare("<=", b.operand(), high, and.operands().getLast());
        return b.negated()
                ? new Node.Bool(Node.Logic.OR, List.of(opposite(first, "<"), opposite(second, ">")))
                : new Node.Bool(Node.Logic.AND, List.of(first, second));
    }

    private static Node opposite(Node comparison, String operator) {
        return switch (comparison) {
            case Node.Op op -> new Node.Op(op.left(), operator, op.right());
            case Node.RowCompare rows -> new Node.RowCompare(rows.left(), operator, rows.right());
            default -> not(comparison);
        };
    }

    Node inList(Expression.InList in, Expr own) {
        String symbol = in.negated() ? "<>" : "=";
        if (own instanceof Expr.OverArray typed) {
            List<Expr> elements = ((Expr.ArrayOf) arrayOf(typed.array())).elements();
            Node array = new Node.ArrayOf(builder.all(in.items(), elements), "");
            if (typed.array() instanceof Expr.Convert convert) {
                array = new Node.Cast(array, builder.naming().type(convert.type()), true, false);
            }
            return new Node.OverArray(builder.of(in.operand(), typed.left()), symbol, in.negated(), array);
        }
        if (in.items().size() == 1) {
            return compare(symbol, in.operand(), in.items().getFirst(), own);
        }
        List<Node> pairs = new ArrayList<>();
        List<Expr> typed = own instanceof Expr.And and ? and.operands() : ((Expr.Or) own).operands();
        for (int i = 0; i < in.items().size(); i++) {
            pairs.add(compare(symbol, in.operand(), in.items().get(i), typed.get(i)));
        }
        return new Node.Bool(in.negated() ? Node.Logic.AND : Node.Logic.OR, pairs);
    }

    private static Expr arrayOf(Expr array) {
        return array instanceof Expr.Convert convert ? arrayOf(convert.operand()) : array;
    }

    private List<Node> tests(Expression operand, Expr.OverSubquery own) {
        return own.left().size() == 1
                ? List.of(builder.of(operand, own.left().getFirst()))
                : builder.all(fields(operand), own.left());
    }

    Node inQuery(Expression.InQuery in, Expr.OverSubquery own) {
        Node node = sublink(in.operand(), own, " IN ", in.query());
        return in.negated() ? not(node) : node;
    }

    Node overQuery(Expression.OverQuery o, Expr.OverSubquery own) {
        String words = o.all()
                ? " " + o.operator() + " ALL "
                : o.operator().equals("=") ? " IN " : " " + o.operator() + " ANY ";
        return sublink(o.left(), own, words, o.query());
    }

    private Node sublink(Expression operand, Expr.OverSubquery own, String words, QueryNode query) {
        return new Node.Sublink("(", tests(operand, own), words, query);
    }
}
