package io.heliosdb.server.sql.type;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A value of `inet` or `cidr`: an address of 4 or 16 bytes and the length of its network part.
public record InetAddressValue(byte[] address, int bits) implements Comparable<InetAddressValue> {

    public int maxBits() {
        return address.length * 8;
    }

    public boolean isV6() {
        return address.length == 16;
    }

    /// The address with all host bits zero.
    public byte[] network() {
        return masked(false);
    }

    /// The address with all host bits set or cleared.
    public byte[] masked(boolean hostBits) {
        byte[] masked = address.clone();
        for (int i = bits; i < maxBits(); i++) {
            int bit = 0x80 >> (i % 8);
            masked[i / 8] = (byte) (hostBits ? masked[i / 8] | bit : masked[i / 8] & ~bit);
        }
        return masked;
    }

    /// By family, then the network, then its length, then the whole address.
    @Override
    public int compareTo(InetAddressValue other) {
        if (address.length != other.address.length) {
            return Integer.compare(address.length, other.address.length);
        }
        int common = Math.min(bits, other.bits);
        int byNetwork = Arrays.compareUnsigned(
                new InetAddressValue(address, common).network(), new InetAddressValue(other.address, common).network());
        if (byNetwork != 0) {
            return byNetwork;
        }
        return bits != other.bits ? Integer.compare(bits, other.bits) : Arrays.compareUnsigned(address, other.address);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InetAddressValue inet && inet.bits == bits && Arrays.equals(inet.address, address);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) * 31 + bits;
    }

    @Override
    public String toString() {
        return InetText.format(this, false);
    }
}
