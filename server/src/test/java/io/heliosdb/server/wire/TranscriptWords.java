package io.heliosdb.server.wire;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.protocol.BackendDecoder;
import io.heliosdb.server.protocol.BackendMessage;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.ReportFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Messages of the protocol as a person reads and writes them: words, texts in quotes with `\n`, `\t`, `\\`, `\"`
/// and `\xHH` for a byte, `null`, and groups in parentheses.
final class TranscriptWords {

    private final Deque<String> words;

    private TranscriptWords(String line) {
        this.words = split(line);
    }

    /// Appends what a client says; texts as the bytes they are written down as, of whatever encoding.
    static void encode(String line, ByteBuf out) {
        TranscriptWords in = new TranscriptWords(line);
        String name = in.words.pop();
        switch (name) {
            case "Query" -> typed(out, 'Q', bytes(in.words.pop()), new byte[1]);
            case "Parse" -> {
                ByteBuf types = Unpooled.buffer();
                byte[] statement = bytes(in.words.pop());
                byte[] text = bytes(in.words.pop());
                List<Integer> numbers = in.numbers();
                types.writeByte(0).writeShort(numbers.size());
                numbers.forEach(types::writeInt);
                typed(out, 'P', statement, new byte[1], text, rest(types));
            }
            default -> FrontendCodec.encode(in.message(name), out);
        }
    }

    private static byte[] rest(ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return bytes;
    }

    private static void typed(ByteBuf out, char type, byte[]... parts) {
        int length = 4;
        for (byte[] part : parts) {
            length += part.length;
        }
        out.writeByte(type).writeInt(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
    }

    private FrontendMessage message(String name) {
        return switch (name) {
            case "Bind" -> new FrontendMessage.Bind(text(), text(), numbers(), values(), numbers());
            case "DescribeStatement" -> new FrontendMessage.Describe(FrontendMessage.Target.STATEMENT, text());
            case "DescribePortal" -> new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, text());
            case "Execute" -> new FrontendMessage.Execute(text(), Integer.parseInt(words.pop()));
            case "CloseStatement" -> new FrontendMessage.Close(FrontendMessage.Target.STATEMENT, text());
            case "ClosePortal" -> new FrontendMessage.Close(FrontendMessage.Target.PORTAL, text());
            case "CopyData" -> new FrontendMessage.CopyData(bytes(words.pop()));
            case "CopyDone" -> new FrontendMessage.CopyDone();
            case "CopyFail" -> new FrontendMessage.CopyFail(text());
            case "Flush" -> new FrontendMessage.Flush();
            case "Sync" -> new FrontendMessage.Sync();
            case "Terminate" -> new FrontendMessage.Terminate();
            default -> throw new IllegalArgumentException("no message: " + name);
        };
    }

    private String text() {
        return new String(bytes(words.pop()), StandardCharsets.UTF_8);
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        if ("(".equals(words.peek())) {
            words.pop();
            for (String word = words.pop(); !word.equals(")"); word = words.pop()) {
                numbers.add(Integer.parseInt(word));
            }
        }
        return numbers;
    }

    private List<byte @Nullable []> values() {
        List<byte @Nullable []> values = new ArrayList<>();
        if ("(".equals(words.peek())) {
            words.pop();
            for (String word = words.pop(); !word.equals(")"); word = words.pop()) {
                values.add(word.equals("null") ? null : bytes(word));
            }
        }
        return values;
    }

