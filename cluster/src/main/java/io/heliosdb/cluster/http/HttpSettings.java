package io.heliosdb.cluster.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where an HTTP server listens.
///
/// @param bind address to listen on; `0.0.0.0` for all
/// @param port 0 for any free one
public record HttpSettings(String bind, int port) {

    public HttpSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("HTTP port out of range 0..65535: " + port);
        }
        try {
            InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("HTTP bind address cannot be resolved: " + bind, e);
        }
    }
}
