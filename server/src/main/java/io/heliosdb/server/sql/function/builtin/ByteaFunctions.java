package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The functions on bytea (PostgreSQL 18 manual, 9.5).
final class ByteaFunctions implements FunctionModule {

    @Override
    public void register(Bindings b) {
        comparisons(b);
        b.f2("byteacat", (byte[] x, byte[] y) -> join(x, y));
        b.f1("byteaoctetlen", (byte[] x) -> x.length);
        b.f1("bit_length(bytea)", (byte[] x) -> x.length * 8);
        b.f1("bytea_bit_count", (byte[] x) -> {
            long bits = 0;
            for (byte one : x) {
                bits += Integer.bitCount(one & 0xFF);
            }
            return bits;
        });
        b.f2("bytea_substr_no_len", (byte[] x, Integer start) -> part(x, start, Integer.MAX_VALUE));
        b.f3("bytea_substr", (byte[] x, Integer start, Integer length) -> {
            StringFunctions.checkSubstringLength(length);
            return part(x, start, length);
        });
        b.f4("byteaoverlay", (byte[] x, byte[] y, Integer start, Integer length) -> overlay(x, y, start, length));
        b.f3("byteaoverlay_no_len", (byte[] x, byte[] y, Integer start) -> overlay(x, y, start, y.length));
        b.f2("byteapos", (byte[] x, byte[] y) -> latin(x).indexOf(latin(y)) + 1);
        b.f2("byteatrim", (byte[] x, byte[] set) -> trim(x, set, true, true));
        b.f2("bytealtrim", (byte[] x, byte[] set) -> trim(x, set, true, false));
        b.f2("byteartrim", (byte[] x, byte[] set) -> trim(x, set, false, true));
        b.f2("byteaGetByte", (byte[] x, Integer n) -> x[index(n, x.length)] & 0xFF);
        b.f2("byteaGetBit", (byte[] x, Long n) -> (x[index(n >> 3, x.length)] >> (n & 7)) & 1);
        b.f3("byteaSetByte", (byte[] x, Integer n, Integer value) -> {
            byte[] copy = x.clone();
            copy[index(n, x.length)] = value.byteValue();
            return copy;
        });
        b.f3("byteaSetBit", (byte[] x, Long n, Integer value) -> {
            byte[] copy = x.clone();
            int at = index(n >> 3, x.length);
            if (value != 0 && value != 1) {
                throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
            }
            int bit = 1 << (n & 7);
            copy[at] = (byte) (value == 1 ? copy[at] | bit : copy[at] & ~bit);
            return copy;
        });
    }

    private static void comparisons(Bindings b) {
        b.f2("bytealike", (byte[] x, byte[] pattern) -> LikePattern.matches(latin(x), latin(pattern), false));
        b.f2("byteanlike", (byte[] x, byte[] pattern) -> !LikePattern.matches(latin(x), latin(pattern), false));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[] x, byte[] y) {
        byte[] joined = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, joined, x.length, y.length);
        return joined;
    }

    private static byte[] part(byte[] bytes, long start, long length) {
        int from = (int) Math.max(0, Math.min(start - 1, bytes.length));
        int to = (int) Math.max(from, Math.min(start - 1 + length, bytes.length));
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] overlay(byte[] bytes, byte[] other, int start, int length) {
        if (start <= 0) {
            StringFunctions.checkSubstringLength(-1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(part(bytes, 1, start - 1L));
        out.writeBytes(other);
        out.writeBytes(part(bytes, (long) start + length, Integer.MAX_VALUE));
        return out.toByteArray();
    }

    private static byte[] trim(byte[] bytes, byte[] set, boolean left, boolean right) {
        return StringFunctions.trim(latin(bytes), latin(set), left, right).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int index(long n, int length) {
        if (n < 0 || n >= length) {
            throw new SqlException(
                    SqlState.ARRAY_ELEMENT_ERROR, "index " + n + " out of valid range, 0.." + (length - 1));
        }
        return (int) n;
    }
}
