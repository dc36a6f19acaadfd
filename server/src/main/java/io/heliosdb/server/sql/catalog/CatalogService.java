package io.heliosdb.server.sql.catalog;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.txn.AppliedBatch;
import io.heliosdb.server.txn.ApplyListener;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.ReadView;
import io.heliosdb.server.txn.Transaction;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps catalogs of an engine: the newest, some older ones for older snapshots, and those that transactions have
/// changed and not yet committed.
///
/// The catalog is stored as ordinary entries of the engine's tree {@link #OBJECTS}, so that DDL commits, rolls back and
/// replicates like rows. Follows the engine as its apply listener, on primary and standby alike. Safe for any thread.
public final class CatalogService implements ApplyListener {

    /// Objects by {@link ObjectKey}.
    static final TreeId OBJECTS = new TreeId(1);

    /// Counters: the next oid, and the marks of uncommitted changes.
    static final TreeId COUNTERS = new TreeId(2);

    /// Counters of sequences, by `SequenceDef.stateId`.
    static final TreeId SEQUENCES = new TreeId(3);

    private static final byte[] STAMP = {1};

    /// Older catalogs kept for open snapshots; an even older one is read from the tree.
    private static final int HISTORY = 64;

    private record Dated(Lsn since, Catalog catalog) {}

    private final Engine engine;
    private final VirtualRelations virtual;
    private final AtomicLong versions = new AtomicLong();
    private final AtomicLong stamps = new AtomicLong();
    private final Deque<Dated> history = new ArrayDeque<>();
    private final Map<Transaction, PendingChanges> pending = Collections.synchronizedMap(new WeakHashMap<>());
    private final AtomicInteger everPending = new AtomicInteger();
    private volatile Dated current;

    private CatalogService(Engine engine, VirtualRelations virtual) {
        this.engine = engine;
        this.virtual = virtual;
        this.current = new Dated(Lsn.ZERO, new Catalog(0, CatalogContents.of(Map.of()), virtual));
    }

    /// Reads the engine's catalog and follows it from now on.
    public static CatalogService open(Engine engine, VirtualRelations virtual) {
        CatalogService service = new CatalogService(engine, virtual);
        engine.addApplyListener(service);
        service.reload();
        return service;
    }

    /// Reads everything anew: after a snapshot was imported, or virtual relations were registered.
    public synchronized void reload() {
        try (ReadView view = engine.readAt()) {
            CatalogContents contents = CatalogContents.of(read(view.scan(OBJECTS, new byte[0], null, true)));
            history.clear();
            current = new Dated(view.lsn(), make(contents));
        }
    }

    private Catalog make(CatalogContents contents) {
        return new Catalog(versions.incrementAndGet(), contents, virtual);
    }

    private static Map<ObjectKey, byte[]> read(Cursor cursor) {
        Map<ObjectKey, byte[]> stored = new HashMap<>();
        try (cursor) {
            while (cursor.next()) {
                stored.put(ObjectKey.read(cursor.key()), cursor.value());
            }
        }
        return stored;
    }

    @Override
    public void applied(AppliedBatch batch) {
        WriteBatch changes = batch.changes();
        Map<ObjectKey, byte @Nullable []> changed = null;
        for (int i = 0; i < changes.size(); i++) {
            if (changes.tree(i) == OBJECTS.value()) {
                if (changed == null) {
                    changed = new HashMap<>();
                }
                changed.put(ObjectKey.read(changes.key(i)), changes.isDelete(i) ? null : changes.value(i));
            }
        }
        if (changed != null) {
            advance(batch.lsn(), changed);
        }
    }

    private synchronized void advance(Lsn lsn, Map<ObjectKey, byte @Nullable []> changed) {
        Dated last = current;
        if (lsn.compareTo(last.since()) <= 0) {
            return;
        }
        history.addFirst(last);
        if (history.size() > HISTORY) {
            history.removeLast();
        }
        current = new Dated(lsn, make(last.catalog().contents().with(changed)));
    }

    /// The newest committed catalog.
    public Catalog current() {
        return current.catalog();
    }

    /// The catalog as a transaction's statement sees it: as of its snapshot, with the transaction's own changes.
    public Catalog at(Transaction transaction) {
        return changedBy(transaction, asOf(transaction));
    }

    /// The newest committed catalog with a transaction's own changes: what DDL works on, under its locks.
    public Catalog latest(Transaction transaction) {
        return changedBy(transaction, current.catalog());
    }

    private Catalog asOf(Transaction transaction) {
        Lsn snapshot = transaction.snapshotLsn();
        Dated newest = current;
        if (newest.since().compareTo(snapshot) <= 0) {
            return newest.catalog();
        }
        synchronized (this) {
            Iterator<Dated> older = history.iterator();
            while (older.hasNext()) {
                Dated dated = older.next();
                if (dated.since().compareTo(snapshot) <= 0) {
                    return dated.catalog();
                }
            }
        }
        return make(CatalogContents.of(read(transaction.scan(OBJECTS, new byte[0], null, true))));
    }

    private Catalog changedBy(Transaction transaction, Catalog base) {
        if (everPending.get() == 0 || !transaction.hasWrites()) {
            return base;
        }
        PendingChanges changes = pending.get(transaction);
        return changes == null ? base : changes.over(base, stampOf(transaction), this::make);
    }

    private static long stampOf(Transaction transaction) {
        byte[] stamp = transaction.getLatest(COUNTERS, STAMP);
        return stamp == null ? 0 : ByteBuffer.wrap(stamp).getLong();
    }

    /// Changes the catalog in a transaction.
    public CatalogWriter writer(Transaction transaction) {
        return new CatalogWriter(this, transaction);
    }

    Engine engine() {
        return engine;
    }

    /// Notes an uncommitted change. The stamp is written beside it, so that a rollback to a savepoint, which the engine
    /// does, also takes back what is noted here.
    void change(Transaction transaction, ObjectKey key, byte @Nullable [] value) {
        PendingChanges changes = pending.computeIfAbsent(transaction, t -> new PendingChanges());
        everPending.set(1);
        long before = stampOf(transaction);
        long stamp = transaction.id() << 20 | (stamps.incrementAndGet() & 0xFFFFF);
        if (value == null) {
            transaction.delete(OBJECTS, key.bytes());
        } else {
            transaction.put(OBJECTS, key.bytes(), value);
        }
        transaction.put(COUNTERS, STAMP, ByteBuffer.allocate(8).putLong(stamp).array());
        changes.add(before, stamp, key, value);
    }
}
