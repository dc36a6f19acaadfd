package io.heliosdb.server.txn;

/// What a transaction sees of others (PostgreSQL 18 manual, 13.2); READ UNCOMMITTED is READ COMMITTED.
public enum IsolationLevel {
    /// Each statement sees what was visible when it began.
    READ_COMMITTED("read committed"),
    /// All statements see what was visible when the first one began; a conflicting write is refused with 40001.
    REPEATABLE_READ("repeatable read"),
    /// As REPEATABLE READ, and what was read is validated at commit: the result is that of some serial order.
    SERIALIZABLE("serializable");

    private final String text;

    IsolationLevel(String text) {
        this.text = text;
    }

    /// As `SHOW transaction_isolation` says it.
    public String text() {
        return text;
    }
}
