package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.BitString;
import io.heliosdb.server.sql.type.TypeErrors;
import io.heliosdb.server.sql.type.Types;

/// The functions on bit strings (PostgreSQL 18 manual, 9.6).
final class BitFunctions implements FunctionModule {

    @FunctionalInterface
    private interface BitOperation {
        int apply(int left, int right);
    }

    @Override
    public void register(Bindings b) {
        b.f2("bit_and", (BitString x, BitString y) -> and(x, y));
        b.f2("bit_or", (BitString x, BitString y) -> or(x, y));
        b.f2("bitxor", (BitString x, BitString y) -> xor(x, y));
        b.f1("bitnot", (BitString x) -> combine(x, "NOT", x, (p, q) -> ~p));
        b.f2("bitcat", (BitString x, BitString y) -> BitString.of(x.toString() + y));
        b.f2("bitshiftleft", (BitString x, Integer n) -> shift(x, n));
        b.f2("bitshiftright", (BitString x, Integer n) -> shift(x, -(long) n));
        b.f1("bitlength", (BitString x) -> x.length());
        b.f1("bit_length(bit)", (BitString x) -> x.length());
        b.f1("bitoctetlength", (BitString x) -> x.bytes().length);
        b.f1(
                "bit_bit_count",
                (BitString x) -> x.toString().chars().filter(c -> c == '1').count());
        b.f2("bitposition", (BitString x, BitString part) -> x.toString().indexOf(part.toString()) + 1);
        b.f2("bitgetbit", (BitString x, Integer n) -> x.bit(index(x, n)) ? 1 : 0);
        b.f3("bitsetbit", (BitString x, Integer n, Integer value) -> {
            int at = index(x, n);
            if (value != 0 && value != 1) {
                throw TypeErrors.invalidParameter("new bit must be 0 or 1");
            }
            String bits = x.toString();
            return BitString.of(bits.substring(0, at) + value + bits.substring(at + 1));
        });
        b.f2("bitsubstr_no_len", (BitString x, Integer start) -> part(x, start, Integer.MAX_VALUE));
        b.f3("bitsubstr", (BitString x, Integer start, Integer length) -> {
            StringFunctions.checkSubstringLength(length);
            return part(x, start, length);
        });
        b.f3("bit", (BitString x, Integer length, Boolean explicit) -> Types.BIT.applyModifier(x, length, explicit));
        b.f3(
                "varbit",
                (BitString x, Integer length, Boolean explicit) -> Types.VARBIT.applyModifier(x, length, explicit));
        b.f2("bitfromint4", (Integer x, Integer length) -> fromLong(x, length));
        b.f2("bitfromint8", (Long x, Integer length) -> fromLong(x, length));
        b.f1("bittoint4", (BitString x) -> (int) toLong(x, 32, "integer"));
        b.f1("bittoint8", (BitString x) -> toLong(x, 64, "bigint"));
    }

    static BitString and(BitString x, BitString y) {
        return combine(x, "AND", y, (p, q) -> p & q);
    }

    static BitString or(BitString x, BitString y) {
        return combine(x, "OR", y, (p, q) -> p | q);
    }

    static BitString xor(BitString x, BitString y) {
        return combine(x, "XOR", y, (p, q) -> p ^ q);
    }

    private static BitString combine(BitString x, String name, BitString y, BitOperation operation) {
        if (x.length() != y.length()) {
            throw new SqlException(
                    SqlState.STRING_DATA_LENGTH_MISMATCH, "cannot " + name + " bit strings of different sizes");
        }
        byte[] bytes = new byte[x.bytes().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) operation.apply(x.bytes()[i], y.bytes()[i]);
        }
        if (x.length() % 8 != 0) {
            bytes[bytes.length - 1] &= (byte) (0xFF << (8 - x.length() % 8));
        }
        return new BitString(x.length(), bytes);
    }

    private static BitString shift(BitString x, long left) {
        String bits = x.toString();
        int distance = (int) Math.min(Math.abs(left), x.length());
        String zeros = "0".repeat(distance);
        return BitString.of(
                left >= 0 ? bits.substring(distance) + zeros : zeros + bits.substring(0, x.length() - distance));
    }

    private static int index(BitString x, int n) {
        if (n < 0 || n >= x.length()) {
            throw new SqlException(
                    SqlState.ARRAY_ELEMENT_ERROR,
                    "bit index " + n + " out of valid range (0.." + (x.length() - 1) + ")");
        }
        return n;
    }

    private static BitString part(BitString x, long start, long length) {
        return BitString.of(StringFunctions.substring(x.toString(), start, length));
    }

    private static BitString fromLong(long value, int typmod) {
        int length = typmod <= 0 ? 1 : typmod;
        StringBuilder bits = new StringBuilder(length);
        for (int i = length - 1; i >= 0; i--) {
            bits.append((value >> Math.min(i, 63)) & 1);
        }
        return BitString.of(bits.toString());
    }

    private static long toLong(BitString x, int max, String type) {
        if (x.length() > max) {
            throw TypeErrors.outOfRange(type);
        }
        return x.length() == 0 ? 0 : Long.parseUnsignedLong(x.toString(), 2);
    }
}
