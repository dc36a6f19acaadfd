package io.heliosdb.server.sql.catalog;

import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.lock.LockWait;
import java.nio.charset.StandardCharsets;

/// Changes the catalog within one transaction. Used by the transaction's thread.
///
/// Objects are locked while they are changed, until the transaction ends, and names while they are taken: who waited
/// reads {@link #catalog} again.
public final class CatalogWriter {

    private final CatalogService service;
    private final Transaction transaction;

    CatalogWriter(CatalogService service, Transaction transaction) {
        this.service = service;
        this.transaction = transaction;
    }

    /// The newest catalog with this transaction's changes.
    public Catalog catalog() {
        return service.latest(transaction);
    }

    /// Stores a new object or a new form of one.
    public void put(CatalogObject object) {
        service.change(transaction, ObjectKey.of(object), CatalogCodec.encode(object));
    }

    public void remove(CatalogObject object) {
        ObjectKey key = ObjectKey.of(object);
        boolean builtIn = key.oid() < OidCounter.FIRST
                && (key.kind() == ObjectKey.Kind.SCHEMA || key.kind() == ObjectKey.Kind.ROLE);
        service.change(transaction, key, builtIn ? CatalogContents.TOMBSTONE : null);
    }

    /// Locks an object against other changes of its definition.
    public void lock(CatalogObject object, LockWait wait) {
        transaction.lockKey(CatalogService.OBJECTS, ObjectKey.of(object).bytes(), wait);
    }

    /// Locks a name before it is looked up and taken.
    ///
    /// @param space what shares the name space: `relation`, `type`, `schema`, `role`, `routine`
    public void lockName(String space, String schema, String name, LockWait wait) {
        byte[] key = ("name\0" + space + '\0' + schema + '\0' + name).getBytes(StandardCharsets.UTF_8);
        transaction.lockKey(CatalogService.OBJECTS, key, wait);
    }
}
