package io.heliosdb.server.session;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.SqlEngine.Shared;
import io.heliosdb.server.txn.LockOwner;
import io.heliosdb.server.txn.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything a session's parts share. Used by the session's thread only.
final class SessionState {

    /// A NOTIFY that waits for the commit.
    record PendingNotify(String channel, String payload) {}

    final SessionEnvironment environment;
    final SessionIdentity identity;
    final Client client;
    final StatementRouter router;
    final LockOwner owner;
    final Settings settings;
    final TransactionBlock block;
    final SpecialSettings special;
    final SessionContext context;

    final Map<String, PreparedStatement> statements = new LinkedHashMap<>();
    final Map<String, Portal> portals = new LinkedHashMap<>();
    final Map<String, SqlCursor> cursors = new LinkedHashMap<>();

    /// Cursors that were declared on the primary, and whether they outlive their transaction.
    final Map<String, Boolean> remoteCursors = new LinkedHashMap<>();

    final Set<PendingNotify> pendingNotifies = new LinkedHashSet<>();
    final Set<String> channels = new LinkedHashSet<>();
    final Notifications.Listener listener;
    private long lastStatementId;
    private @Nullable String sharedText;
    private @Nullable Shared shared;

    /// Whether the statement that runs or ran last went to the primary; read by other threads.
    volatile boolean forwarded;

    SessionState(SessionEnvironment environment, SessionIdentity identity, Client client, StatementRouter router) {
        this.environment = environment;
        this.identity = identity;
        this.client = client;
        this.router = router;
        this.listener = client::notification;
        this.owner = environment.engine().newLockOwner(identity.pid());
        this.settings = new Settings(environment.settings());
        environment.defaults().forEach(settings::setStartup);
        this.block = new TransactionBlock(environment.engine(), owner, settings, environment.clock());
        this.special = new SpecialSettings(settings, block, router, identity);
        this.context = new SessionContext(identity, settings, block, special, environment);
    }

    /// The statement of a text, when it is known but for its literals. Whoever asks first only wants to know; the
    /// second runs it.
    @Nullable
    Shared shared(String text) {
        if (!text.equals(sharedText)) {
            sharedText = text;
            shared = environment.sql().shared(text, context);
        }
        return shared;
    }

    /// What {@link #shared} has found may have changed: the message it was for is over.
    void forgetShared() {
        sharedText = null;
        shared = null;
    }

    Cancellation cancellation() {
        return context.cancellation();
    }

    long nextStatementId() {
        return ++lastStatementId;
    }

    /// Commits and does what waits for a commit.
    void commit() {
        List<SqlCursor> held = new ArrayList<>();
        for (SqlCursor cursor : List.copyOf(cursors.values())) {
            if (cursor.hold && !cursor.isKept()) {
                cursor.keepAll();
                held.add(cursor);
            }
        }
        boolean committed = false;
        try {
            checkDeferred();
            block.commit(cancellation());
            committed = true;
        } finally {
            if (block.isActive()) {
                block.rollback(cancellation());
            }
            endTransaction(committed, held);
        }
    }

    private void checkDeferred() {
        try {
            block.current()
                    .filter(Transaction::hasWrites)
                    .ifPresent(t -> environment.sql().beforeCommit(new SqlEngine.Scope(t, context)));
        } catch (SqlException e) {
            block.rollback(cancellation());
            throw e;
        }
    }

    void rollback() {
        block.rollback(cancellation());
        endTransaction(false, List.of());
    }

    /// A statement failed; an implicit transaction is over with it.
    void fail() {
        block.fail(cancellation());
        if (!block.isActive() || block.isUndone()) {
            endTransaction(false, List.of());
        }
    }

    private void endTransaction(boolean committed, List<SqlCursor> held) {
        portals.values().forEach(Portal::close);
        portals.clear();
        cursors.values().removeIf(cursor -> {
            boolean stays = cursor.isKept() && (committed || !held.contains(cursor));
            if (!stays) {
                cursor.close();
            }
            return !stays;
        });
        remoteCursors.values().removeIf(hold -> !hold);
        List<PendingNotify> notifies = List.copyOf(pendingNotifies);
        pendingNotifies.clear();
        if (committed) {
            notifies.forEach(
                    notify -> environment.notifications().send(identity.pid(), notify.channel(), notify.payload()));
        }
    }
}
