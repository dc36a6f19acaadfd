package io.heliosdb.server.txn;

import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.Parking;
import io.heliosdb.server.storage.BaseStore;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an engine takes from outside.
///
/// @param disk the data directory
/// @param base opens the base in it
/// @param clock for commit times
/// @param threads for the flusher and the checkpointer; they must not be virtual, for they block in the disk.
/// Null: everything is done by the calling thread, for tests
/// @param parking how threads wait
/// @param scratch makes a store for one transaction's changes that do not fit into memory, empty, removed when
/// it is closed, gone after a crash. Null: such a transaction is refused
public record EngineServices(
        Disk disk,
        Supplier<BaseStore> base,
        Clock clock,
        @Nullable ThreadFactory threads,
        Parking parking,
        @Nullable Supplier<BaseStore> scratch) {

    public EngineServices(
            Disk disk, Supplier<BaseStore> base, Clock clock, @Nullable ThreadFactory threads, Parking parking) {
        this(disk, base, clock, threads, parking, null);
    }

    public EngineServices(Disk disk, Supplier<BaseStore> base, Clock clock, @Nullable ThreadFactory threads) {
        this(disk, base, clock, threads, Parking.SYSTEM);
    }
}
