package io.heliosdb.server.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The changes that turn one state of a base into the next: dropped trees first, then one change per key, sorted by
/// tree and key. Can be read several times, for a write may have to be repeated.
public interface ChangeSource {

    List<Long> droppedTrees();

    Changes changes();

    /// Walks the changes.
    interface Changes {

        boolean next();

        long tree();

        byte[] key();

        /// Null for a delete.
        byte @Nullable [] value();
    }
}
