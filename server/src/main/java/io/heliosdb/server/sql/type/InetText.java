package io.heliosdb.server.sql.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text form of network addresses.
public final class InetText {

    private InetText() {}

    /// Reads an address with an optional `/bits`; null when it is none.
    static @Nullable InetAddressValue parse(String text, boolean cidr) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = host.indexOf(':') >= 0 ? parseV6(host) : parseV4(host, cidr || slash >= 0);
        if (address == null) {
            return null;
        }
        int bits = address.length * 8;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > bits) {
                return null;
            }
            bits = Integer.parseInt(digits);
        } else if (cidr && address.length == 4) {
            bits = 8 * (int) (host.chars().filter(c -> c == '.').count() + 1);
        }
        return new InetAddressValue(address, bits);
    }

    private static byte @Nullable [] parseV4(String host, boolean shortForm) {
        List<String> parts = split(host, '.');
        if (parts.size() > 4 || (parts.size() < 4 && !shortForm)) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).matches("\\d{1,3}") || Integer.parseInt(parts.get(i)) > 255) {
                return null;
            }
            address[i] = (byte) Integer.parseInt(parts.get(i));
        }
        return address;
    }

    private static byte @Nullable [] parseV6(String host) {
        int gap = host.indexOf("::");
        byte[] head = groups(gap < 0 ? host : host.substring(0, gap));
        byte[] tail = gap < 0 ? new byte[0] : groups(host.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length > (gap < 0 ? 16 : 14)) {
            return null;
        }
        if (gap < 0 && head.length != 16) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
        return address;
    }

    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        List<String> parts = split(text, ':');
        byte[] out = new byte[parts.size() * 2 + 2];
        int size = 0;
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (i == parts.size() - 1 && part.indexOf('.') >= 0) {
                byte[] v4 = parseV4(part, false);
                if (v4 == null) {
                    return null;
                }
                System.arraycopy(v4, 0, out, size, 4);
                size += 4;
            } else {
                if (!part.matches("[0-9a-fA-F]{1,4}")) {
                    return null;
                }
                int value = Integer.parseInt(part, 16);
                out[size++] = (byte) (value >> 8);
                out[size++] = (byte) value;
            }
        }
        return Arrays.copyOf(out, size);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == separator) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    /// @param always whether the network length is shown even when it is the whole address
    public static String format(InetAddressValue inet, boolean always) {
        String host = host(inet);
        return always || inet.bits() < inet.maxBits() ? host + "/" + inet.bits() : host;
    }

    /// The address without the network length.
    public static String host(InetAddressValue inet) {
        byte[] address = inet.address();
        if (!inet.isV6()) {
            return (address[0] & 0xFF) + "." + (address[1] & 0xFF) + "." + (address[2] & 0xFF) + "."
                    + (address[3] & 0xFF);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((address[2 * i] & 0xFF) << 8) | (address[2 * i + 1] & 0xFF);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        boolean mapped = bestStart == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xFFFF));
        StringBuilder out = new StringBuilder();
        int last = mapped ? 6 : 8;
        for (int i = 0; i < last; i++) {
            if (i == bestStart) {
                out.append("::");
                i += bestLength - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":");
                out.append(Integer.toHexString(groups[i]));
            }
        }
        if (mapped) {
            out.append(out.charAt(out.length() - 1) == ':' ? "" : ":");
            out.append(host(new InetAddressValue(Arrays.copyOfRange(address, 12, 16), 32)));
        }
        return out.toString();
    }
}
