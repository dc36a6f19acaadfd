package io.heliosdb.server.sql.plpgsql;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The names that are visible at one place of a body, block within block. Filled while its block's declarations
/// are read, then left alone.
public final class PlScope {

    private final @Nullable PlScope parent;
    private final String label;
    private final Map<String, PlVariable> variables = new HashMap<>();

    PlScope(@Nullable PlScope parent, String label) {
        this.parent = parent;
        this.label = label;
    }

    public @Nullable PlScope parent() {
        return parent;
    }

    public String label() {
        return label;
    }

    public Map<String, PlVariable> variables() {
        return variables;
    }

    /// False when this block has the name already.
    boolean add(String name, PlVariable variable) {
        return variables.putIfAbsent(name, variable) == null;
    }

    public Optional<PlVariable> find(String name) {
        for (PlScope scope = this; scope != null; scope = scope.parent) {
            PlVariable found = scope.variables.get(name);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    Optional<PlVariable> find(String block, String name) {
        for (PlScope scope = this; scope != null; scope = scope.parent) {
            if (scope.label.equals(block)) {
                return Optional.ofNullable(scope.variables.get(name));
            }
        }
        return Optional.empty();
    }
}
