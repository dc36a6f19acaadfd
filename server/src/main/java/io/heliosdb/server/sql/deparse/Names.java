package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.tree.Expr;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What relations and columns are called inside one query and those around it. Used by one thread.
final class Names {

    /// @param name by which the query calls it
    /// @param columns by position
    record Entry(String name, List<String> columns) {}

    private static final Map<Integer, String> SYSTEM =
            Map.of(-1, "ctid", -2, "xmin", -3, "cmin", -4, "xmax", -5, "cmax", -6, "tableoid");

    private final Map<Integer, Entry> entries;
    private final Set<String> taken;
    private final Set<String> commonTables;
    private final boolean qualify;
    private final Map<Expr, Node.Var> aliased = new HashMap<>();
    private final Set<Integer> own = new HashSet<>();
    private boolean ownUsed;

    private Names(Map<Integer, Entry> entries, Set<String> taken, Set<String> commonTables, boolean qualify) {
        this.entries = entries;
        this.taken = taken;
        this.commonTables = commonTables;
        this.qualify = qualify;
    }

    /// The columns of one row, called without a qualifier.
    static Names ofRow(int relation, Entry row) {
        Map<Integer, Entry> entries = new HashMap<>();
        entries.put(relation, row);
        return new Names(entries, new HashSet<>(), new HashSet<>(), false);
    }

    /// The columns of several rows, called with that of their row.
    static Names ofRows(Map<Integer, Entry> rows) {
        return new Names(new HashMap<>(rows), new HashSet<>(), new HashSet<>(), true);
    }

    /// The value that a domain's condition is about.
    static Names ofDomain(Expr.Column value) {
        Names names = ofRow(value.relation(), new Entry("", List.of("value")));
        names.aliased.put(value, new Node.Var("VALUE", "value"));
        return names;
    }

    static Names ofStatement() {
        return new Names(new HashMap<>(), new HashSet<>(), new HashSet<>(), true);
    }

    /// The names of a query inside of this one: what this one calls its relations is taken there.
    Names inside() {
        Names inner = new Names(entries, new HashSet<>(taken), new HashSet<>(commonTables), true);
        inner.aliased.putAll(aliased);
        return inner;
    }

    /// Columns of a join that has a name of its own are called by that.
    void alias(Expr column, String join, String name) {
        aliased.put(column, new Node.Var(Identifiers.quote(join) + "." + Identifiers.quote(name), name));
    }

    /// Does something inside of a join, where its name is not known.
    void without(List<Expr> columns, Runnable work) {
        Map<Expr, Node.Var> kept = new HashMap<>();
        for (Expr column : columns) {
            Node.Var var = aliased.remove(column);
            if (var != null) {
                kept.put(column, var);
            }
        }
        work.run();
        aliased.putAll(kept);
    }

    /// What a join's name makes of a value; null when it is no column of such a join.
    Node.@Nullable Var aliased(Expr value) {
        return aliased.get(value);
    }

    /// Whether `work` refers to relations of this very query.
    boolean usesOwn(Runnable work) {
        ownUsed = false;
        work.run();
        return ownUsed;
    }

    /// Takes a name for a relation: the wanted one, or with a number when it is taken.
    String take(String wanted) {
        String name = wanted;
        for (int i = 1; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    void add(int relation, Entry entry) {
        own.add(relation);
        entries.put(relation, entry);
    }

    void addCommonTable(String name) {
        commonTables.add(name);
    }

    boolean isCommonTable(String name) {
        return commonTables.contains(name);
    }

    Node.Var column(Expr.Column column) {
        ownUsed |= own.contains(column.relation());
        Node.Var alias = aliased.get(column);
        if (alias != null) {
            return alias;
        }
        Entry entry = entries.get(column.relation());
        String name = column.column() < 0
                ? SYSTEM.getOrDefault(column.column(), column.name())
                : entry == null || column.column() >= entry.columns().size()
                        ? column.name()
                        : entry.columns().get(column.column());
        String text = Identifiers.quote(name);
        return new Node.Var(entry == null || !qualify ? text : Identifiers.quote(entry.name()) + "." + text, name);
    }

    /// A whole row; null when the relation is none of these.
    Node.@Nullable Var wholeRow(int relation) {
        Entry entry = entries.get(relation);
        return entry == null ? null : new Node.Var(Identifiers.quote(entry.name()) + ".*", null);
    }

    /// What the query calls a relation, as text; null when it is none of these.
    @Nullable
    String relation(int relation) {
        Entry entry = entries.get(relation);
        return entry == null ? null : Identifiers.quote(entry.name());
    }

    /// A relation's columns by position.
    List<String> columns(int relation) {
        Entry entry = entries.get(relation);
        return entry == null ? List.of() : entry.columns();
    }
}
