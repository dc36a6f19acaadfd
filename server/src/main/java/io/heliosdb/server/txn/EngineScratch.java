package io.heliosdb.server.txn;

import io.heliosdb.server.common.Disk;
import io.heliosdb.server.storage.BaseStore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the changes of an engine's large transactions go; emptied when the engine opens. Safe for any thread.
final class EngineScratch implements WriteSet.Scratch {

    static final String DIRECTORY = "scratch";

    private final Disk disk;
    private final @Nullable Supplier<BaseStore> stores;
    private final AtomicLong number = new AtomicLong();

    /// @param stores null: nothing may be spilled
    EngineScratch(Disk disk, @Nullable Supplier<BaseStore> stores) {
        this.disk = disk;
        this.stores = stores;
    }

    boolean isThere() {
        return stores != null;
    }

    @Override
    public BaseStore store() {
        if (stores == null) {
            throw new IllegalStateException("there is no place to spill to");
        }
        return stores.get();
    }

    @Override
    public RisingFile file() {
        return new RisingFile(disk.directory(DIRECTORY), "r" + number.incrementAndGet());
    }
}
