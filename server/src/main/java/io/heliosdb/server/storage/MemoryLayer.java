package io.heliosdb.server.storage;

import io.heliosdb.server.common.WriteBatch;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The versions made in one stretch of the log, in memory. One thread applies at a time; any number reads
/// meanwhile.
final class MemoryLayer implements Layer {

    /// Rough heap cost of one version beside its bytes: map node, index share, version, two array headers.
    private static final int VERSION_OVERHEAD_BYTES = 120;
    private static final Long NEVER = Long.MAX_VALUE;

    private final ConcurrentMap<Long, ConcurrentNavigableMap<byte[], Version>> trees = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Long> drops = new ConcurrentHashMap<>(2);
    private volatile long bytes;
    private volatile long newest;
    private volatile boolean anyDrops;

    /// Bytes of memory held, roughly.
    @Override
    public long bytes() {
        return bytes;
    }

    /// LSN of the newest version; 0 when empty.
    long newest() {
        return newest;
    }

    /// Lets go of everything; nobody may rely on what is read afterwards. Cursors go on over what they have.
    void empty() {
        trees.clear();
        bytes = 0;
    }

    void apply(long lsn, WriteBatch batch) {
        long added = 0;
        long lastTree = -1;
        ConcurrentNavigableMap<byte[], Version> versions = null;
        for (int i = 0; i < batch.size(); i++) {
            long tree = batch.tree(i);
            if (batch.isDrop(i)) {
                drops.put(tree, lsn);
                anyDrops = true;
                added += VERSION_OVERHEAD_BYTES;
                continue;
            }
            if (versions == null || tree != lastTree) {
                versions = trees.computeIfAbsent(tree, id -> new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
                lastTree = tree;
            }
            byte[] value = batch.isDelete(i) ? null : batch.value(i);
            add(versions, batch.key(i), new Version(lsn, value));
            added += batch.key(i).length + batch.value(i).length + VERSION_OVERHEAD_BYTES;
        }
        newest = lsn;
        long sum = bytes + added;
        bytes = sum;
    }

    private static void add(ConcurrentNavigableMap<byte[], Version> versions, byte[] key, Version version) {
        Version before = versions.putIfAbsent(key, version);
        if (before != null) {
            version.older = before;
            versions.replace(key, version);
        }
    }

    @Override
    public @Nullable Version find(long tree, byte[] key, long snapshot) {
        ConcurrentNavigableMap<byte[], Version> versions = trees.get(tree);
        Version head = versions == null ? null : versions.get(key);
        return head == null ? null : head.asOf(snapshot);
    }

    @Override
    public @Nullable MergeSource source(long tree, KeyRange range, boolean forward, long snapshot) {
        ConcurrentNavigableMap<byte[], Version> versions = trees.get(tree);
        return versions == null ? null : new LayerSource(versions, range, forward, snapshot);
    }

    @Override
    public boolean isDropped(long tree, long snapshot) {
        return anyDrops && drops.getOrDefault(tree, NEVER) <= snapshot;
    }

    @Override
    public LayerChain.Answer changed(long tree, byte[] key, long snapshot) {
        if (newest <= snapshot) {
            return LayerChain.Answer.UNCHANGED;
        }
        ConcurrentNavigableMap<byte[], Version> versions = trees.get(tree);
        Version version = versions == null ? null : versions.get(key);
        return answer(version != null && version.lsn > snapshot || isDroppedBehind(tree, snapshot));
    }

    private static LayerChain.Answer answer(boolean changed) {
        return changed ? LayerChain.Answer.CHANGED : LayerChain.Answer.UNCHANGED;
    }

    @Override
    public LayerChain.Answer changed(long tree, KeyRange range, long snapshot) {
        if (newest <= snapshot) {
            return LayerChain.Answer.UNCHANGED;
        }
        ConcurrentNavigableMap<byte[], Version> versions = trees.get(tree);
        if (versions != null) {
            for (Version version : range.of(versions).values()) {
                if (version.lsn > snapshot) {
                    return LayerChain.Answer.CHANGED;
                }
            }
        }
        return answer(isDroppedBehind(tree, snapshot));
    }

    private boolean isDroppedBehind(long tree, long snapshot) {
        Long dropped = anyDrops ? drops.get(tree) : null;
        return dropped != null && dropped > snapshot;
    }

    /// Some of the newest versions, for the base. Only once nothing is applied any more.
    ///
    /// @param behind where the step before has ended; null for the first one
    /// @param most how many
    LayerStep step(LayerStep.@Nullable Position behind, int most) {
        TreeMap<Long, ConcurrentNavigableMap<byte[], Version>> sorted = new TreeMap<>(trees);
        drops.keySet().forEach(sorted::remove);
        return new LayerStep(sorted, List.copyOf(drops.keySet()), behind, most);
    }

    /// All of the newest versions.
    ChangeSource changes() {
        return step(null, Integer.MAX_VALUE);
    }
}
