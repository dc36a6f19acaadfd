package io.heliosdb.server.txn.lock;

/// Modes of a table lock (PostgreSQL 18 manual, table 13.2), weakest first.
public enum TableLockMode {
    ACCESS_SHARE("AccessShareLock"),
    ROW_SHARE("RowShareLock"),
    ROW_EXCLUSIVE("RowExclusiveLock"),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock"),
    SHARE("ShareLock"),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock"),
    EXCLUSIVE("ExclusiveLock"),
    ACCESS_EXCLUSIVE("AccessExclusiveLock");

    private final String text;

    TableLockMode(String text) {
        this.text = text;
    }

    /// As `pg_locks.mode` says it.
    public String text() {
        return text;
    }
}
