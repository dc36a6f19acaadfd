package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What analysis made of each part of a syntax tree: whoever writes a statement back as text needs both, the
/// words that were used and what they mean. Nodes are told apart by identity. Used by one thread.
public final class Trace {

    /// An item of FROM.
    ///
    /// @param relation its number in the statement; -1 for a join
    /// @param table the relation it reads; null for anything that is none
    /// @param columns names of its columns as the statement sees them, by the column's position; dropped ones
    /// empty
    /// @param types of the columns, side by side with them
    /// @param merged the columns that JOIN USING merges; empty for anything else
    /// @param values what the columns of a join are, side by side with them; empty for anything else
    public record Item(
            int relation,
            @Nullable RelationDef table,
            List<String> columns,
            List<DataType> types,
            List<String> merged,
            List<Expr> values) {}

    private final IdentityHashMap<Expression, Expr> values = new IdentityHashMap<>();
    private final IdentityHashMap<FromNode, Item> items = new IdentityHashMap<>();
    private final IdentityHashMap<QueryNode, Query> queries = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, List<Query.Target>> stars = new IdentityHashMap<>();

    Trace() {}

    void note(Expression node, Expr value) {
        values.put(node, value);
    }

    void note(FromNode node, Item item) {
        items.put(node, item);
    }

    void note(QueryNode node, Query query) {
        queries.put(node, query);
    }

    void noteStar(Expression star, List<Query.Target> targets) {
        stars.put(star, List.copyOf(targets));
    }

    /// What an expression means by itself, before whatever uses it converts it; null when it was not looked at
    /// alone.
    public @Nullable Expr value(Expression node) {
        return values.get(node);
    }

    /// The columns that expressions name.
    public Set<Expr.Column> columns() {
        Set<Expr.Column> columns = new HashSet<>();
        for (Expr value : values.values()) {
            if (value instanceof Expr.Column column) {
                columns.add(column);
            }
        }
        return columns;
    }

    /// Positions of the columns of a relation that expressions name, or a star means.
    public Set<Integer> columnsOf(int relation) {
        Set<Integer> numbers = new HashSet<>();
        for (Item item : items.values()) {
            if (item.table() != null && item.table().oid() == relation) {
                numbers.add(item.relation());
            }
        }
        List<Expr> roots = new ArrayList<>(values.values());
        stars.values().forEach(targets -> targets.forEach(target -> roots.add(target.expr())));
        Set<Integer> found = new HashSet<>();
        References.ofAll(roots).columns().keySet().stream()
                .filter(key -> numbers.contains(key.relation()))
                .forEach(key -> found.add(key.column()));
        found.addAll(mergedOf(relation));
        return found;
    }

    // USING and NATURAL name columns of both sides by one name.
    private Set<Integer> mergedOf(int relation) {
        Set<Integer> found = new HashSet<>();
        for (Item join : items.values()) {
            for (String name : join.merged()) {
                items.values().stream()
                        .filter(item -> item.table() != null && item.table().oid() == relation)
                        .map(item -> item.columns().indexOf(name))
                        .filter(position -> position >= 0)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /// Oids of the relations that it reads and the functions that it calls.
    public Set<Integer> objects() {
        Set<Integer> oids = new HashSet<>();
        for (Item item : items.values()) {
            if (item.table() != null) {
                oids.add(item.table().oid());
            }
        }
        for (Expr value : values.values()) {
            if (value instanceof Expr.Call call) {
                oids.add(call.function().oid());
            }
        }
        return oids;
    }

    /// @throws IllegalStateException for a node of another statement
    public Item item(FromNode node) {
        Item item = items.get(node);
        if (item == null) {
            throw new IllegalStateException("not analyzed: " + node);
        }
        return item;
    }

    /// What a query means; null for the union of a recursive one, which is analyzed by its sides.
    public @Nullable Query known(QueryNode node) {
        return queries.get(node);
    }

    /// @throws IllegalStateException for a node of another statement
    public Query query(QueryNode node) {
        Query query = queries.get(node);
        if (query == null) {
            throw new IllegalStateException("not analyzed: " + node);
        }
        return query;
    }

    /// What `*` in a select list stands for.
    public List<Query.Target> star(Expression star) {
        return stars.getOrDefault(star, List.of());
    }
}
