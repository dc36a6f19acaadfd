package io.heliosdb.server.sql.tree;

/// What running a statement does to the database, as analysis found it; routing decides on it.
///
/// @param writes changes rows, the catalog, or a sequence, or locks rows or tables: it belongs on the primary
/// @param transactionControl begins or ends a transaction or moves between savepoints
/// @param sessionOnly touches nothing but the session (SET, SHOW, PREPARE, DISCARD …)
public record Effects(boolean writes, boolean transactionControl, boolean sessionOnly) {

    public static final Effects READ = new Effects(false, false, false);
    public static final Effects WRITE = new Effects(true, false, false);
    public static final Effects TRANSACTION = new Effects(false, true, false);
    public static final Effects SESSION = new Effects(false, false, true);
}
