package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.WriteBatch;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Versions in memory over a base: layers cover the log from the base's LSN on, newest first.
///
/// One thread at a time applies (its caller serialises), one at a time checkpoints, any number reads. Readers
/// block nobody. Invariant: base and layers of one {@link State} together hold exactly what is applied.
public final class VersionStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VersionStore.class);

    /// Of a large transaction in one write of the base: each entry may touch a page, which is in memory until then.
    private static final long STEP_BYTES = 4 << 20;

    /// A full layer of small rows is written in a score of steps.
    private static final int BYTES_PER_STEP_ENTRY = 4 << 10;

    /// Layers that may wait; reads ask them one after the other.
    private static final int MAX_SEALED = 64;

    private final BaseStore base;
    private final long layerBytes;
    private final int stepEntries;
    private final long retainedBytes;
    private final ReentrantLock applyLock = new ReentrantLock();
    private final ReentrantLock checkpointLock = new ReentrantLock();
    private final LongAdder checkpoints = new LongAdder();
    private final Deque<Retained> retained = new ArrayDeque<>();
    private final PinnedLayers pinned;
    private volatile State state;
    private volatile long visible;
    private volatile LongSupplier oldestUnfinished = () -> Long.MAX_VALUE;
    private Timeline timeline;
    private long maxTransactionId;
    // Of the oldest sealed layer: the pieces of a run that are in the base, or the last key; guarded by the checkpoint
    // lock.
    private int stepsDone;
    private LayerStep.@Nullable Position written;

    /// @param layers newest first; the first is the one applied to
    /// @param oldest the link of the last layer
    record State(Generation generation, Layer[] layers, Sealed[] sealed, LayerChain oldest, LayerChain newest) {

        MemoryLayer active() {
            return (MemoryLayer) layers[0];
        }
    }

    /// A full layer that waits for its checkpoint.
    record Sealed(Layer layer, LayerChain link, BaseMark mark) {

        /// What the base has had since before a restart stays in it.
        Sealed behind(BaseMark base) {
            return base.newest().isAfter(mark.newest())
                    ? new Sealed(layer, link, mark.withNewest(base.newest(), base.partial()))
                    : this;
        }
    }

    private record Retained(WeakReference<LayerChain> link, long bytes) {}

    /// @param layerBytes size at which a layer is sealed
    /// @param retainedBytes how much memory of checkpointed layers old transactions may hold, for what has
    /// changed since they began and, once more, for what they read
    public VersionStore(BaseStore base, long layerBytes, long retainedBytes) {
        this.base = base;
        this.layerBytes = layerBytes;
        this.stepEntries = Math.clamp(layerBytes / BYTES_PER_STEP_ENTRY, 1, Integer.MAX_VALUE);
        this.retainedBytes = retainedBytes;
        this.pinned = new PinnedLayers(retainedBytes);
        BaseReader reader = base.openReader();
        Generation generation = new Generation(reader.mark());
        generation.idle.add(reader);
        MemoryLayer layer = new MemoryLayer();
        LayerChain link = new LayerChain(layer);
        this.state = new State(generation, new Layer[] {layer}, new Sealed[0], link, link);
        this.visible = reader.mark().applied().position();
        this.timeline = reader.mark().timeline();
        this.maxTransactionId = reader.mark().maxTransactionId();
    }

    /// @param position where the oldest transaction begins that is in the log in part and not applied
    public void setOldestUnfinished(LongSupplier position) {
        oldestUnfinished = position;
    }

    /// What the base contains: recovery begins behind it.
    public BaseMark baseMark() {
        return state.generation.mark;
    }

    /// What new views see.
    public Lsn visible() {
        return Lsn.of(visible);
    }

    /// The highest transaction id applied. Only for the applying thread, or before there is one.
    public long maxTransactionId() {
        return maxTransactionId;
    }

    /// Adds the changes of one record; invisible until {@link #publish}. In LSN order.
    public void apply(BaseMark record, WriteBatch batch) {
        applyLock.lock();
        try {
            state.active().apply(record.applied().position(), batch);
            timeline = record.timeline();
            maxTransactionId = Math.max(maxTransactionId, record.maxTransactionId());
        } finally {
            applyLock.unlock();
        }
    }

    /// As {@link #apply}, for a large transaction. Everything before it is published; `batch` holds what its
    /// last record itself carries.
    public void applyRun(BaseMark record, ChangeRun run, WriteBatch batch) {
        applyLock.lock();
        try {
            seal(true);
            State old = state;
            BaseMark before = old.sealed[0].mark;
            BaseMark after =
                    before.withRedo(Lsn.of(oldestUnfinished.getAsLong())).withNewest(record.applied(), false);
            // The run takes the place of the active layer, which is empty.
            RunLayer layer = new RunLayer(run, record.applied().position());
            old.newest.replace(layer);
            MemoryLayer active = new MemoryLayer();
            LayerChain link = new LayerChain(active);
            old.newest.append(link);
            Layer[] layers = old.layers.clone();
            layers[0] = layer;
            state = new State(
                    old.generation,
                    prepend(active, layers),
                    prepend(new Sealed(layer, old.newest, after), old.sealed),
                    old.oldest,
                    link);
            apply(record, batch);
        } finally {
            applyLock.unlock();
        }
    }

    /// Makes everything applied up to `lsn` visible, and seals the layer when it is full. At the end of what is
    /// applied.
    ///
    /// @return whether there is a layer to checkpoint now
    public boolean publish(Lsn lsn) {
        visible = lsn.position();
        if (state.layers[0].bytes() >= layerBytes) {
            seal();
        }
        return state.sealed.length > 0;
    }

    /// Seals the active layer, unless nothing has happened since the last one. By the applying thread, with all
    /// published.
    public void seal() {
        seal(false);
    }

    private void seal(boolean evenIfEmpty) {
        applyLock.lock();
        try {
            State old = state;
            BaseMark last = old.sealed.length > 0 ? old.sealed[0].mark : old.generation.mark;
            if (last.applied().position() == visible && !evenIfEmpty) {
                return;
            }
            MemoryLayer layer = new MemoryLayer();
            LayerChain link = new LayerChain(layer);
            BaseMark mark = new BaseMark(Lsn.of(visible), timeline, maxTransactionId)
                    .withRedo(Lsn.of(oldestUnfinished.getAsLong()));
            Sealed full = new Sealed(old.active(), old.newest, mark);
            old.newest.append(link);
            state = new State(
                    old.generation,
                    VersionStore.<Layer>prepend(layer, old.layers),
                    prepend(full, old.sealed),
                    old.oldest,
                    link);
        } finally {
            applyLock.unlock();
        }
    }

    private static <T> T[] prepend(T first, T[] rest) {
        T[] all = Arrays.copyOf(rest, rest.length + 1);
        System.arraycopy(rest, 0, all, 1, rest.length);
        all[0] = first;
        return all;
    }

    /// Writes the oldest sealed layer into the base, or one step of it when it is large; false when there is none.
    ///
    /// @throws io.heliosdb.server.common.DiskException when the base could not be written; nothing has changed
    /// then
    public boolean checkpoint() {
        checkpointLock.lock();
        try {
            State current = state;
            Sealed[] waiting = current.sealed;
            if (waiting.length == 0) {
                return false;
            }
            Sealed oldest = waiting[waiting.length - 1].behind(current.generation.mark);
            boolean last =
                    switch (oldest.layer) {
                        case MemoryLayer layer -> writeStep(layer, oldest.mark);
                        case RunLayer layer -> writeStep(layer, oldest.mark);
                    };
            if (!last) {
                return true;
            }
            stepsDone = 0;
            written = null;
            Layer[] before = replaceOldest(oldest);
            current.generation.retired = true;
            drain(current.generation);
            pinned.retired(current.generation, before, state.layers);
            retain(oldest);
            checkpoints.increment();
            LOG.debug("checkpoint applied={} bytes={}", oldest.mark.applied(), oldest.layer.bytes());
            return true;
        } finally {
            checkpointLock.unlock();
        }
    }

    /// How many layers have been written into the base as a whole.
    public long checkpoints() {
        return checkpoints.sum();
    }

    /// Writes the next keys; true when they were the last ones. What is there of them in the base is hidden by the
    /// layer itself, as with a run.
    private boolean writeStep(MemoryLayer layer, BaseMark mark) {
        LayerStep step = layer.step(written, stepEntries);
        boolean last = step.end() == null;
        base.write(step, last ? mark : state.generation.mark.withNewest(mark.newest(), true));
        written = step.end();
        return last;
    }

    /// Writes the next pieces; true when they were the last ones. What is there of the run in the base is
    /// hidden by the run itself, which every new view has above it.
    private boolean writeStep(RunLayer run, BaseMark mark) {
        long stepBytes = Math.min(layerBytes, STEP_BYTES);
        int end = stepsDone;
        long bytes = 0;
        while (end < run.pieces() && (bytes < stepBytes || end == stepsDone)) {
            bytes += run.pieceBytes(end);
            end++;
        }
        boolean last = end == run.pieces();
        base.write(run.changes(stepsDone, end), mark.withNewest(mark.newest(), !last));
        stepsDone = end;
        return last;
    }

    /// Deletes some of what dropped trees have left in the base.
    ///
    /// @return whether there is more
    /// @throws io.heliosdb.server.common.DiskException when the base could not be written
    public boolean clean() {
        checkpointLock.lock();
        try {
            return base.clean();
        } finally {
            checkpointLock.unlock();
        }
    }

    /// A step of a compaction of the base; checkpoints may come between two of them.
    ///
    /// @return whether there are more
    /// @throws io.heliosdb.server.common.DiskException when that is not possible; it is abandoned then
    public boolean compact() {
        checkpointLock.lock();
        try {
            if (base.compact()) {
                return true;
            }
            forgetReaders();
            return false;
        } finally {
            checkpointLock.unlock();
        }
    }

    // Those that wait to be used again would keep the file that was replaced.
    private void forgetReaders() {
        applyLock.lock();
        try {
            State old = state;
            state = new State(new Generation(old.generation.mark), old.layers, old.sealed, old.oldest, old.newest);
            old.generation.retired = true;
            drain(old.generation);
            pinned.retired(old.generation, old.layers, state.layers);
        } finally {
            applyLock.unlock();
        }
    }

    /// Stops a compaction that has begun.
    public void abandonCompaction() {
        checkpointLock.lock();
        try {
            base.abandonCompaction();
        } finally {
            checkpointLock.unlock();
        }
    }

    /// What the base takes on disk.
    public SpaceUsage usage() {
        return base.usage();
    }

    /// @return the layers of the last state with the old base
    private Layer[] replaceOldest(Sealed done) {
        State old;
        applyLock.lock();
        try {
            old = state;
            Sealed[] sealed = Arrays.copyOf(old.sealed, old.sealed.length - 1);
            LayerChain oldest = sealed.length == 0 ? old.newest : sealed[sealed.length - 1].link;
            state = new State(
                    new Generation(done.mark),
                    Arrays.copyOf(old.layers, old.layers.length - 1),
                    sealed,
                    oldest,
                    old.newest);
        } finally {
            applyLock.unlock();
        }
        if (done.layer instanceof RunLayer run) {
            run.release();
        }
        return old.layers;
    }

    private void retain(Sealed done) {
        retained.addLast(new Retained(new WeakReference<>(done.link), done.layer.bytes()));
        retained.removeIf(each -> each.link.get() == null);
        long sum = retained.stream().mapToLong(Retained::bytes).sum();
        while (sum > retainedBytes) {
            Retained oldest = retained.removeFirst();
            sum -= oldest.bytes;
            LayerChain link = oldest.link.get();
            if (link != null) {
                link.forget();
            }
        }
    }

    /// Memory held by layers that are not in the base yet.
    public long memoryBytes() {
        long sum = 0;
        for (Layer layer : state.layers) {
            sum += layer.bytes();
        }
        return sum;
    }

    /// Whether more may be applied: every layer that waits for its checkpoint holds memory, and makes reads
    /// slower.
    public boolean hasRoom(long limitBytes) {
        return memoryBytes() <= limitBytes && state.sealed.length <= MAX_SEALED;
    }

    /// The newest visible state.
    public StoreView view() {
        while (true) {
            long snapshot = visible;
            State current = state;
            BaseReader reader = acquire(current.generation);
            // The base may have overtaken the snapshot between the lines above: then that is no longer to be
            // had.
            if (reader.mark().newest().position() <= snapshot && RunLayer.retainAll(current.layers)) {
                return new StoreView(this, reader, current, snapshot);
            }
            release(reader, current.generation);
        }
    }

    private BaseReader acquire(Generation generation) {
        generation.views.incrementAndGet();
        BaseReader idle = generation.idle.poll();
        return idle == null ? base.openReader() : idle;
    }

    void release(BaseReader reader, Generation of) {
        of.views.decrementAndGet();
        Generation current = state.generation;
        // One of the same mark may still be of a file that was replaced.
        if (of != current || !reader.mark().equals(current.mark)) {
            reader.close();
            return;
        }
        current.idle.add(reader);
        if (current.retired) {
            drain(current);
        }
    }

    private static void drain(Generation generation) {
        for (BaseReader reader = generation.idle.poll(); reader != null; reader = generation.idle.poll()) {
            reader.close();
        }
    }

    /// A reader of the base alone, for a copy; to be closed by the caller. Finishes what the base holds in part
    /// before.
    public BaseReader openBase() {
        checkpointLock.lock();
        try {
            while (state.sealed.length > 0 && !isWhole(state.generation.mark)) {
                checkpoint();
            }
            return base.openReader();
        } finally {
            checkpointLock.unlock();
        }
    }

    private boolean isWhole(BaseMark mark) {
        return stepsDone == 0 && written == null && mark.newest().equals(mark.applied());
    }

    @Override
    public void close() {
        State last = state;
        last.generation.retired = true;
        drain(last.generation);
        RunLayer.releaseAll(last.layers);
        base.close();
    }
}
