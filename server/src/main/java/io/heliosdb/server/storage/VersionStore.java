package io.heliosdb.server.storage;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import io.heliosdb.server.common.WriteBatch;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Versions in memory over a base: layers cover the log from the base's LSN on, newest first.
///
/// One thread at a time applies (its caller serialises), one at a time checkpoints, any number reads. Readers block
/// nobody. Invariant: base and layers of one {@link State} together hold exactly what is applied.
public final class VersionStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VersionStore.class);

    private final BaseStore base;
    private final long layerBytes;
    private final long retainedBytes;
    private final ReentrantLock applyLock = new ReentrantLock();
    private final ReentrantLock checkpointLock = new ReentrantLock();
    private final Deque<Retained> retained = new ArrayDeque<>();
    private volatile State state;
    private volatile long visible;
    private Timeline timeline;
    private long maxTransactionId;

    /// @param layers newest first; the first is the one applied to
    /// @param oldest the link of the last layer
    record State(Generation generation, Layer[] layers, Sealed[] sealed, LayerChain oldest, LayerChain newest) {}

    /// A full layer that waits for its checkpoint.
    record Sealed(Layer layer, LayerChain link, BaseMark mark) {}

    private record Retained(WeakReference<LayerChain> link, long bytes) {}

    /// The readers of one state of the base.
    private static final class Generation {
        final BaseMark mark;
        final Queue<BaseReader> idle = new ConcurrentLinkedQueue<>();
        volatile boolean retired;

        Generation(BaseMark mark) {
            this.mark = mark;
        }
    }

    /// @param layerBytes size at which a layer is sealed
    /// @param retainedBytes how much memory of checkpointed layers old transactions may hold
    public VersionStore(BaseStore base, long layerBytes, long retainedBytes) {
        this.base = base;
        this.layerBytes = layerBytes;
        this.retainedBytes = retainedBytes;
        BaseReader reader = base.openReader();
        Generation generation = new Generation(reader.mark());
        generation.idle.add(reader);
        Layer layer = new Layer();
        LayerChain link = new LayerChain(layer);
        this.state = new State(generation, new Layer[] {layer}, new Sealed[0], link, link);
        this.visible = reader.mark().applied().position();
        this.timeline = reader.mark().timeline();
        this.maxTransactionId = reader.mark().maxTransactionId();
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
            state.layers[0].apply(record.applied().position(), batch);
            timeline = record.timeline();
            maxTransactionId = Math.max(maxTransactionId, record.maxTransactionId());
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
        applyLock.lock();
        try {
            State old = state;
            BaseMark last = old.sealed.length > 0 ? old.sealed[0].mark : old.generation.mark;
            if (last.applied().position() == visible) {
                return;
            }
            Layer layer = new Layer();
            LayerChain link = new LayerChain(layer);
            Sealed full =
                    new Sealed(old.layers[0], old.newest, new BaseMark(Lsn.of(visible), timeline, maxTransactionId));
            old.newest.append(link);
            state = new State(old.generation, prepend(layer, old.layers), prepend(full, old.sealed), old.oldest, link);
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

    /// Writes the oldest sealed layer into the base; false when there is none.
    ///
    /// @throws io.heliosdb.server.common.DiskException when the base could not be written; nothing has changed then
    public boolean checkpoint() {
        checkpointLock.lock();
        try {
            Sealed[] waiting = state.sealed;
            if (waiting.length == 0) {
                return false;
            }
            Sealed oldest = waiting[waiting.length - 1];
            base.write(oldest.layer.changes(), oldest.mark);
            Generation before = state.generation;
            replaceOldest(oldest);
            before.retired = true;
            drain(before);
            retain(oldest);
            LOG.debug("checkpoint applied={} bytes={}", oldest.mark.applied(), oldest.layer.bytes());
            return true;
        } finally {
            checkpointLock.unlock();
        }
    }

    private void replaceOldest(Sealed done) {
        applyLock.lock();
        try {
            State old = state;
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

    /// The newest visible state.
    public StoreView view() {
        while (true) {
            long snapshot = visible;
            State current = state;
            BaseReader reader = acquire(current.generation);
            // The base may have overtaken the snapshot between the lines above: then that is no longer to be had.
            if (reader.mark().applied().position() <= snapshot) {
                return new StoreView(this, reader, current, snapshot);
            }
            release(reader);
        }
    }

    private BaseReader acquire(Generation generation) {
        BaseReader idle = generation.idle.poll();
        return idle == null ? base.openReader() : idle;
    }

    void release(BaseReader reader) {
        Generation current = state.generation;
        if (!reader.mark().applied().equals(current.mark.applied())) {
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

    /// A reader of the base alone, for a copy; to be closed by the caller.
    public BaseReader openBase() {
        return base.openReader();
    }

    @Override
    public void close() {
        Generation generation = state.generation;
        generation.retired = true;
        drain(generation);
        base.close();
    }
}
