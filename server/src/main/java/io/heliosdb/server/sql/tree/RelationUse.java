package io.heliosdb.server.sql.tree;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.txn.lock.TableLockMode;

/// A table or view that a statement names, directly or by way of views, as analysis found it.
///
/// @param mode in which running the statement locks it
public record RelationUse(RelationDef relation, TableLockMode mode) {

    /// The use that includes both.
    public RelationUse with(TableLockMode other) {
        return other.compareTo(mode) > 0 ? new RelationUse(relation, other) : this;
    }
}
