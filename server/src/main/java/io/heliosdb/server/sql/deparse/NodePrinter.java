package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.Window;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints expressions of one query. Used by one thread.
final class NodePrinter {

    private final Output out;
    private final NodeBuilder builder;
    private final @Nullable QueryPrinter queries;

    /// @param queries prints subqueries; null where there cannot be any
    NodePrinter(Output out, NodeBuilder builder, @Nullable QueryPrinter queries) {
        this.out = out;
        this.builder = builder;
        this.queries = queries;
    }

    /// @param implicit whether a conversion that nobody wrote is shown at the top
    void print(Node node, boolean implicit) {
        switch (node) {
            case Node.Var v -> out.add(v.text());
            case Node.Const c -> constant(c, c.labelled());
            case Node.Word w -> out.add(w.text());
            case Node.Call c -> call(c);
            case Node.Syntax s -> {
                for (Node.Piece piece : s.pieces()) {
                    piece(piece, s);
                }
            }
            case Node.Cast c -> cast(c, implicit);
            case Node.Op o -> operator(o);
            case Node.Bool b -> logic(b);
            case Node.Test t ->
                wrapped(() -> {
                    tight(t.operand(), t.implicit(), t);
                    out.add(" ").add(t.test());
                });
            case Node.Distinct d ->
                wrapped(() -> {
                    tight(d.left(), true, d);
                    out.add(" IS DISTINCT FROM ");
                    tight(d.right(), true, d);
                });
            case Node.OverArray o -> overArray(o);
            case Node.Sublink s -> sublink(s);
            case Node.Case c -> caseOf(c);
            case Node.Keyword k -> {
                out.add(k.word()).add("(");
                list(k.arguments(), ", ", true);
                out.add(")");
            }
            case Node.ArrayOf a -> array(a);
            case Node.Row r -> {
                out.add("ROW(");
                list(r.fields(), ", ", true);
                out.add(")");
            }
            case Node.RowCompare r -> {
                out.add("(");
                print(r.left(), true);
                out.add(" ").add(r.operator()).add(" ");
                print(r.right(), true);
                out.add(")");
            }
            case Node.Subscript s -> subscript(s);
            case Node.Field f -> {
                boolean needsNone = f.row() instanceof Node.Subscript || f.row() instanceof Node.Field;
                enclosed(f.row(), !needsNone);
                out.add(".").add(f.name());
            }
            case Node.Collate c ->
                wrapped(() -> {
                    tight(c.operand(), true, c);
                    out.add(" COLLATE ").add(c.collation());
                });
        }
    }

    private void overArray(Node.OverArray node) {
        wrapped(() -> {
            tight(node.left(), true, node);
            out.add(" ").add(node.operator()).add(node.all() ? " ALL (" : " ANY (");
            tight(node.array(), true, node);
            out.add(")");
        });
    }

    private void array(Node.ArrayOf node) {
        out.add("ARRAY[");
        list(node.elements(), ", ", true);
        out.add("]");
        if (node.elements().isEmpty()) {
            out.add("::").add(node.type());
        }
    }

    private void piece(Node.Piece piece, Node parent) {
        Node argument = piece.argument();
        if (argument == null) {
            out.add(piece.words());
        } else if (piece.tight()) {
            tight(argument, false, parent);
        } else {
            print(argument, false);
        }
    }

    /// In parentheses, unless the style leaves needless ones out.
    private void wrapped(Runnable inner) {
        boolean sparse = out.style().sparse();
        out.add(sparse ? "" : "(");
        inner.run();
        out.add(sparse ? "" : ")");
    }

    private void enclosed(Node node, boolean parentheses) {
        out.add(parentheses ? "(" : "");
        print(node, true);
        out.add(parentheses ? ")" : "");
    }

    /// As an operand: in parentheses where the sparse style still needs them.
    private void tight(Node node, boolean implicit, Node parent) {
        boolean parentheses = out.style().sparse() && !Precedence.isSimple(node, parent);
        out.add(parentheses ? "(" : "");
        print(node, implicit);
        out.add(parentheses ? ")" : "");
    }

