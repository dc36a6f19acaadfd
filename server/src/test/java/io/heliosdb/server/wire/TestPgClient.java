package io.heliosdb.server.wire;

import io.heliosdb.server.protocol.BackendDecoder;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.StartupCodec;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A client that says exactly what it is told to, over a plain socket.
final class TestPgClient implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    TestPgClient(int port) throws IOException {
        socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /// Connects and reads up to the first ReadyForQuery.
    static TestPgClient connect(int port) throws IOException {
        TestPgClient client = new TestPgClient(port);
        client.start(Map.of("user", "alice"));
        client.untilReady();
        return client;
    }

    void start(Map<String, String> parameters) throws IOException {
        start(new StartupPacket.Startup(0, parameters));
    }

    void start(StartupPacket packet) throws IOException {
        ByteBuf out = Unpooled.buffer();
        StartupCodec.encode(packet, out);
        raw(out);
    }

    void send(FrontendMessage... messages) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (FrontendMessage message : messages) {
            FrontendCodec.encode(message, out);
        }
        raw(out);
    }

    void raw(ByteBuf out) throws IOException {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// How long a read waits at most.
    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    int readByte() throws IOException {
        return in.read();
    }

    BackendMessage read() throws IOException {
        int type = in.readUnsignedByte();
        return BackendDecoder.decode(type, Unpooled.wrappedBuffer(readBody()));
    }

    /// What follows a message's type, without its length.
    byte[] readBody() throws IOException {
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return body;
    }

    /// All messages up to and with the next ReadyForQuery.
    List<BackendMessage> untilReady() throws IOException {
        List<BackendMessage> messages = new ArrayList<>();
        do {
            messages.add(read());
        } while (!(messages.getLast() instanceof BackendMessage.ReadyForQuery));
        return messages;
    }

    /// Runs a text by the simple protocol; each message in short.
    List<String> query(String text) throws IOException {
        send(new FrontendMessage.Query(text));
        return untilReady().stream().map(TestPgClient::brief).toList();
    }

    /// A message in a few words.
    static String brief(BackendMessage message) {
        return switch (message) {
            case BackendMessage.RowDescription row -> "T" + row.fields().size();
            case BackendMessage.DataRow row -> "D " + values(row.body());
            case BackendMessage.CommandComplete(String tag) -> "C " + tag;
            case BackendMessage.ErrorResponse error ->
                "E " + error.fields().state() + " " + error.fields().message();
            case BackendMessage.NoticeResponse notice ->
                "N " + notice.fields().state() + " " + notice.fields().message();
            case BackendMessage.ReadyForQuery(BackendMessage.TransactionStatus status) -> "Z " + status.letter();
            case BackendMessage.ParameterStatus(String name, String value) -> "S " + name + "=" + value;
            case BackendMessage.CopyData(byte[] data) -> "d " + new String(data, StandardCharsets.UTF_8).strip();
            default -> message.getClass().getSimpleName();
        };
    }

    private static String values(byte[] body) {
        ByteBuf in = Unpooled.wrappedBuffer(body);
        List<String> values = new ArrayList<>();
        int count = in.readShort();
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            values.add(
                    length < 0
                            ? "null"
                            : in.readCharSequence(length, StandardCharsets.UTF_8)
                                    .toString());
        }
        return String.join("|", values);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
