package io.heliosdb.server.protocol;

import java.util.Map;

/// The untyped packet that begins a connection.
public sealed interface StartupPacket {

    int CANCEL_CODE = 80877102;
    int SSL_CODE = 80877103;
    int GSS_CODE = 80877104;
    int PROTOCOL_3_0 = 3 << 16;

    /// @param minor the protocol's minor version the client asks for; the major one is 3
    /// @param parameters `user`, `database`, settings, in the order sent
    record Startup(int minor, Map<String, String> parameters) implements StartupPacket {}

    record SslRequest() implements StartupPacket {}

    record GssEncryptionRequest() implements StartupPacket {}

    record CancelRequest(int pid, int secret) implements StartupPacket {}
}
