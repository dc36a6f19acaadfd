package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.txn.lock.TableLockMode;
import org.jspecify.annotations.Nullable;

/// Tables and what belongs to them, as the running transaction sees the catalog.
public interface TableLookup {

    /// A table as it is defined now.
    RelationDef.Table table(int oid);

    /// Locks another table than the statement's own, and gives it as it is defined once the lock is there.
    ///
    /// @throws io.heliosdb.server.common.SqlException 55P03, 40P01, 57014
    TableAccess locked(int oid, TableLockMode mode);

    /// Everything that writing a table needs, compiled; the same object while the table's definition stays.
    TableAccess access(RelationDef.Table table);

    /// The constraints of a domain as they are now.
    DomainAccess domain(int oid);

    /// The values of the columns' defaults, by position.
    @Nullable
    Object[] defaults(RelationDef.Table table, ExecutionContext execution);
}
