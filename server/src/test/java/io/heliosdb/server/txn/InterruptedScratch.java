package io.heliosdb.server.txn;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.MemoryDisk;
import io.heliosdb.server.storage.BaseMark;
import io.heliosdb.server.storage.BaseReader;
import io.heliosdb.server.storage.BaseStore;
import io.heliosdb.server.storage.ChangeSource;
import io.heliosdb.server.storage.MemoryBase;
import io.heliosdb.server.storage.SpaceUsage;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A place to spill to that does something in the middle of a commit, between two chunks.
public final class InterruptedScratch implements BaseStore {

    private final BaseStore store = new MemoryBase(new MemoryDisk());
    private final IntPredicate when;
    private final Runnable interruption;

    /// @param when after how many entries of a scan it happens
    public InterruptedScratch(IntPredicate when, Runnable interruption) {
        this.when = when;
        this.interruption = interruption;
    }

    @Override
    public BaseReader openReader() {
        BaseReader reader = store.openReader();
        return new BaseReader() {
            @Override
            public BaseMark mark() {
                return reader.mark();
            }

            @Override
            public byte @Nullable [] get(long tree, byte[] key) {
                return reader.get(tree, key);
            }

            @Override
            public Cursor scan(long tree, byte[] from, byte @Nullable [] to, boolean forward) {
                return new InterruptedCursor(reader.scan(tree, from, to, forward));
            }

            @Override
            public TreeCursor scanAll() {
                return reader.scanAll();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public void write(ChangeSource changes, BaseMark mark) {
        store.write(changes, mark);
    }

    @Override
    public boolean clean() {
        return store.clean();
    }

    @Override
    public boolean compact() {
        return store.compact();
    }

    @Override
    public void abandonCompaction() {
        store.abandonCompaction();
    }

    @Override
    public SpaceUsage usage() {
        return store.usage();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class InterruptedCursor implements Cursor {

        private final Cursor cursor;
        private int read;

        InterruptedCursor(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() {
            if (when.test(++read)) {
                interruption.run();
            }
            return cursor.next();
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        @Override
        public byte[] value() {
            return cursor.value();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