    void list(List<Node> nodes, String between, boolean implicit) {
        for (int i = 0; i < nodes.size(); i++) {
            out.add(i == 0 ? "" : between);
            print(nodes.get(i), implicit);
        }
    }

    void constant(Node.Const c, boolean labelled) {
        out.add(c.literal());
        if (labelled) {
            out.add("::").add(c.label());
        }
    }

    private void cast(Node.Cast c, boolean implicit) {
        // Read again, a cast behind ARRAY[…] would be one of each element; analysis adds it to the whole anew.
        boolean added = c.operand() instanceof Node.ArrayOf && out.style().stored();
        if (c.implicit() && (!implicit || added)) {
            tight(c.operand(), false, c);
            return;
        }
        if (c.operand() instanceof Node.Const constant && adjusts(c.type(), constant)) {
            out.add(constant.literal());
        } else {
            wrapped(() -> tight(c.operand(), false, c));
        }
        out.add("::").add(c.type());
    }

    /// Whether a cast only adds a modifier to a constant's type.
    private static boolean adjusts(String type, Node.Const constant) {
        return constant.label().equals(constant.bare())
                && (type.equals(constant.bare()) || type.startsWith(constant.bare() + "("));
    }

    private void operator(Node.Op o) {
        wrapped(() -> {
            Node left = o.left();
            if (left != null) {
                tight(left, true, o);
                out.add(" ");
            }
            out.add(o.operator()).add(" ");
            if (left == null && o.right() instanceof Node.Const c && out.style().stored()) {
                // Read again, a minus before a bare number would be a part of the number.
                constant(c, true);
            } else {
                tight(o.right(), true, o);
            }
        });
    }

    private void logic(Node.Bool b) {
        wrapped(() -> {
            if (b.logic() == Node.Logic.NOT) {
                out.add("NOT ");
                tight(b.operands().getFirst(), false, b);
                return;
            }
            for (int i = 0; i < b.operands().size(); i++) {
                out.add(i == 0 ? "" : " " + b.logic() + " ");
                tight(b.operands().get(i), false, b);
            }
        });
    }

    private void sublink(Node.Sublink s) {
        out.add(s.prefix());
        if (s.test().size() == 1) {
            print(s.test().getFirst(), true);
        } else if (!s.test().isEmpty()) {
            out.add("(");
            list(s.test(), ", ", true);
            out.add(")");
        }
        boolean inner = !s.words().isEmpty();
        out.add(s.words()).add(inner ? "(" : "");
        if (queries == null) {
            throw new IllegalStateException("a subquery where there can be none");
        }
        queries.print(s.query(), builder.names(), QueryPrinter.Columns.HIDDEN);
        out.add(inner ? "))" : ")");
    }

    private void caseOf(Node.Case c) {
        String gap = out.style().indent() ? "" : " ";
        out.keyword("CASE", 0, Output.VAR, 0);
        Node operand = c.operand();
        if (operand != null) {
            out.add(" ");
            print(operand, true);
        }
        for (Node.Case.When when : c.whens()) {
            out.add(gap);
            out.keyword("WHEN ", 0, 0, 0);
            print(when.condition(), false);
            out.add(" THEN ");
            print(when.result(), true);
        }
        out.add(gap);
        out.keyword("ELSE ", 0, 0, 0);
        print(c.otherwise(), true);
        out.add(gap);
        out.keyword("END", -Output.VAR, 0, 0);
    }

    private void subscript(Node.Subscript s) {
        enclosed(s.array(), !(s.array() instanceof Node.Var) && !(s.array() instanceof Node.Field));
        for (Node.Subscript.Bound bound : s.bounds()) {
            out.add("[");
            Node lower = bound.lower();
            if (lower != null) {
                print(lower, false);
            }
            out.add(bound.slice() ? ":" : "");
            Node upper = bound.upper();
            if (upper != null) {
                print(upper, false);
            }
            out.add("]");
        }
    }

