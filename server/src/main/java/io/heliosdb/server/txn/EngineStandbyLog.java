package io.heliosdb.server.txn;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.storage.VersionStore;
import io.heliosdb.server.wal.Wal;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/// The {@link StandbyLog} of an engine. All but reading is refused once the engine has become a primary.
final class EngineStandbyLog implements StandbyLog {

    private final Wal wal;
    private final VersionStore store;
    private final CommitPipeline pipeline;
    private final MetadataKeeper metadata;
    private final Hooks hooks;

    /// @param admit waits for room or refuses
    /// @param seenId learns of each transaction id
    record Hooks(Runnable admit, LongConsumer seenId) {}

    EngineStandbyLog(Wal wal, VersionStore store, CommitPipeline pipeline, MetadataKeeper metadata, Hooks hooks) {
        this.wal = wal;
        this.store = store;
        this.pipeline = pipeline;
        this.metadata = metadata;
        this.hooks = hooks;
    }

    private void checkStandby() {
        if (!pipeline.isStandby()) {
            throw new IllegalStateException("the node has become a primary");
        }
    }

    @Override
    public Lsn writtenLsn() {
        return wal.written();
    }

    @Override
    public Timeline lastTimeline() {
        return metadata.current().timeline();
    }

    @Override
    public void append(ByteBuffer records) {
        checkStandby();
        hooks.admit.run();
        pipeline.appendRaw(records, hooks.seenId);
    }

    @Override
    public Lsn flush() {
        return wal.flush();
    }

    @Override
    public Lsn commitUpTo(Lsn lsn) {
        pipeline.committed(lsn);
        // A fresh copy may be ahead of the log that belongs to it.
        return Lsn.min(store.visible(), wal.flushed());
    }

    @Override
    public void truncateTo(Lsn lsn) {
        checkStandby();
        pipeline.truncateTo(lsn);
        metadata.forgetBehind(lsn);
        pipeline.setTimeline(metadata.current().timeline());
    }

    @Override
    public void recordTimeline(Timeline timeline, Lsn start) {
        checkStandby();
        metadata.add(timeline, start);
        pipeline.setTimeline(timeline);
    }
}
