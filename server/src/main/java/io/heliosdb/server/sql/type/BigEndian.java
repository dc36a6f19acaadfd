package io.heliosdb.server.sql.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads and writes numbers in network byte order within arrays.
final class BigEndian {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static int getInt(byte[] bytes, int position) {
        return (int) INT.get(bytes, position);
    }

    static void putInt(byte[] bytes, int position, int value) {
        INT.set(bytes, position, value);
    }

    static long getLong(byte[] bytes, int position) {
        return (long) LONG.get(bytes, position);
    }

    static void putLong(byte[] bytes, int position, long value) {
        LONG.set(bytes, position, value);
    }
}
