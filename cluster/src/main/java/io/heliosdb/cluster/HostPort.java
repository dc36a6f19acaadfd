package io.heliosdb.cluster;

/// Where something listens.
public record HostPort(String host, int port) {

    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an address needs a host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port out of range 1..65535: " + port);
        }
    }

    /// Reads `host:port`, `[v6]:port`, or `host` with `defaultPort`.
    ///
    /// @throws IllegalArgumentException when the text is neither
    public static HostPort parse(String text, int defaultPort) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        boolean bracketed = trimmed.startsWith("[");
        if (colon < 0 || bracketed && trimmed.endsWith("]") || !bracketed && trimmed.indexOf(':') != colon) {
            return new HostPort(unbracketed(trimmed), defaultPort);
        }
        try {
            return new HostPort(
                    unbracketed(trimmed.substring(0, colon)),
                    Integer.parseInt(trimmed, colon + 1, trimmed.length(), 10));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an address host:port: '" + text + "'", e);
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
