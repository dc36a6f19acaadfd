package io.heliosdb.server.sql.catalog;

import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.Cancellation;
import io.heliosdb.server.common.WriteBatch;
import io.heliosdb.server.txn.Engine;
import io.heliosdb.server.txn.ReadView;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Gives oids (and with them tree ids) that are never given again, on whatever node.
///
/// Blocks are logged ahead, so that after a crash or on a new primary counting goes on behind the last block. Safe for
/// any thread.
public final class OidCounter {

    /// Oids below are PostgreSQL's own.
    public static final int FIRST = 16384;

    /// How many are logged at once; so many at most are lost by a crash.
    private static final int BLOCK = 96;

    private static final byte[] KEY = {2};
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Engine engine;
    private @Nullable Timeline timeline;
    private int next;
    private int logged;

    public OidCounter(Engine engine) {
        this.engine = engine;
    }

    /// The first of `count` consecutive oids.
    public synchronized int take(int count) {
        if (!engine.timeline().equals(timeline)) {
            load();
        }
        if (next + count > logged) {
            logged = next + count + BLOCK;
            byte[] value = ByteBuffer.allocate(4).putInt(logged).array();
            engine.autonomousWrite(new WriteBatch(1).put(CatalogService.COUNTERS, KEY.clone(), value));
        }
        int first = next;
        next += count;
        return first;
    }

    private void load() {
        Timeline now = engine.timeline();
        engine.awaitVisible(engine.writtenLsn(), PATIENCE, new Cancellation());
        try (ReadView view = engine.readAt()) {
            byte[] value = view.get(CatalogService.COUNTERS, KEY);
            next = value == null ? FIRST : ByteBuffer.wrap(value).getInt();
            logged = next;
        }
        timeline = now;
    }
}
