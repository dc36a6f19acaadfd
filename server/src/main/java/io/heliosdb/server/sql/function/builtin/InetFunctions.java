package io.heliosdb.server.sql.function.builtin;

import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.type.InetAddressValue;
import io.heliosdb.server.sql.type.InetText;
import io.heliosdb.server.sql.type.TypeErrors;
import java.math.BigInteger;
import java.util.Arrays;

/// Functions and operators of network addresses (PostgreSQL 18 manual, 9.12).
final class InetFunctions implements FunctionModule {

    private static final long VENDOR_BYTES = 0xFFFF_FF00_0000L;
    private static final long ALL_BYTES = 0xFFFF_FFFF_FFFFL;

    @Override
    public void register(Bindings b) {
        b.f1("inet_abbrev", (InetAddressValue x) -> InetText.format(x, false));
        b.f1("cidr_abbrev", (InetAddressValue x) -> abbreviated(x));
        b.f1("network_host", (InetAddressValue x) -> InetText.host(x));
        b.f1("network_show", (InetAddressValue x) -> InetText.format(x, true));
        b.f1("network_masklen", (InetAddressValue x) -> x.bits());
        b.f1("network_family", (InetAddressValue x) -> x.isV6() ? 6 : 4);
        b.f1("network_broadcast", (InetAddressValue x) -> new InetAddressValue(x.masked(true), x.bits()));
        b.f1("network_network", (InetAddressValue x) -> new InetAddressValue(x.network(), x.bits()));
        b.f1("network_netmask", (InetAddressValue x) -> mask(x, true));
        b.f1("network_hostmask", (InetAddressValue x) -> mask(x, false));
        b.f2("inet_set_masklen", (InetAddressValue x, Integer bits) -> withBits(x, bits));
        b.f2("cidr_set_masklen", (InetAddressValue x, Integer bits) -> {
            InetAddressValue changed = withBits(x, bits);
            return new InetAddressValue(changed.network(), changed.bits());
        });
        b.f2("inet_same_family", (InetAddressValue x, InetAddressValue y) -> x.isV6() == y.isV6());
        b.f2("inet_merge", (InetAddressValue x, InetAddressValue y) -> merge(x, y));
        containment(b);
        arithmetic(b);
        hardwareAddresses(b);
    }

    private static void containment(Bindings b) {
        b.f2("network_sub", (InetAddressValue x, InetAddressValue y) -> within(x, y) && x.bits() > y.bits());
        b.f2("network_subeq", (InetAddressValue x, InetAddressValue y) -> within(x, y));
        b.f2("network_sup", (InetAddressValue x, InetAddressValue y) -> within(y, x) && y.bits() > x.bits());
        b.f2("network_supeq", (InetAddressValue x, InetAddressValue y) -> within(y, x));
        b.f2("network_overlap", (InetAddressValue x, InetAddressValue y) -> within(x, y) || within(y, x));
    }

    private static boolean within(InetAddressValue part, InetAddressValue whole) {
        return part.isV6() == whole.isV6()
                && part.bits() >= whole.bits()
                && Arrays.equals(new InetAddressValue(part.address(), whole.bits()).network(), whole.network());
    }

    private static InetAddressValue mask(InetAddressValue x, boolean network) {
        byte[] bytes = new byte[x.address().length];
        if (network) {
            Arrays.fill(bytes, (byte) 0xFF);
        }
        byte[] masked = new InetAddressValue(bytes, x.bits()).masked(!network);
        return new InetAddressValue(masked, x.maxBits());
    }

    private static InetAddressValue withBits(InetAddressValue x, int bits) {
        int wanted = bits == -1 ? x.maxBits() : bits;
        if (wanted < 0 || wanted > x.maxBits()) {
            throw TypeErrors.invalidParameter("invalid mask length: " + bits);
        }
        return new InetAddressValue(x.address(), wanted);
    }

