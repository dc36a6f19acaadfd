package io.heliosdb.server.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heliosdb.server.sql.function.FunctionContext;
import org.jspecify.annotations.Nullable;

/// Planned statements by what was sent for them, for all sessions of a user with the same search path. Safe for any
/// thread.
///
/// @param <T> what was sent; a value that can be a key
final class KeptStatements<T> {

    /// Enough for the statements of large applications; a statement and its plan take some kilobytes.
    private static final int MAX_STATEMENTS = 2_000;

    private record Key<T>(T sent, String user, String searchPath) {

        static <T> Key<T> of(T sent, FunctionContext context) {
            return new Key<>(sent, context.currentUser(), context.setting("search_path"));
        }
    }

    /// @param statement null for one that is known not to be worth keeping
    record Entry(@Nullable Prepared statement) {}

    private final Cache<Key<T>, Entry> entries = Caffeine.newBuilder()
            .maximumSize(MAX_STATEMENTS)
            .executor(Runnable::run)
            .build();

    /// What is known of it; null when it has not been seen, or was forgotten.
    @Nullable
    Entry entry(T sent, FunctionContext context) {
        return entries.getIfPresent(Key.of(sent, context));
    }

    /// The statement for it, ready to run; null when there is none.
    @Nullable
    Prepared find(T sent, FunctionContext context) {
        Entry entry = entry(sent, context);
        return entry == null ? null : entry.statement;
    }

    /// @param statement null when it is not worth keeping
    void put(T sent, FunctionContext context, @Nullable Prepared statement) {
        entries.put(Key.of(sent, context), new Entry(statement));
    }
}
