package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.QueryNode.Grouping;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Prints one SELECT. Used by one thread.
final class SelectPrinter {

    private final QueryPrinter queries;
    private final QueryNode.Select node;
    private final Query.Select typed;
    private final Names names;
    private final @Nullable List<DataType> types;
    private final Output out;
    private final NodeBuilder builder;
    private final NodePrinter printer;

    SelectPrinter(QueryPrinter queries, QueryNode.Select node, Names names, @Nullable List<DataType> types) {
        this.queries = queries;
        this.node = node;
        this.typed = (Query.Select) queries.trace().query(node);
        this.names = names;
        this.types = types;
        this.out = queries.out();
        this.builder = queries.builder(names);
        this.printer = new NodePrinter(out, builder, queries);
    }

    void print(QueryPrinter.Columns columns, FromPrinter from) {
        queries.moveIn();
        List<Node> targets = targets();
        out.add("SELECT");
        List<Expression> distinct = node.distinct();
        if (distinct != null) {
            out.add(" DISTINCT");
            for (int i = 0; i < distinct.size(); i++) {
                out.add(i == 0 ? " ON (" : ", ");
                printer.sortKey(targets.get(typed.distinctOn().get(i)));
            }
            out.add(distinct.isEmpty() ? "" : ")");
        }
        list(targets, columns);
        from.print();
        Expression where = node.where();
        if (where != null) {
            out.keyword(" WHERE ", -Output.CLAUSE, Output.CLAUSE, 1);
            printer.print(builder.of(where, typed.where()), false);
        }
        Grouping grouping = node.grouping();
        if (grouping != null) {
            out.keyword(" GROUP BY ", -Output.CLAUSE, Output.CLAUSE, 1);
            out.add(grouping.distinct() ? "DISTINCT " : "");
            for (int i = 0; i < grouping.items().size(); i++) {
                out.add(i == 0 ? "" : ", ");
                grouping(grouping.items().get(i), targets, true);
            }
        }
        Expression having = node.having();
        if (having != null) {
            out.keyword(" HAVING ", -Output.CLAUSE, Output.CLAUSE, 0);
            printer.print(builder.of(having, typed.having()), false);
        }
        windows();
        queries.tail(node, names, targets);
        locks();
    }

    /// Every target, hidden ones too, by its number.
    private List<Node> targets() {
        List<Node> nodes = new ArrayList<>();
        for (QueryNode.SelectItem item : node.items()) {
            switch (item.expression()) {
                case Expression.Star star -> expand(star, null, nodes);
                case Expression.FieldStar star -> expand(star, builder.of(star.row()), nodes);
                case Expression expression -> {
                    Expr value = typed.targets().get(nodes.size()).expr();
                    nodes.add(builder.of(expression, QueryPrinter.decided(value, types, nodes.size())));
                }
            }
        }
        List<Expression> keys = new ArrayList<>();
        node.clauses().order().forEach(o -> keys.add(o.key()));
        if (node.distinct() != null) {
            keys.addAll(node.distinct());
        }
        while (nodes.size() < typed.targets().size()) {
            Expr hidden = typed.targets().get(nodes.size()).expr();
            nodes.add(keys.stream()
                    .filter(k -> hidden.equals(queries.trace().value(k)))
                    .findFirst()
                    .map(builder::of)
                    .orElseGet(() -> new Node.Word("NULL")));
        }
        return nodes;
    }

    private void expand(Expression star, @Nullable Node row, List<Node> nodes) {
        for (Query.Target target : queries.trace().star(star)) {
            String name = target.output().name();
            if (row != null) {
                nodes.add(new Node.Field(row, Identifiers.quote(name)));
            } else if (target.expr() instanceof Expr.Column column) {
                nodes.add(names.column(column));
            } else {
                Node alias = names.aliased(target.expr());
                nodes.add(alias == null ? new Node.Var(Identifiers.quote(name), name) : alias);
            }
        }
    }

