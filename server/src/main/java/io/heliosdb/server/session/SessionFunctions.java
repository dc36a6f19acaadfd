package io.heliosdb.server.session;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.SessionServices.AdvisoryLocks;
import io.heliosdb.server.sql.function.SessionServices.Notifier;
import io.heliosdb.server.sql.function.SessionServices.Sleeper;
import io.heliosdb.server.sql.function.SessionServices.TransactionIds;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.AdvisoryKey;
import io.heliosdb.server.txn.lock.LockWait;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What functions do to their session and its transaction. Used by the session's thread.
final class SessionFunctions implements AdvisoryLocks, Notifier, Sleeper, TransactionIds {

    private final SessionState state;

    SessionFunctions(SessionState state) {
        this.state = state;
    }

    /// Makes them known to functions.
    void provide() {
        state.context.provide(AdvisoryLocks.class, this);
        state.context.provide(Notifier.class, this);
        state.context.provide(Sleeper.class, this);
        state.context.provide(TransactionIds.class, this);
    }

    @Override
    public boolean lock(Key key, boolean shared, boolean transaction, boolean wait) {
        AdvisoryKey on = new AdvisoryKey(key.value(), key.pair());
        LockWait how = wait ? state.context.lockWait() : LockWait.SKIP_LOCKED;
        return transaction
                ? state.block.local().advisoryLock(on, shared, how)
                : state.owner.advisoryLock(on, shared, how, state.cancellation());
    }

    @Override
    public boolean unlock(Key key, boolean shared) {
        boolean held = state.owner.advisoryUnlock(new AdvisoryKey(key.value(), key.pair()), shared);
        if (!held) {
            state.client.notice(Notice.warning(
                    SqlState.WARNING, "you don't own a lock of type " + (shared ? "ShareLock" : "ExclusiveLock")));
        }
        return held;
    }

    @Override
    public void unlockAll() {
        state.owner.advisoryUnlockAll();
    }

    @Override
    public void send(String channel, String payload) {
        state.pendingNotifies.add(new SessionState.PendingNotify(channel, payload));
    }

    @Override
    public long current() {
        return state.block.local().id();
    }

    @Override
    public OptionalLong ifAssigned() {
        Transaction transaction = state.block.local();
        return transaction.hasId() ? OptionalLong.of(transaction.id()) : OptionalLong.empty();
    }

    @Override
    public void sleep(Duration duration) {
        Cancellation cancellation = state.cancellation();
        CountDownLatch cancelled = new CountDownLatch(1);
        Runnable wake = cancelled::countDown;
        cancellation.onCancel(wake);
        try {
            if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cancellation.remove(wake);
        }
    }
}
