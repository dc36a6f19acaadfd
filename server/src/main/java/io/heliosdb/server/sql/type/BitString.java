package io.heliosdb.server.sql.type;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A value of `bit` or `varbit`. Never changed once made.
///
/// @param length in bits
/// @param bytes the first bit is the highest of the first byte; what is over is zero
public record BitString(int length, byte[] bytes) implements Comparable<BitString> {

    /// A string of so many zero bits.
    public static BitString zeros(int length) {
        return new BitString(length, new byte[(length + 7) / 8]);
    }

    /// Bits as `0` and `1`.
    public static BitString of(String bits) {
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                bytes[i / 8] |= (byte) (0x80 >> (i % 8));
            }
        }
        return new BitString(bits.length(), bytes);
    }

    public boolean bit(int index) {
        return (bytes[index / 8] & (0x80 >> (index % 8))) != 0;
    }

    @Override
    public int compareTo(BitString other) {
        int shorter = Math.min(bytes.length, other.bytes.length);
        int common = Arrays.compareUnsigned(bytes, 0, shorter, other.bytes, 0, shorter);
        return common != 0 ? common : Integer.compare(length, other.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BitString bits && bits.length == length && Arrays.equals(bits.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) * 31 + length;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(bit(i) ? '1' : '0');
        }
        return out.toString();
    }
}
