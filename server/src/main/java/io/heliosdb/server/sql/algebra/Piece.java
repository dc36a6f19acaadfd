package io.heliosdb.server.sql.algebra;

import org.apache.calcite.rel.RelNode;

/// A translated part of a query.
record Piece(RelNode rel, Scope scope) {

    int width() {
        return rel.getRowType().getFieldCount();
    }
}
