package io.heliosdb.server.sql;

import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogService;
import io.heliosdb.server.sql.catalog.CatalogWriter;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.exec.NodeTotals;
import io.heliosdb.server.sql.exec.TableSample;
import io.heliosdb.server.txn.AppliedBatch;
import io.heliosdb.server.txn.ApplyListener;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.Transaction;
import io.heliosdb.server.txn.TransactionOptions;
import io.heliosdb.server.txn.lock.LockWait;
import io.heliosdb.server.txn.lock.TableLockMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Analyzes tables by itself after much of them has changed, as PostgreSQL's autovacuum does.
///
/// Counts changed rows as they are applied, on any node, so that a new primary goes on where the old one was;
/// only a primary analyzes. Figures of tables that are no more are given up meanwhile. {@link #applied} runs on the
/// applying thread, {@link #run} on any.
public final class AutoAnalyze implements ApplyListener {

    private static final Logger LOG = LoggerFactory.getLogger(AutoAnalyze.class);

    // autovacuum_analyze_threshold and autovacuum_analyze_scale_factor as PostgreSQL ships them.
    private static final double THRESHOLD = 50;
    private static final double SCALE_FACTOR = 0.1;

    private final Engine engine;
    private final CatalogService catalogs;
    private final NodeTotals totals;
    private final Map<Long, LongAdder> changed = new ConcurrentHashMap<>();
    private final AtomicBoolean running = new AtomicBoolean();

    private AutoAnalyze(Engine engine, CatalogService catalogs, NodeTotals totals) {
        this.engine = engine;
        this.catalogs = catalogs;
        this.totals = totals;
    }

    /// Begins to count.
    ///
    /// @param totals what statements have done with each table
    public static AutoAnalyze follow(Engine engine, CatalogService catalogs, NodeTotals totals) {
        AutoAnalyze made = new AutoAnalyze(engine, catalogs, totals);
        engine.addApplyListener(made);
        return made;
    }

    @Override
    public void applied(AppliedBatch batch) {
        WriteBatch changes = batch.changes();
        int first = 0;
        for (int i = 1; i <= changes.size(); i++) {
            if (i == changes.size() || changes.tree(i) != changes.tree(first)) {
                changed.computeIfAbsent(changes.tree(first), t -> new LongAdder())
                        .add(i - first);
                first = i;
            }
        }
    }

    /// Analyzes what has changed enough; returns at once while another thread does.
    public void run() {
        Catalog known = catalogs.current();
        totals.forget(oid -> known.relation(oid).isEmpty() && known.index(oid).isEmpty());
        if (engine.isStandby() || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            analyzeChanged();
        } finally {
            running.set(false);
        }
    }

    private void analyzeChanged() {
        Catalog catalog = catalogs.current();
        for (RelationDef relation : catalog.relations()) {
            if (relation instanceof RelationDef.Table table
                    && table.persistence() != RelationDef.Persistence.TEMPORARY) {
                LongAdder count = changed.get(table.tree().value());
                double rows = catalog.statistics(table.oid())
                        .map(TableStatistics::rows)
                        .orElse(0.0);
                if (count != null && count.sum() > THRESHOLD + SCALE_FACTOR * rows) {
                    long seen = count.sum();
                    if (analyze(table)) {
                        count.add(-seen);
                    }
                }
            }
        }
    }

    // Gives way to whoever changes the table's definition, and tries again next time.
    private boolean analyze(RelationDef.Table table) {
        Transaction transaction = engine.begin(TransactionOptions.DEFAULT);
        try {
            transaction.startStatement(new Cancellation());
            transaction.lockTable(table.oid(), TableLockMode.SHARE_UPDATE_EXCLUSIVE, LockWait.NO_WAIT);
            CatalogWriter writer = catalogs.writer(transaction);
            RelationDef.Table current = writer.catalog().table(table.oid()).orElse(null);
            if (current != null) {
                TableStatistics statistics = sample(transaction, current);
                writer.lock(statistics, LockWait.NO_WAIT);
                writer.put(statistics);
            }
            transaction.commit();
            LOG.info("table analyzed schema={} table={}", table.schema(), table.name());
            return true;
        } catch (SqlException e) {
            transaction.rollback();
            LOG.info("table not analyzed table={} reason=\"{}\"", table.name(), e.message());
            return false;
        }
    }

    private static TableStatistics sample(Transaction transaction, RelationDef.Table table) {
        try (Cursor rows = transaction.scan(table.tree(), new byte[0], null, true)) {
            return new TableSample(table, () -> {}).read(rows);
        }
    }
}
