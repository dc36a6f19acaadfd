package io.heliosdb.server.sql.function;

import org.jspecify.annotations.Nullable;

/// What the functions on sequences ask of the engine (PostgreSQL 18 manual, 9.17); found through
/// `FunctionContext.service`. Sequences are named by the oid of their relation.
public interface Sequences {

    /// What is done with a sequence.
    enum Use {
        NEXT,
        CURRENT,
        SET
    }

    /// Checks whether a user may use a sequence so.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42501, 42809 when it is no sequence
    void check(long sequence, Use use, String user);

    /// @throws io.heliosdb.server.common.SqlException 2200H at the end, 42809 when it is no sequence
    long next(long sequence);

    /// @throws io.heliosdb.server.common.SqlException 55000 before the session's first `nextval`
    long current(long sequence);

    /// @param called whether the next value is the one after `value` rather than `value` itself
    /// @throws io.heliosdb.server.common.SqlException 22003 outside of its bounds
    void set(long sequence, long value, boolean called);

    /// The sequence's only row: `last_value`, `log_cnt`, `is_called`. A counter here is never ahead of what is
    /// logged by what `log_cnt` counts, so that is 0.
    @Nullable
    Object[] row(long sequence);

    /// The value that `nextval` returned last in this session, whatever the sequence.
    ///
    /// @throws io.heliosdb.server.common.SqlException 55000 before the session's first `nextval`, 42501
    long last(String user);
}
