package io.heliosdb.server.sql.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one open transaction has changed in the catalog, after each of its changes; used by its thread only.
final class PendingChanges {

    private final Map<Long, Map<ObjectKey, byte @Nullable []>> byStamp = new HashMap<>();
    private @Nullable Catalog lastBase;
    private long lastStamp;
    private @Nullable Catalog last;

    /// @param before the mark of the state that is changed; unknown when that state has no own change
    void add(long before, long stamp, ObjectKey key, byte @Nullable [] value) {
        Map<ObjectKey, byte @Nullable []> changes = new HashMap<>(byStamp.getOrDefault(before, Map.of()));
        changes.put(key, value);
        byStamp.put(stamp, changes);
    }

    // Catalogs are told apart by identity: each is made once.
    @SuppressWarnings("ReferenceEquality")
    Catalog over(Catalog base, long stamp, Function<CatalogContents, Catalog> maker) {
        Map<ObjectKey, byte @Nullable []> changes = byStamp.get(stamp);
        if (changes == null) {
            return base;
        }
        if (last == null || lastBase != base || lastStamp != stamp) {
            last = maker.apply(base.contents().withUncommitted(changes));
            lastBase = base;
            lastStamp = stamp;
        }
        return Objects.requireNonNull(last);
    }
}
