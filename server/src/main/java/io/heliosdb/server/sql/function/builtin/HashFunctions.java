package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// `hashtext` and its kin, which applications use for advisory locks and sharding: Bob Jenkins' lookup3, as
/// PostgreSQL computes it, so that the numbers are the same.
final class HashFunctions implements FunctionModule {

    private static final int START = 0x9e3779b9 + 3923095;
    private static final int BLOCK = 12;

    /// The three words that are mixed.
    private static final class State {
        int a;
        int b;
        int c;

        State(int length, long seed) {
            a = START + length;
            b = a;
            c = a;
            if (seed != 0) {
                a += (int) (seed >>> 32);
                b += (int) seed;
                mix();
            }
        }

        void mix() {
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }

        void end() {
            c = (c ^ b) - Integer.rotateLeft(b, 14);
            a = (a ^ c) - Integer.rotateLeft(c, 11);
            b = (b ^ a) - Integer.rotateLeft(a, 25);
            c = (c ^ b) - Integer.rotateLeft(b, 16);
            a = (a ^ c) - Integer.rotateLeft(c, 4);
            b = (b ^ a) - Integer.rotateLeft(a, 14);
            c = (c ^ b) - Integer.rotateLeft(b, 24);
        }

        long both() {
            return (long) b << 32 | (c & 0xFFFF_FFFFL);
        }
    }

    @Override
    public void register(Bindings b) {
        for (String name : new String[] {"hashtext", "hashname", "hashbpchar"}) {
            boolean padded = name.equals("hashbpchar");
            b.f1(name, (String x) -> bytes(utf8(x, padded), 0).c);
            b.f2(name + "extended", (String x, Long seed) -> bytes(utf8(x, padded), seed)
                    .both());
        }
        for (String name : new String[] {"hashint2", "hashint4"}) {
            b.f1(name, (Integer x) -> word(x, 0).c);
            b.f2(name + "extended", (Integer x, Long seed) -> word(x, seed).both());
        }
        b.f1("hashoid", (Long x) -> word(x.intValue(), 0).c);
        b.f2("hashoidextended", (Long x, Long seed) -> word(x.intValue(), seed).both());
        for (String name : new String[] {"hashint8", "time_hash", "timestamp_hash"}) {
            String extended = name.equals("hashint8") ? "hashint8extended" : name + "_extended";
            b.f1(name, (Long x) -> word(folded(x), 0).c);
            b.f2(extended, (Long x, Long seed) -> word(folded(x), seed).both());
        }
        b.f1("hashfloat8", (Double x) -> x == 0 ? 0 : bytes(eight(x), 0).c);
        b.f2(
                "hashfloat8extended",
                (Double x, Long seed) ->
                        x == 0 ? seed : (Long) bytes(eight(x), seed).both());
        b.f1("hashfloat4", (Float x) -> x == 0 ? 0 : bytes(eight(x.doubleValue()), 0).c);
        b.f2(
                "hashfloat4extended",
                (Float x, Long seed) -> x == 0
                        ? seed
                        : (Long) bytes(eight(x.doubleValue()), seed).both());
        b.f1("uuid_hash", (UUID x) -> bytes(sixteen(x), 0).c);
        b.f2("uuid_hash_extended", (UUID x, Long seed) -> bytes(sixteen(x), seed)
                .both());
    }

    private static byte[] utf8(String text, boolean padded) {
        return (padded ? Text.trimTrailingSpaces(text) : text).getBytes(StandardCharsets.UTF_8);
    }

    // Equal numbers of 32 and 64 bits have equal hashes.
    private static int folded(long value) {
        int high = (int) (value >> 32);
        return (int) value ^ (value >= 0 ? high : ~high);
    }

    private static byte[] eight(double value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }

    private static byte[] sixteen(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static State word(int value, long seed) {
        State state = new State(4, seed);
        state.a += value;
        state.end();
        return state;
    }

    // The lowest byte of the last word has no part of the rest: the length is in it.
    private static State bytes(byte[] key, long seed) {
        State state = new State(key.length, seed);
        ByteBuffer in = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= BLOCK) {
            state.a += in.getInt();
            state.b += in.getInt();
            state.c += in.getInt();
            state.mix();
        }
        for (int i = 0; in.hasRemaining(); i++) {
            int next = in.get() & 0xFF;
            if (i < 4) {
                state.a += next << 8 * i;
            } else if (i < 8) {
                state.b += next << 8 * (i - 4);
            } else {
                state.c += next << 8 * (i - 7);
            }
        }
        state.end();
        return state;
    }
}
