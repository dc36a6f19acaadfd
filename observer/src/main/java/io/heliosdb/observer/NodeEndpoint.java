package io.heliosdb.observer;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Where a node's REST API is.
///
/// @param name what the node is called until it says its name itself
record NodeEndpoint(String name, String host, int port) {

    /// Reads `name=host:port,name=host:port`; an IPv6 address stands in brackets.
    ///
    /// @throws IllegalArgumentException with a line that names the part that is wrong
    static List<NodeEndpoint> parseList(String text) {
        List<NodeEndpoint> endpoints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : text.split(",", -1)) {
            NodeEndpoint endpoint = parse(part.strip());
            if (!names.add(endpoint.name)) {
                throw new IllegalArgumentException("node \"" + endpoint.name + "\" is named twice");
            }
            endpoints.add(endpoint);
        }
        return List.copyOf(endpoints);
    }

    private static NodeEndpoint parse(String part) {
        int equals = part.indexOf('=');
        int colon = part.lastIndexOf(':');
        if (equals < 1 || colon < equals + 2 || colon == part.length() - 1) {
            throw new IllegalArgumentException("not name=host:port: \"" + part + "\"");
        }
        int port;
        try {
            port = Integer.parseInt(part.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a port in \"" + part + "\"", e);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port out of range 1..65535 in \"" + part + "\"");
        }
        return new NodeEndpoint(part.substring(0, equals), part.substring(equals + 1, colon), port);
    }

    /// `host:port`.
    String address() {
        return host + ":" + port;
    }

    URI base() {
        return URI.create("http://" + address() + "/");
    }
}
