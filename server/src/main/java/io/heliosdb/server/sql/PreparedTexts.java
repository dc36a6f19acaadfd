package io.heliosdb.server.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.heliosdb.server.sql.SqlEngine.Scope;
import io.heliosdb.server.sql.function.FunctionContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts with parameters that clients prepare again and again, each session for itself or even for each run:
/// analyzed and planned once, for all sessions of a user.
///
/// As {@link SharedStatements}, only short statements are kept: their plan is the best one whatever the values
/// are. Safe for any thread.
final class PreparedTexts {

    /// Enough for the statements of large applications; a statement and its plan take some kilobytes.
    private static final int MAX_STATEMENTS = 2_000;

    /// Longer ones are rarely short to run, and would be kept as keys.
    private static final int MAX_LENGTH = 8_192;

    private record Key(String text, List<Integer> types, String user, String searchPath) {

        static Key of(String text, List<Integer> types, FunctionContext context) {
            return new Key(text, types, context.currentUser(), context.setting("search_path"));
        }
    }

    /// @param statement null for a text that is known not to be worth keeping
    private record Entry(@Nullable Prepared statement) {}

    private final LocalSqlEngine engine;
    private final Cache<Key, Entry> entries = Caffeine.newBuilder()
            .maximumSize(MAX_STATEMENTS)
            .executor(Runnable::run)
            .build();

    PreparedTexts(LocalSqlEngine engine) {
        this.engine = engine;
    }

    @Nullable
    Prepared find(String text, List<Integer> types, FunctionContext context) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        Entry entry = entries.getIfPresent(Key.of(text, types, context));
        return entry == null ? null : entry.statement;
    }

    void learn(String text, List<Integer> types, Prepared analyzed, Scope scope) {
        if (text.length() > MAX_LENGTH) {
            return;
        }
        Key key = Key.of(text, List.copyOf(types), scope.context());
        Entry known = entries.getIfPresent(key);
        // Once too long is always too long, but a stale one has a successor.
        if (known == null || known.statement != null) {
            entries.put(key, new Entry(engine.isShort(analyzed, scope) ? analyzed : null));
        }
    }
}
