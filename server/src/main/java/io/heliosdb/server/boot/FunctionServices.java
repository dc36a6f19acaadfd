package io.heliosdb.server.boot;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.session.SessionServices;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogAccess;
import io.heliosdb.server.sql.catalog.CatalogNames;
import io.heliosdb.server.sql.catalog.SessionSequences;
import io.heliosdb.server.sql.deparse.Deparser;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.Sequences;
import io.heliosdb.server.sql.function.SessionServices.AdvisoryLocks;
import io.heliosdb.server.sql.function.SessionServices.Sleeper;
import io.heliosdb.server.sql.function.SessionServices.TransactionIds;
import io.heliosdb.server.sql.privilege.UserPath;
import io.heliosdb.server.sql.type.NameResolver;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.AdvisoryKey;
import io.heliosdb.server.txn.lock.LockOwner;
import io.heliosdb.server.txn.lock.LockWait;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What functions ask a session for, made from the parts of the node. Each service is used by its session's
/// thread.
record FunctionServices(SqlStack sql) implements SessionServices {

    @Override
    public Map<Class<?>, Object> open(FunctionContext session) {
        CatalogAccess catalog = () -> sql.catalogs().at(session.service(Transaction.class));
        SessionSequences sequences =
                new SessionSequences(sql.sequences(), catalog::catalog, () -> session.service(Cancellation.class));
        return Map.of(
                CatalogAccess.class,
                catalog,
                NameResolver.class,
                new Names(session, catalog),
                Sequences.class,
                sequences,
                AdvisoryLocks.class,
                new Advisory(session),
                Sleeper.class,
                (Sleeper) duration -> sleep(session, duration),
                TransactionIds.class,
                new Ids(session),
                Deparser.class,
                sql.deparser());
    }

    private static void sleep(FunctionContext session, Duration duration) {
        Cancellation cancellation = session.service(Cancellation.class);
        CountDownLatch cancelled = new CountDownLatch(1);
        Runnable callback = cancelled::countDown;
        cancellation.onCancel(callback);
        try {
            if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlException(SqlState.QUERY_CANCELED, "canceling statement due to user request", e);
        } finally {
            cancellation.remove(callback);
        }
    }

    /// Names as the running statement sees them.
    private final class Names implements NameResolver {

        private final FunctionContext session;
        private final CatalogAccess access;

        Names(FunctionContext session, CatalogAccess access) {
            this.session = session;
            this.access = access;
        }

        private CatalogNames now() {
            Catalog catalog = access.catalog();
            return new CatalogNames(
                    UserPath.of(catalog, session).unchecked(),
                    sql.functions().functions(),
                    sql.functions().operators());
        }

        @Override
        public Optional<String> nameOf(Kind kind, long oid) {
            return now().nameOf(kind, oid);
        }

        @Override
        public long oidOf(Kind kind, String name) {
            return now().oidOf(kind, name);
        }

        @Override
        public Optional<Type> type(int oid) {
            return access.catalog().type(oid);
        }
    }

    private record Advisory(FunctionContext session) implements AdvisoryLocks {

        private static AdvisoryKey key(Key key) {
            return new AdvisoryKey(key.value(), key.pair());
        }

        @Override
        public boolean lock(Key key, boolean shared, boolean transaction, boolean wait) {
            LockWait waiting = wait ? LockWait.FOREVER : new LockWait.SkipLocked();
            return transaction
                    ? session.service(Transaction.class).advisoryLock(key(key), shared, waiting)
                    : session.service(LockOwner.class)
                            .advisoryLock(key(key), shared, waiting, session.service(Cancellation.class));
        }

        @Override
        public boolean unlock(Key key, boolean shared) {
            return session.service(LockOwner.class).advisoryUnlock(key(key), shared);
        }

        @Override
        public void unlockAll() {
            session.service(LockOwner.class).advisoryUnlockAll();
        }
    }

    private record Ids(FunctionContext session) implements TransactionIds {

        @Override
        public long current() {
            return session.service(Transaction.class).id();
        }

        @Override
        public OptionalLong ifAssigned() {
            Transaction transaction = session.service(Transaction.class);
            return transaction.hasWrites() ? OptionalLong.of(transaction.id()) : OptionalLong.empty();
        }
    }
}
