package io.heliosdb.server.sql;

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

    /// Longer ones are rarely short to run, and would be kept as keys.
    private static final int MAX_LENGTH = 8_192;

    private record Sent(String text, List<Integer> types) {}

    private final LocalSqlEngine engine;
    private final KeptStatements<Sent> statements = new KeptStatements<>();

    PreparedTexts(LocalSqlEngine engine) {
        this.engine = engine;
    }

    @Nullable
    Prepared find(String text, List<Integer> types, FunctionContext context) {
        return text.length() > MAX_LENGTH ? null : statements.find(new Sent(text, types), context);
    }

    void learn(String text, List<Integer> types, Prepared analyzed, Scope scope) {
        if (text.length() > MAX_LENGTH) {
            return;
        }
        Sent sent = new Sent(text, List.copyOf(types));
        KeptStatements.Entry known = statements.entry(sent, scope.context());
        // Once too long is always too long, but a stale one has a successor.
        if (known == null || known.statement() != null) {
            statements.put(sent, scope.context(), engine.isShort(analyzed, scope) ? analyzed : null);
        }
    }
}
