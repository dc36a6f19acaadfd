package io.heliosdb.server.sql.exec.spill;

import org.jspecify.annotations.Nullable;

/// Rows one after the other; null after the last.
@FunctionalInterface
public interface RowStream<T> {

    @Nullable
    T next();
}
