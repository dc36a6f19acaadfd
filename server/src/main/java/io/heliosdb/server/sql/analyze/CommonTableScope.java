package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.tree.Query;
import java.util.List;

/// A common table expression as later parts of the statement see it. Used by one analysis.
final class CommonTableScope {

    private final int id;
    private final List<Query.OutputColumn> columns;
    private boolean used;

    CommonTableScope(int id, List<Query.OutputColumn> columns) {
        this.id = id;
        this.columns = List.copyOf(columns);
    }

    int id() {
        return id;
    }

    List<Query.OutputColumn> columns() {
        return columns;
    }

    void noteUse() {
        used = true;
    }

    boolean isUsed() {
        return used;
    }
}
