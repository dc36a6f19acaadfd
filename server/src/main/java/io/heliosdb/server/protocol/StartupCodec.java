package io.heliosdb.server.protocol;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.StartupPacket.CancelRequest;
import io.heliosdb.server.protocol.StartupPacket.GssEncryptionRequest;
import io.heliosdb.server.protocol.StartupPacket.SslRequest;
import io.heliosdb.server.protocol.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The packets before the first typed message, from and to bytes.
///
/// ```text
/// every packet    length (4, counts itself) | code (4) | rest
/// Startup         code 0x0003mmmm; { name\0 value\0 } \0
/// SSLRequest      80877103        GSSENCRequest  80877104
/// CancelRequest   80877102; pid (4) secret (4)
/// ```
public final class StartupCodec {

    /// PostgreSQL's MAX_STARTUP_PACKET_LENGTH: nobody is authenticated yet, so nobody may make us keep more.
    public static final int MAX_LENGTH = 10_000;

    private StartupCodec() {}

    /// Reads one packet whose body (all after the length) is all of `body`.
    ///
    /// @throws SqlException 0A000 for another major protocol version, 08P01 for a malformed packet
    public static StartupPacket decode(ByteBuf body) {
        BodyReader in = new BodyReader(body, "startup");
        int code = in.readInt();
        return switch (code) {
            case StartupPacket.CANCEL_CODE -> {
                CancelRequest cancel = new CancelRequest(in.readInt(), in.readInt());
                in.end();
                yield cancel;
            }
            case StartupPacket.SSL_CODE -> new SslRequest();
            case StartupPacket.GSS_CODE -> new GssEncryptionRequest();
            default -> startup(code, in);
        };
    }

    private static Startup startup(int code, BodyReader in) {
        int major = code >>> 16;
        if (major != 3) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    String.format(
                            Locale.ROOT,
                            "unsupported frontend protocol %d.%d: server supports 3.0 to 3.0",
                            major,
                            code & 0xffff));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = in.readText();
            if (name.isEmpty()) {
                break;
            }
            parameters.put(name, in.readText());
        }
        if (in.hasMore()) {
            throw new ProtocolViolationException("invalid startup packet layout: expected terminator as last byte");
        }
        return new Startup(code & 0xffff, parameters);
    }

    /// Appends one packet.
    public static void encode(StartupPacket packet, ByteBuf buffer) {
        BodyWriter out = new BodyWriter(buffer).beginUntyped();
        switch (packet) {
            case Startup(int minor, Map<String, String> parameters) -> {
                out.int32(StartupPacket.PROTOCOL_3_0 | minor);
                parameters.forEach((name, value) -> out.text(name).text(value));
                out.int8(0);
            }
            case SslRequest() -> out.int32(StartupPacket.SSL_CODE);
            case GssEncryptionRequest() -> out.int32(StartupPacket.GSS_CODE);
            case CancelRequest(int pid, int secret) ->
                out.int32(StartupPacket.CANCEL_CODE).int32(pid).int32(secret);
        }
        out.end();
    }
}