    // Of an IPv4 network only the bytes that the mask reaches are shown.
    private static String abbreviated(InetAddressValue x) {
        if (x.isV6()) {
            return InetText.format(x, true);
        }
        StringBuilder out = new StringBuilder();
        int bytes = Math.max(1, (x.bits() + 7) / 8);
        for (int i = 0; i < bytes; i++) {
            out.append(i > 0 ? "." : "").append(x.address()[i] & 0xFF);
        }
        return out.append('/').append(x.bits()).toString();
    }

    private static InetAddressValue merge(InetAddressValue x, InetAddressValue y) {
        if (x.isV6() != y.isV6()) {
            throw TypeErrors.invalidParameter("cannot merge addresses from different families");
        }
        int bits = Math.min(x.bits(), y.bits());
        while (!Arrays.equals(
                new InetAddressValue(x.address(), bits).network(), new InetAddressValue(y.address(), bits).network())) {
            bits--;
        }
        return new InetAddressValue(new InetAddressValue(x.address(), bits).network(), bits);
    }

    /// Two bytes into one.
    @FunctionalInterface
    private interface Bytes {
        int of(int x, int y);
    }

    private static InetAddressValue combined(InetAddressValue x, InetAddressValue y, String what, Bytes bytes) {
        if (x.isV6() != y.isV6()) {
            throw TypeErrors.invalidParameter("cannot " + what + " inet values of different sizes");
        }
        byte[] result = new byte[x.address().length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) bytes.of(x.address()[i], y.address()[i]);
        }
        return new InetAddressValue(result, Math.max(x.bits(), y.bits()));
    }

    private static void arithmetic(Bindings b) {
        b.f1("inetnot", (InetAddressValue x) -> combined(x, x, "NOT", (p, q) -> ~p));
        b.f2("inetand", (InetAddressValue x, InetAddressValue y) -> combined(x, y, "AND", (p, q) -> p & q));
        b.f2("inetor", (InetAddressValue x, InetAddressValue y) -> combined(x, y, "OR", (p, q) -> p | q));
        b.f2("inetpl", (InetAddressValue x, Long n) -> plus(x, BigInteger.valueOf(n)));
        b.f2("int8pl_inet(int8,inet)", (Long n, InetAddressValue x) -> plus(x, BigInteger.valueOf(n)));
        b.f2(
                "inetmi_int8",
                (InetAddressValue x, Long n) -> plus(x, BigInteger.valueOf(n).negate()));
        b.f2("inetmi", (InetAddressValue x, InetAddressValue y) -> {
            if (x.isV6() != y.isV6()) {
                throw TypeErrors.invalidParameter("cannot subtract inet values of different sizes");
            }
            BigInteger difference = new BigInteger(1, x.address()).subtract(new BigInteger(1, y.address()));
            if (difference.bitLength() > 63) {
                throw TypeErrors.outOfRange("result is");
            }
            return difference.longValue();
        });
    }

    private static InetAddressValue plus(InetAddressValue x, BigInteger n) {
        BigInteger sum = new BigInteger(1, x.address()).add(n);
        if (sum.signum() < 0 || sum.bitLength() > x.maxBits()) {
            throw TypeErrors.outOfRange("result is");
        }
        byte[] bytes = sum.toByteArray();
        byte[] address = new byte[x.address().length];
        int length = Math.min(bytes.length, address.length);
        System.arraycopy(bytes, bytes.length - length, address, address.length - length, length);
        return new InetAddressValue(address, x.bits());
    }

    private static void hardwareAddresses(Bindings b) {
        b.f1("macaddr_trunc", (Long x) -> x & VENDOR_BYTES);
        b.f1("macaddr_not", (Long x) -> ~x & ALL_BYTES);
        b.f2("macaddr_and", (Long x, Long y) -> x & y);
        b.f2("macaddr_or", (Long x, Long y) -> x | y);
    }
}