    void call(Node.Call c) {
        Node.Extra extra = c.extra();
        out.add(c.name()).add("(");
        if (extra != null && extra.distinct()) {
            out.add("DISTINCT ");
        }
        if (extra != null && extra.star()) {
            out.add("*");
        }
        for (int i = 0; i < c.arguments().size(); i++) {
            Node.Argument argument = c.arguments().get(i);
            out.add(i == 0 ? "" : ", ");
            out.add(c.spread() && i == c.arguments().size() - 1 ? "VARIADIC " : "");
            if (!argument.name().isEmpty()) {
                out.add(Identifiers.quote(argument.name())).add(" => ");
            }
            print(argument.value(), true);
        }
        if (extra != null) {
            extra(extra);
        } else {
            out.add(")");
        }
    }

    private void extra(Node.Extra extra) {
        if (!extra.order().isEmpty()) {
            out.add(extra.withinGroup() ? ") WITHIN GROUP (ORDER BY " : " ORDER BY ");
            order(extra.order());
        }
        Node filter = extra.filter();
        if (filter != null) {
            out.add(") FILTER (WHERE ");
            print(filter, false);
        }
        out.add(")");
        Window over = extra.over();
        if (over != null) {
            out.add(" OVER ");
            if (over.bare()) {
                out.add(Identifiers.quote(over.reference()));
            } else {
                window(over);
            }
        }
    }

    void order(List<Node.SortKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            Node.SortKey key = keys.get(i);
            out.add(i == 0 ? "" : ", ");
            sortKey(key.key());
            direction(key.descending(), key.nullsFirst());
        }
    }

    void direction(boolean descending, boolean nullsFirst) {
        if (descending) {
            out.add(nullsFirst ? " DESC" : " DESC NULLS LAST");
        } else {
            out.add(nullsFirst ? " NULLS FIRST" : "");
        }
    }

    /// A key of ORDER BY or GROUP BY: a constant must not look like a position, nor a call like ROLLUP.
    void sortKey(Node key) {
        switch (key) {
            case Node.Const c -> constant(c, true);
            case Node.Var v -> print(v, true);
            default -> {
                boolean call = key instanceof Node.Call
                        || key instanceof Node.Syntax
                        || key instanceof Node.Cast c && c.byFunction();
                enclosed(key, out.style().sparse() || call);
            }
        }
    }

    /// A window definition with its parentheses.
    void window(Window window) {
        StringBuilder gap = new StringBuilder();
        out.add("(");
        if (!window.reference().isEmpty()) {
            out.add(Identifiers.quote(window.reference()));
            gap.append(' ');
        }
        if (!window.partition().isEmpty()) {
            out.add(gap.toString()).add("PARTITION BY ");
            for (int i = 0; i < window.partition().size(); i++) {
                out.add(i == 0 ? "" : ", ");
                sortKey(builder.of(window.partition().get(i)));
            }
            gap.setLength(0);
            gap.append(' ');
        }
        if (!window.order().isEmpty()) {
            out.add(gap.toString()).add("ORDER BY ");
            order(new CallNodes(builder).sortKeys(window.order(), List.of()));
            gap.setLength(0);
            gap.append(' ');
        }
        Window.Frame frame = window.frame();
        if (frame != null) {
            out.add(gap.toString());
            frame(frame);
        }
        out.add(")");
    }

    private void frame(Window.Frame frame) {
        out.add(frame.unit() + (frame.between() ? " BETWEEN " : " "));
        bound(frame.start());
        if (frame.between()) {
            out.add(" AND ");
            bound(frame.end());
        }
        out.add(
                switch (frame.exclusion()) {
                    case NO_OTHERS -> "";
                    case CURRENT_ROW -> " EXCLUDE CURRENT ROW";
                    case GROUP -> " EXCLUDE GROUP";
                    case TIES -> " EXCLUDE TIES";
                });
    }

    private void bound(Window.Bound bound) {
        Expression offset = bound.offset();
        if (offset != null) {
            print(builder.of(offset), false);
            out.add(" ");
        }
        out.add(bound.kind().name().toUpperCase(Locale.ROOT).replace('_', ' '));
    }
}
