package io.heliosdb.server.storage;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds what open views keep in memory of layers that the base has had for long. Beyond the limit the oldest
/// views expire. Used under the checkpoint lock.
final class PinnedLayers {

    private static final Logger LOG = LoggerFactory.getLogger(PinnedLayers.class);

    /// @param layers what its views may read
    private record Pin(Generation generation, Layer[] layers) {}

    private final long limitBytes;
    private final Deque<Pin> pins = new ArrayDeque<>();

    PinnedLayers(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /// A generation gets no new views.
    ///
    /// @param layers of its last state
    /// @param live layers that are held anyway
    void retired(Generation generation, Layer[] layers, Layer[] live) {
        pins.addLast(new Pin(generation, layers));
        pins.removeIf(pin -> pin.generation.views.get() == 0);
        Set<Layer> pinned = pinned(live);
        while (bytes(pinned) > limitBytes) {
            Pin oldest = pins.removeFirst();
            oldest.generation.expire();
            Set<Layer> left = pinned(live);
            Set<Layer> free = identitySet(oldest.layers);
            free.removeAll(left);
            Arrays.asList(live).forEach(free::remove);
            free.forEach(PinnedLayers::empty);
            LOG.warn(
                    "old snapshots have expired applied={} views={}",
                    oldest.generation.mark.applied(),
                    oldest.generation.views.get());
            pinned = left;
        }
    }

    private Set<Layer> pinned(Layer[] live) {
        Set<Layer> all = identitySet();
        for (Pin pin : pins) {
            Collections.addAll(all, pin.layers);
        }
        Arrays.asList(live).forEach(all::remove);
        return all;
    }

    private static Set<Layer> identitySet(Layer... layers) {
        Set<Layer> set = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(set, layers);
        return set;
    }

    private static long bytes(Set<Layer> layers) {
        long sum = 0;
        for (Layer layer : layers) {
            sum += layer.bytes();
        }
        return sum;
    }

    private static void empty(Layer layer) {
        if (layer instanceof MemoryLayer memory) {
            memory.empty();
        }
    }
}