    private void list(List<Node> targets, QueryPrinter.Columns columns) {
        boolean broken = false;
        int visible = (int) typed.targets().stream().filter(t -> !t.hidden()).count();
        for (int i = 0; i < visible; i++) {
            Node target = targets.get(i);
            List<String> given = columns.names();
            String wanted = given != null && i < given.size()
                    ? given.get(i)
                    : typed.targets().get(i).output().name();
            String item = out.apart(() -> target(target, wanted, columns.visible()));
            out.add(i == 0 ? " " : ", ");
            out.item(item, i > 0, broken);
            broken = item.indexOf('\n', item.startsWith("\n") ? 1 : 0) >= 0;
        }
    }

    private void target(Node target, String wanted, boolean visible) {
        String implied;
        if (target instanceof Node.Var v) {
            String name = v.name();
            implied = name;
            out.add(v.text());
            if (name == null) {
                wholeRowType(v);
            }
        } else {
            printer.print(target, true);
            implied = visible ? null : "?column?";
        }
        if (!wanted.equals(implied)) {
            out.add(" AS ").add(Identifiers.quote(wanted));
        }
    }

    /// A whole row alone would be read as all of its columns.
    private void wholeRowType(Node.Var row) {
        typed.targets().stream()
                .map(Query.Target::expr)
                .filter(e -> e instanceof Expr.RowOf r
                        && r.fields().getFirst() instanceof Expr.Column c
                        && row.equals(names.wholeRow(c.relation())))
                .findFirst()
                .ifPresent(e -> out.add("::").add(queries.naming().type(e.type())));
    }

    private void grouping(Grouping.Item item, List<Node> targets, boolean bare) {
        switch (item) {
            case Grouping.Item.Empty empty -> out.add("()");
            case Grouping.Item.Plain plain -> {
                List<Expression> keys = plain.key() instanceof Expression.RowLiteral row && !row.explicit()
                        ? row.fields()
                        : List.of(plain.key());
                boolean parentheses = !bare || keys.size() != 1;
                out.add(parentheses ? "(" : "");
                keys(keys, targets);
                out.add(parentheses ? ")" : "");
            }
            case Grouping.Item.Rollup rollup -> grouped("ROLLUP(", rollup.keys(), targets);
            case Grouping.Item.Cube cube -> grouped("CUBE(", cube.keys(), targets);
            case Grouping.Item.Sets sets -> {
                out.add("GROUPING SETS (");
                for (int i = 0; i < sets.sets().size(); i++) {
                    out.add(i == 0 ? "" : ", ");
                    grouping(sets.sets().get(i), targets, false);
                }
                out.add(")");
            }
        }
    }

    private void grouped(String words, List<Expression> keys, List<Node> targets) {
        out.add(words);
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            grouping(new Grouping.Item.Plain(keys.get(i)), targets, true);
        }
        out.add(")");
    }

    private void keys(List<Expression> keys, List<Node> targets) {
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? "" : ", ");
            printer.sortKey(key(keys.get(i), targets));
        }
    }

    /// A key of GROUP BY may be the number or the name of a target.
    private Node key(Expression key, List<Node> targets) {
        if (queries.trace().value(key) != null) {
            return builder.of(key);
        }
        if (key instanceof Expression.NumberLiteral number) {
            return targets.get(Integer.parseInt(number.text()) - 1);
        }
        String name = ((Expression.ColumnRef) key).names().getFirst();
        for (int i = 0; i < targets.size(); i++) {
            if (typed.targets().get(i).output().name().equals(name)) {
                return targets.get(i);
            }
        }
        throw new IllegalStateException("no target " + name);
    }

    private void windows() {
        String between = "";
        for (QueryNode.NamedWindow window : node.windows()) {
            if (between.isEmpty()) {
                out.keyword(" WINDOW ", -Output.CLAUSE, Output.CLAUSE, 1);
            }
            out.add(between).add(Identifiers.quote(window.name())).add(" AS ");
            printer.window(window.window());
            between = ", ";
        }
    }

    private void locks() {
        for (Query.RowLock lock : typed.locks()) {
            out.keyword(" FOR " + lock.strength().name().replace('_', ' '), -Output.CLAUSE, Output.CLAUSE, 0);
            out.add(" OF ").add(Objects.requireNonNull(names.relation(lock.relation())));
            out.add(
                    switch (lock.waiting()) {
                        case BLOCK -> "";
                        case NOWAIT -> " NOWAIT";
                        case SKIP_LOCKED -> " SKIP LOCKED";
                    });
        }
    }
}
