package io.heliosdb.server.sql.exec;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// Row ids in the order in which they came, in little memory. Used by one thread.
final class RowIdList {

    private long[] ids = new long[8];
    private int size;

    void add(long id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + (size >> 1));
        }
        ids[size++] = id;
    }

    void forEach(LongConsumer action) {
        for (int i = 0; i < size; i++) {
            action.accept(ids[i]);
        }
    }
}
