package io.heliosdb.server.txn.lock;

/// Strengths of a row lock (PostgreSQL 18 manual, table 13.3).
///
/// ```
/// requested \ held     KEY_SHARE  SHARE  NO_KEY_UPDATE  UPDATE
/// KEY_SHARE                                               x
/// SHARE                                        x          x
/// NO_KEY_UPDATE                     x          x          x
/// UPDATE                   x        x          x          x
/// ```
public enum RowLockMode {
    KEY_SHARE,
    SHARE,
    NO_KEY_UPDATE,
    UPDATE
}
