package io.heliosdb.server.session;

import io.heliosdb.server.sql.SqlEngine.Execution;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a command that the session carries out by itself: rows known beforehand, and a tag.
final class FixedRows implements Execution {

    private final Iterator<@Nullable Object[]> rows;
    private final String tag;

    FixedRows(String tag, List<@Nullable Object[]> rows) {
        this.tag = tag;
        this.rows = rows.iterator();
    }

    /// No rows.
    static FixedRows done(String tag) {
        return new FixedRows(tag, List.of());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public String commandTag() {
        return tag;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
