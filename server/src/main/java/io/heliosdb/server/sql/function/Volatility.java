package io.heliosdb.server.sql.function;

/// What a function promises about its result (PostgreSQL 18 manual, 36.7).
public enum Volatility {
    IMMUTABLE,
    STABLE,
    VOLATILE
}
