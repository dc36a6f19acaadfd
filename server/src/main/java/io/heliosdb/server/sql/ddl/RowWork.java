package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.tree.DataChange;
import io.heliosdb.server.sql.tree.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Work on rows that commands need, within their transaction; the executor does it. It sees the transaction's own
/// writes so far. Tables are as given, whether the catalog has them so or not.
public interface RowWork {

    /// Runs a change that reads as of the statement's snapshot.
    ///
    /// @return how many rows it changed
    long change(DataChange change);

    /// Runs a change that reads what is committed now, whatever the isolation level: a table that gets a new form.
    void rewrite(DataChange change);

    /// The first row of a query, over what is committed now.
    Optional<@Nullable Object[]> firstRow(Query query);

    /// Makes the entries of a new index over a table's rows.
    ///
    /// @throws io.heliosdb.server.common.SqlException 23505 when two rows have the same key
    void buildIndex(RelationDef.Table table, IndexDef index);

    /// Empties tables, with the triggers of TRUNCATE around it.
    ///
    /// @param work what empties them
    void truncate(List<RelationDef.Table> tables, Runnable work);

    /// Counts and samples a table's rows.
    TableStatistics analyze(RelationDef.Table table);

    /// Counts a table's rows.
    ///
    /// @param before what was known; of columns it stays
    TableStatistics count(RelationDef.Table table, Optional<TableStatistics> before);
}
