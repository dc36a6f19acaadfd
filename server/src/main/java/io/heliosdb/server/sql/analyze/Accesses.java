package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.privilege.Privilege;
import io.heliosdb.server.sql.privilege.RelationAccess;
import io.heliosdb.server.sql.privilege.StatementAccess;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a statement needs of what it names, noted while it is analyzed. Used by one analysis.
///
/// A change that is made through a view is one to the view by the user, and one to what is below by the view's owner:
/// what is noted of the view is noted of all that is below it.
final class Accesses {

    private static final class Noted {
        final RelationDef relation;
        final @Nullable String owner;
        final EnumSet<Privilege> needed = EnumSet.noneOf(Privilege.class);
        final Set<Integer> selected = new HashSet<>();
        final Set<Integer> inserted = new HashSet<>();
        final Set<Integer> updated = new HashSet<>();

        @Nullable
        Noted below;

        List<Expr> shown = List.of();

        Noted(RelationDef relation, @Nullable String owner) {
            this.relation = relation;
            this.owner = owner;
        }

        /// The number of the column that a value is; 0 when it is none.
        int number(Expr value) {
            int at = shown.indexOf(value);
            return at < 0 ? 0 : relation.columns().get(at).number();
        }

        /// The number of a column by its place in the table, however many views are between.
        int number(int position) {
            if (below == null) {
                return position < 0
                        ? position
                        : relation.columns().get(position).number();
            }
            for (Expr value : shown) {
                if (value instanceof Expr.Column column && column.column() == position) {
                    return number(value);
                }
            }
            return 0;
        }

        RelationAccess done() {
            return new RelationAccess(relation, owner, needed, selected, inserted, updated);
        }
    }

    /// Whose text is analyzed.
    ///
    /// @param viewOwner who must be allowed what is noted; null for the user
    /// @param ofTargetView whether it is the text of a view that is changed
    /// @param ofTable whether it belongs to the table, such as a default
    private record Text(@Nullable String viewOwner, boolean ofTargetView, boolean ofTable) {}

    private final Map<Integer, Noted> relations = new LinkedHashMap<>();
    private final Map<Integer, FunctionDef> functions = new LinkedHashMap<>();
    private final Deque<Noted> changedViews = new ArrayDeque<>();
    private Text text = new Text(null, false, false);

    StatementAccess all() {
        List<RelationAccess> noted =
                relations.values().stream().map(Noted::done).toList();
        return new StatementAccess(noted, List.copyOf(functions.values()));
    }

    /// A relation is read.
    ///
    /// @param number of the relation in the statement
    void scan(int number, RelationDef relation) {
        target(number, relation);
        need(number, Set.of(Privilege.SELECT));
    }

    /// A relation is the target of a change.
    void target(int number, RelationDef relation) {
        relations.put(number, new Noted(relation, text.viewOwner));
    }

    /// A view is named as the target of a change to what is below it.
    ///
    /// @return a number for it, which no relation of the statement has
    int targetView(RelationDef.View view) {
        int number = -1 - relations.size();
        target(number, view);
        return number;
    }

    /// What such a view shows of what is below, column by column.
    void shows(int view, int below, List<Expr> columns) {
        Noted noted = noted(view);
        noted.below = noted(below);
        noted.shown = columns;
        changedViews.remove(noted.below);
        changedViews.push(noted);
    }

    private Noted noted(int number) {
        Noted noted = relations.get(number);
        if (noted == null) {
            throw new IllegalStateException("no relation " + number);
        }
        return noted;
    }

    /// A relation needs more privileges. Nothing is noted for what is none, such as a subquery.
    void need(int number, Set<Privilege> privileges) {
        for (Noted at = relations.get(number); at != null; at = at.below) {
            at.needed.addAll(privileges);
        }
    }

    /// The columns in a value are read.
    void read(Expr value) {
        if (text.ofTable) {
            return;
        }
        for (Noted view : changedViews) {
            if (view.number(value) != 0) {
                select(view, view.number(value));
                return;
            }
        }
        if (value instanceof Expr.Column column) {
            Noted noted = relations.get(column.relation());
            if (noted != null) {
                select(noted, noted.number(column.column()));
            }
        } else {
            Exprs.children(value).forEach(this::read);
        }
    }

    // What a view shows, its owner must be allowed to read only where the statement reads anything.
    private void select(Noted noted, int column) {
        noted.selected.add(column);
        for (Noted at = noted; at != null && !text.ofTargetView; at = at.below) {
            at.needed.add(Privilege.SELECT);
        }
    }

    /// @param position of the column in the table that is changed
    void insert(int number, int position) {
        for (Noted at = noted(number); at != null; at = at.below) {
            at.needed.add(Privilege.INSERT);
            at.inserted.add(at.number(position));
        }
    }

    /// As {@link #insert}.
    void update(int number, int position) {
        for (Noted at = noted(number); at != null; at = at.below) {
            at.needed.add(Privilege.UPDATE);
            at.updated.add(at.number(position));
        }
    }

    void call(FunctionDef function) {
        functions.putIfAbsent(function.oid(), function);
    }

    /// Does the work on a view's text, whose relations its owner must be allowed to use.
    <T> T inViewOf(String owner, Supplier<T> work) {
        return in(new Text(owner, text.ofTargetView, text.ofTable), work);
    }

    /// Does the work on the text of a view that is changed.
    <T> T inTargetView(Supplier<T> work) {
        return in(new Text(text.viewOwner, true, text.ofTable), work);
    }

    /// Does the work on a text that belongs to the table, such as a default: reading its columns needs no privilege.
    <T> T inTextOfTable(Supplier<T> work) {
        return in(new Text(text.viewOwner, text.ofTargetView, true), work);
    }

    private <T> T in(Text inner, Supplier<T> work) {
        Text outer = text;
        text = inner;
        try {
            return work.get();
        } finally {
            text = outer;
        }
    }
}
