package io.heliosdb.server.wal;

import io.heliosdb.server.common.ChangeVisitor;
import io.heliosdb.server.common.WriteBatch;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// The changes in a record's body, one after the other; numbers are unsigned LEB128.
///
/// ```
/// put     1 | tree | key length | key | value length | value
/// delete  2 | tree | key length | key
/// drop    3 | tree
/// ```
final class ChangeCodec {

    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte DROP = 3;

    private ChangeCodec() {}

    static long encodedBytes(WriteBatch batch) {
        long bytes = batch.bytes() + batch.size();
        for (int i = 0; i < batch.size(); i++) {
            bytes += varintBytes(batch.tree(i));
            if (!batch.isDrop(i)) {
                bytes += varintBytes(batch.key(i).length);
            }
            if (!batch.isDrop(i) && !batch.isDelete(i)) {
                bytes += varintBytes(batch.value(i).length);
            }
        }
        return bytes;
    }

    static void encode(WriteBatch batch, ByteBuffer target) {
        batch.forEach(new ChangeVisitor() {
            @Override
            public void put(long tree, byte[] key, byte[] value) {
                target.put(PUT);
                putVarint(target, tree);
                putBytes(target, key);
                putBytes(target, value);
            }

            @Override
            public void delete(long tree, byte[] key) {
                target.put(DELETE);
                putVarint(target, tree);
                putBytes(target, key);
            }

            @Override
            public void dropTree(long tree) {
                target.put(DROP);
                putVarint(target, tree);
            }
        });
    }

    static WriteBatch decode(ByteBuffer source, int count) {
        WriteBatch batch = new WriteBatch(count);
        try {
            for (int i = 0; i < count; i++) {
                byte kind = source.get();
                long tree = getVarint(source);
                switch (kind) {
                    case PUT -> batch.put(tree, getBytes(source), getBytes(source));
                    case DELETE -> batch.delete(tree, getBytes(source));
                    case DROP -> batch.dropTree(tree);
                    default -> throw new WalCorruptException("unknown kind of change in a WAL record: " + kind);
                }
            }
            return batch;
        } catch (BufferUnderflowException e) {
            throw new WalCorruptException("a WAL record ends within a change");
        }
    }

    private static void putBytes(ByteBuffer target, byte[] bytes) {
        putVarint(target, bytes.length);
        target.put(bytes);
    }

    private static byte[] getBytes(ByteBuffer source) {
        long length = getVarint(source);
        if (length < 0 || length > source.remaining()) {
            throw new WalCorruptException("a WAL record ends within a change");
        }
        byte[] bytes = new byte[(int) length];
        source.get(bytes);
        return bytes;
    }

    static int varintBytes(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    private static void putVarint(ByteBuffer target, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    private static long getVarint(ByteBuffer source) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = source.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WalCorruptException("a number in a WAL record is too long");
    }
}
