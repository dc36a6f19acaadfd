package io.heliosdb.server.session;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.SqlEngine;
import io.heliosdb.server.sql.SqlEngine.Analyzed;
import io.heliosdb.server.sql.SqlEngine.Shared;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockOwner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
    final Inbox inbox;
    final Notifications.Listener listener;

    /// LISTEN and UNLISTEN of the transaction, which count once it commits.
    final List<Runnable> pendingListens = new ArrayList<>();
    final TemporaryObjects temporary = new TemporaryObjects(this);

    /// Whether what happens now is nothing to tell the client of.
    boolean silent;

    private long lastStatementId;
    private @Nullable String sharedText;
    private @Nullable Shared shared;

    /// Whether the statement that runs or ran last went to the primary; read by other threads.
    volatile boolean forwarded;

    /// Whether anything went to the primary since the client was last told that no transaction is open.
    boolean wentElsewhere;

    SessionState(SessionEnvironment environment, SessionIdentity identity, Client client, StatementRouter router) {
        this.environment = environment;
        this.identity = identity;
        this.client = client;
        this.router = router;
        this.inbox = new Inbox(client, identity.link(), environment.engine());
        this.listener = inbox::notified;
        this.owner = environment.engine().newLockOwner(identity.pid());
        this.settings = new Settings(environment.settings(), client::encoding);
        environment.defaults().forEach(settings::setStartup);
        this.block = new TransactionBlock(
                environment.engine(),
                owner,
                settings,
                environment.clock(),
                environment.registry().counters());
        RoleSwitch roles = new RoleSwitch(environment.sql(), block, identity);
        this.special = new SpecialSettings(settings, block, router, identity, roles);
        this.context = new SessionContext(identity, settings, block, special, environment);
    }

    /// The statement of a text, when it is known but for its literals. Whoever asks first only wants to know;
    /// the second runs it.
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

    /// The statement of a text with parameters that some session has analyzed before; null when there is none.
    @Nullable
    Analyzed known(String text, List<Integer> typeOids) {
        return environment.sql().known(text, typeOids, context);
    }

    /// Whether what is known of a statement here is what the primary would say.
    boolean mayKnow() {
        return block.state() != TransactionBlock.State.FAILED && block.pinned().isEmpty() && !temporary.areOnPrimary();
    }

    Cancellation cancellation() {
        return context.cancellation();
    }

    /// Tells the client, unless it asked not to be told of such.
    void notice(Notice notice) {
        if (silent) {
            return;
        }
        if (Severity.of(notice.severity()).compareTo(Severity.of(settings.get("client_min_messages"))) >= 0) {
            client.notice(notice);
        }
    }

    /// In the order in which `client_min_messages` counts them.
    private enum Severity {
        DEBUG,
        LOG,
        NOTICE,
        WARNING,
        ERROR,
        INFO;

        static Severity of(String name) {
            return switch (name.toUpperCase(Locale.ROOT)) {
                case "LOG" -> LOG;
                case "NOTICE" -> NOTICE;
                case "WARNING" -> WARNING;
                case "ERROR" -> ERROR;
                // Sent whatever was asked for.
                case "INFO" -> INFO;
                default -> DEBUG;
            };
        }
    }

    long nextStatementId() {
        return ++lastStatementId;
    }

    /// Commits and does what waits for a commit.
    void commit() {
        List<SqlCursor> held = new ArrayList<>();
        for (SqlCursor cursor : List.copyOf(cursors.values())) {
            if (cursor.hold && !cursor.isKept()) {
                held.add(cursor);
            }
        }
        boolean committed = false;
        try {
            // What the last statement may wait with is not for this one: it may have run where nothing waits.
            block.current().ifPresent(t -> t.watch(cancellation()));
            held.forEach(SqlCursor::keepAll);
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
            block.current().filter(Transaction::hasWrites).ifPresent(t -> {
                environment.sql().beforeCommit(new SqlEngine.Scope(t, context));
                temporary.beforeCommit();
            });
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
        temporary.ended(committed);
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
        List<Runnable> listens = List.copyOf(pendingListens);
        pendingListens.clear();
        if (committed) {
            listens.forEach(Runnable::run);
        }
        List<PendingNotify> notifies = List.copyOf(pendingNotifies);
        pendingNotifies.clear();
        if (committed) {
            notifies.forEach(
                    notify -> environment.notifications().send(identity.pid(), notify.channel(), notify.payload()));
        }
    }
}