    private static Deque<String> split(String line) {
        Deque<String> words = new ArrayDeque<>();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            int end = at + 1;
            if (c == '"') {
                while (line.charAt(end) != '"') {
                    end += line.charAt(end) == '\\' ? 2 : 1;
                }
                end++;
            } else if (c != '(' && c != ')' && c != ' ') {
                while (end < line.length() && " ()".indexOf(line.charAt(end)) < 0) {
                    end++;
                }
            }
            if (c != ' ') {
                words.add(line.substring(at, end));
            }
            at = end;
        }
        return words;
    }

    /// The bytes of a text in quotes.
    static byte[] bytes(String quoted) {
        ByteBuf out = Unpooled.buffer();
        int end = quoted.length() - 1;
        int i = 1;
        while (i < end) {
            int point = quoted.codePointAt(i);
            i += Character.charCount(point);
            if (point != '\\') {
                out.writeCharSequence(Character.toString(point), StandardCharsets.UTF_8);
                continue;
            }
            char escaped = quoted.charAt(i);
            i++;
            switch (escaped) {
                case 'n' -> out.writeByte('\n');
                case 't' -> out.writeByte('\t');
                case 'r' -> out.writeByte('\r');
                case 'x' -> {
                    out.writeByte(Integer.parseInt(quoted.substring(i, i + 2), 16));
                    i += 2;
                }
                default -> out.writeByte(escaped);
            }
        }
        return rest(out);
    }

    /// Bytes in quotes: as text where they are UTF-8.
    static String quoted(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean readable = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
        return quoted(readable ? text : new String(bytes, StandardCharsets.ISO_8859_1), readable);
    }

    private static String quoted(String text) {
        return quoted(text, true);
    }

    private static String quoted(String text, boolean readable) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char b = text.charAt(i);
            switch (b) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (b < 32 || b == 127 || !readable && b > 127) {
                        out.append(String.format(Locale.ROOT, "\\x%02x", (int) b));
                    } else {
                        out.append(b);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /// The next message of a server; one in another encoding as its bytes.
    static String text(TestPgClient client) throws IOException {
        int type = client.readByte();
        if (type < 0) {
            throw new EOFException();
        }
        byte[] body = client.readBody();
        try {
            return text(BackendDecoder.decode(type, Unpooled.wrappedBuffer(body)));
        } catch (SqlException e) {
            ClientEncoding latin1 = ClientEncoding.find("LATIN1").orElseThrow();
            return "in LATIN1: " + text(BackendDecoder.decode(type, Unpooled.wrappedBuffer(body), latin1));
        }
    }

    /// What a server answers, without what differs from one server or run to another: source locations of errors,
    /// oids of tables, process ids.
    static String text(BackendMessage message) {
        String name = message.getClass().getSimpleName();
        return switch (message) {
            case BackendMessage.RowDescription(List<BackendMessage.RowDescription.Field> fields) ->
                name + fields.stream().map(TranscriptWords::field).collect(Collectors.joining());
            case BackendMessage.DataRow(byte[] body) -> name + row(body);
            case BackendMessage.CommandComplete(String tag) -> name + " " + quoted(tag);
            case BackendMessage.ReadyForQuery(BackendMessage.TransactionStatus status) -> name + " " + status.letter();
            case BackendMessage.ParameterDescription(List<Integer> types) -> name + " " + list(types);
            case BackendMessage.ParameterStatus(String key, String value) -> name + " " + key + " " + quoted(value);
            case BackendMessage.ErrorResponse(ReportFields fields) -> name + report(fields);
            case BackendMessage.NoticeResponse(ReportFields fields) -> name + report(fields);
            case BackendMessage.NotificationResponse(int pid, String channel, String payload) ->
                name + " " + channel + " " + quoted(payload);
            case BackendMessage.CopyInResponse(int format, List<Integer> formats) ->
                name + " " + format + " " + list(formats);
            case BackendMessage.CopyOutResponse(int format, List<Integer> formats) ->
                name + " " + format + " " + list(formats);
            case BackendMessage.CopyData(byte[] data) -> name + " " + quoted(data);
            default -> name;
        };
    }

    private static String list(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" ", "(", ")"));
    }

    private static String field(BackendMessage.RowDescription.Field field) {
        return " (" + field.name() + (field.tableOid() == 0 ? "" : " of table, column " + field.column() + ",") + " "
                + field.typeOid() + " " + field.typeLength() + " " + field.typeModifier() + " " + field.format() + ")";
    }

    private static String row(byte[] body) {
        ByteBuf in = Unpooled.wrappedBuffer(body);
        StringBuilder out = new StringBuilder();
        int count = in.readShort();
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            out.append(' ');
            if (length < 0) {
                out.append("null");
            } else {
                byte[] value = new byte[length];
                in.readBytes(value);
                out.append(quoted(value));
            }
        }
        return out.toString();
    }

    private static String report(ReportFields fields) {
        return fields.values().entrySet().stream()
                .filter(field -> "FLRV".indexOf(field.getKey()) < 0)
                .map(field -> " " + field.getKey() + "=" + quoted(field.getValue()))
                .collect(Collectors.joining());
    }
}
