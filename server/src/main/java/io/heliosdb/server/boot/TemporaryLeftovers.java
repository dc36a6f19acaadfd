package io.heliosdb.server.boot;

import io.heliosdb.server.admin.SqlGateway;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.node.ClusterNode;
import io.heliosdb.server.session.SessionRegistry;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Schemas of temporary objects whose sessions ended with a crash of the primary. They are found before anybody
/// is served, so that no new session takes them for its own, and removed as soon as writes are accepted. Any
/// thread.
final class TemporaryLeftovers {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryLeftovers.class);
    private static final String PREFIX = "pg_temp_";
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// A standby sees the temporary schemas of the primary's sessions: its own have other numbers than those.
    private static final int STANDBY_PIDS = 1 << 30;

    private final ClusterNode node;
    private final CatalogService catalogs;
    private final SessionRegistry registry;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean searched;
    private volatile List<String> found = List.of();
    private volatile boolean closed;

    TemporaryLeftovers(ClusterNode node, CatalogService catalogs, SessionRegistry registry) {
        this.node = node;
        this.catalogs = catalogs;
        this.registry = registry;
    }

    /// Looks for them, the first time; the node is ready.
    void find() {
        if (searched) {
            return;
        }
        lock.lock();
        try {
            if (!searched) {
                search();
                searched = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void search() {
        if (!node.role().isPrimary()) {
            registry.startAbove(STANDBY_PIDS);
            return;
        }
        found = catalogs.current().schemas().stream()
                .map(CatalogObject.Schema::name)
                .filter(name -> name.matches(PREFIX + "[0-9]{1,9}"))
                .toList();
        found.forEach(name -> registry.startAbove(Integer.parseInt(name.substring(PREFIX.length()))));
    }

    /// Removes them, however long writes have to wait for standbys. Blocks.
    void remove(SqlGateway sql) {
        while (!closed && !(searched && found.isEmpty())) {
            if (node.readiness().ready()) {
                find();
                found = found.stream().filter(name -> !drop(sql, name)).toList();
            }
            if (!searched || !found.isEmpty()) {
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private static boolean drop(SqlGateway sql, String schema) {
        try {
            sql.execute(
                    new SqlGateway.Statement(
                            "DROP SCHEMA IF EXISTS " + schema + " CASCADE", List.of(), Optional.empty()),
                    1);
            LOG.info("temporary objects of a lost session removed schema={}", schema);
            return true;
        } catch (SqlException e) {
            LOG.debug("temporary objects of a lost session stay for now schema={} error={}", schema, e.message());
            return false;
        }
    }

    /// Ends {@link #remove}.
    void close() {
        closed = true;
    }
}
