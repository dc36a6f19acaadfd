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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A client that says exactly what it is told to, over a plain socket.
public final class TestPgClient implements AutoCloseable {

    private Socket socket;
    private DataInputStream in;

    public TestPgClient(int port) throws IOException {
        socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /// Connects and reads up to the first ReadyForQuery.
    public static TestPgClient connect(int port) throws IOException {
        TestPgClient client = new TestPgClient(port);
        client.start(Map.of("user", "alice"));
        client.untilReady();
        return client;
    }

    public void start(Map<String, String> parameters) throws IOException {
        start(new StartupPacket.Startup(0, parameters));
    }

    public void start(StartupPacket packet) throws IOException {
        ByteBuf out = Unpooled.buffer();
        StartupCodec.encode(packet, out);
        raw(out);
    }

    public void send(FrontendMessage... messages) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (FrontendMessage message : messages) {
            FrontendCodec.encode(message, out);
        }
        raw(out);
    }

    public void raw(ByteBuf out) throws IOException {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// From now on everything is encrypted.
    void encrypt(SSLContext context) throws IOException {
        SSLSocket encrypted =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        encrypted.startHandshake();
        socket = encrypted;
        in = new DataInputStream(encrypted.getInputStream());
    }

    /// How long a read waits at most.
    public void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    int readByte() throws IOException {
        return in.read();
    }

    public BackendMessage read() throws IOException {
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
    public List<BackendMessage> untilReady() throws IOException {
        List<BackendMessage> messages = new ArrayList<>();
        do {
            messages.add(read());
        } while (!(messages.getLast() instanceof BackendMessage.ReadyForQuery));
        return messages;
    }

    /// Runs a text by the simple protocol; each message in short.
    public List<String> query(String text) throws IOException {
        send(new FrontendMessage.Query(text));
        return untilReady().stream().map(TestPgClient::brief).toList();
    }

    /// Runs a text by the extended protocol, with parameters as text; each message in short, without the
    /// acknowledgements.
    public List<String> execute(String text, String... parameters) throws IOException {
        List<byte @Nullable []> values = new ArrayList<>();
        for (String parameter : parameters) {
            values.add(parameter.getBytes(StandardCharsets.UTF_8));
        }
        send(
                new FrontendMessage.Parse("", text, List.of()),
                new FrontendMessage.Bind("", "", List.of(), values, List.of()),
                new FrontendMessage.Execute("", 0),
                new FrontendMessage.Sync());
        return untilReady().stream()
                .filter(m -> !(m instanceof BackendMessage.ParseComplete || m instanceof BackendMessage.BindComplete))
                .map(TestPgClient::brief)
                .toList();
    }

    /// A message in a few words.
    public static String brief(BackendMessage message) {
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
            case BackendMessage.NotificationResponse(int pid, String channel, String payload) ->
                "A " + channel + " " + payload;
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
