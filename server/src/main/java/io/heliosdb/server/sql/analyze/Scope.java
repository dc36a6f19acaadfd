package io.heliosdb.server.sql.analyze;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What names mean at one place: a FROM clause, common tables, and what encloses them. Used by one analysis.
final class Scope {

    private final @Nullable Scope parent;
    private FromScope from = FromScope.EMPTY;
    private final Map<String, CommonTableScope> commonTables = new HashMap<>();

    Scope(@Nullable Scope parent) {
        this.parent = parent;
    }

    @Nullable
    Scope parent() {
        return parent;
    }

    FromScope from() {
        return from;
    }

    void setFrom(FromScope value) {
        from = value;
    }

    /// The same place without its own FROM clause.
    Scope withoutFrom() {
        Scope copy = new Scope(parent);
        copy.commonTables.putAll(commonTables);
        return copy;
    }

    void addCommonTable(String name, CommonTableScope table) {
        commonTables.put(name, table);
    }

    /// The common table of that name that is nearest; null when there is none.
    @Nullable
    CommonTableScope commonTable(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            CommonTableScope found = scope.commonTables.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
