package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.parse.ast.Window;
import io.heliosdb.server.sql.tree.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an expression stands: what names mean there, and what may be used.
///
/// @param clause how errors name the place, such as `WHERE`
/// @param select what the SELECT around it collects; null where aggregates and windows have no place
/// @param inAggregate whether it is an argument of an aggregate
record Place(Scope scope, String clause, @Nullable SelectState select, boolean inAggregate, boolean inWindow) {

    /// A place without aggregates.
    static Place plain(Scope scope, String clause) {
        return new Place(scope, clause, null, false, false);
    }

    static Place of(Scope scope, String clause, SelectState select) {
        return new Place(scope, clause, select, false, false);
    }

    Place insideAggregate() {
        return new Place(scope, clause, select, true, inWindow);
    }

    Place insideWindow() {
        return new Place(scope, clause, select, inAggregate, true);
    }

    /// What one SELECT collects while its expressions are analyzed.
    static final class SelectState {

        private boolean aggregates;
        private final List<Query.WindowDef> windows = new ArrayList<>();
        private final Map<String, Window> namedWindows = new HashMap<>();

        boolean hasAggregates() {
            return aggregates;
        }

        void noteAggregate() {
            aggregates = true;
        }

        void name(String name, Window window) {
            namedWindows.put(name, window);
        }

        @Nullable
        Window named(String name) {
            return namedWindows.get(name);
        }

        List<Query.WindowDef> windows() {
            return windows;
        }

        /// The number of a window among those of the query; equal ones are one.
        int number(Query.WindowDef window) {
            int index = windows.indexOf(window);
            if (index < 0) {
                index = windows.size();
                windows.add(window);
            }
            return index;
        }
    }
}
