package io.heliosdb.server.protocol;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.protocol.FrontendMessage.Bind;
import io.heliosdb.server.protocol.FrontendMessage.Close;
import io.heliosdb.server.protocol.FrontendMessage.CopyData;
import io.heliosdb.server.protocol.FrontendMessage.CopyDone;
import io.heliosdb.server.protocol.FrontendMessage.CopyFail;
import io.heliosdb.server.protocol.FrontendMessage.Describe;
import io.heliosdb.server.protocol.FrontendMessage.Execute;
import io.heliosdb.server.protocol.FrontendMessage.Flush;
import io.heliosdb.server.protocol.FrontendMessage.FunctionCall;
import io.heliosdb.server.protocol.FrontendMessage.Parse;
import io.heliosdb.server.protocol.FrontendMessage.Password;
import io.heliosdb.server.protocol.FrontendMessage.Query;
import io.heliosdb.server.protocol.FrontendMessage.Refused;
import io.heliosdb.server.protocol.FrontendMessage.Sync;
import io.heliosdb.server.protocol.FrontendMessage.Target;
import io.heliosdb.server.protocol.FrontendMessage.Terminate;
import io.heliosdb.server.protocol.FrontendMessage.Undecoded;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Frontend messages from and to bytes.
///
/// ```text
/// every message   type (1) | length (4, counts itself) | body
/// Q Query         text\0
/// P Parse         statement\0 text\0 n(2) { type oid (4) }
/// B Bind          portal\0 statement\0 n(2) { format (2) } n(2) { length (4, -1 = NULL) bytes } n(2) { format (2) }
/// D Describe      'S' or 'P' (1) name\0          C Close  the same
/// E Execute       portal\0 maxRows (4)
/// d CopyData      bytes          c CopyDone  -          f CopyFail  reason\0
/// p Password      bytes          H Flush  -     S Sync  -     X Terminate  -     F FunctionCall  (not read)
/// ```
public final class FrontendCodec {

    private FrontendCodec() {}

    /// Whether a client may send a message of this type at all.
    public static boolean isKnown(int type) {
        return "QPBDCEdcfpHSXF".indexOf(type) >= 0;
    }

    /// Whether messages of this type carry texts or values of any length; the others are short by nature.
    public static boolean mayBeLong(int type) {
        return "QPBdF".indexOf(type) >= 0;
    }

    /// Whether messages of this type carry texts, which are in the client's encoding.
    public static boolean hasText(int type) {
        return "QPBDCEf".indexOf(type) >= 0;
    }

    /// Reads one message whose body is all of `body`.
    ///
    /// @param encoding of its texts
    /// @throws ProtocolViolationException 08P01
    /// @throws io.heliosdb.server.common.SqlException 22021, 22P05
    public static FrontendMessage decode(int type, ByteBuf body, ClientEncoding encoding) {
        return switch (type) {
            case 'Q' -> {
                BodyReader in = new BodyReader(body, "Query", encoding);
                yield ended(in, new Query(in.readText()));
            }
            case 'P' -> {
                BodyReader in = new BodyReader(body, "Parse", encoding);
                yield ended(in, new Parse(in.readText(), in.readText(), in.readInts()));
            }
            case 'B' -> bind(new BodyReader(body, "Bind", encoding));
            case 'D' -> {
                BodyReader in = new BodyReader(body, "Describe", encoding);
                yield ended(in, new Describe(target(in, "DESCRIBE"), in.readText()));
            }
            case 'C' -> {
                BodyReader in = new BodyReader(body, "Close", encoding);
                yield ended(in, new Close(target(in, "CLOSE"), in.readText()));
            }
            case 'E' -> {
                BodyReader in = new BodyReader(body, "Execute", encoding);
                yield ended(in, new Execute(in.readText(), in.readInt()));
            }
            case 'd' -> new CopyData(new BodyReader(body, "CopyData").readRest());
            case 'c' -> ended(new BodyReader(body, "CopyDone"), new CopyDone());
            case 'f' -> {
                BodyReader in = new BodyReader(body, "CopyFail", encoding);
                yield ended(in, new CopyFail(in.readText()));
            }
            case 'p' -> new Password(new BodyReader(body, "Password").readRest());
            case 'H' -> ended(new BodyReader(body, "Flush"), new Flush());
            case 'S' -> ended(new BodyReader(body, "Sync"), new Sync());
            case 'X' -> new Terminate();
            case 'F' -> new FunctionCall();
            default -> throw new ProtocolViolationException("invalid frontend message type " + type);
        };
    }

    private static FrontendMessage ended(BodyReader in, FrontendMessage message) {
        in.end();
        return message;
    }

    private static Target target(BodyReader in, String message) {
        int letter = in.readByte();
        return switch (letter) {
            case 'S' -> Target.STATEMENT;
            case 'P' -> Target.PORTAL;
            default -> throw new ProtocolViolationException("invalid " + message + " message subtype " + letter);
        };
    }

    private static Bind bind(BodyReader in) {
        String portal = in.readText();
        String statement = in.readText();
        List<Integer> parameterFormats = in.readShorts();
        int count = in.readCount(4);
        List<byte @Nullable []> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readValue());
        }
        List<Integer> resultFormats = in.readShorts();
        in.end();
        return new Bind(portal, statement, parameterFormats, values, resultFormats);
    }

    /// Appends one message.
    public static void encode(FrontendMessage message, ByteBuf buffer) {
        encode(message, buffer, ClientEncoding.UTF8);
    }

    /// Appends one message with its texts in an encoding.
    public static void encode(FrontendMessage message, ByteBuf buffer, ClientEncoding encoding) {
        BodyWriter out = new BodyWriter(buffer, encoding);
        switch (message) {
            case Query(String text) -> out.begin('Q').text(text);
            case Parse(String statement, String text, List<Integer> types) -> {
                out.begin('P').text(statement).text(text).int16(types.size());
                types.forEach(out::int32);
            }
            case Bind bind -> encodeBind(bind, out.begin('B'));
            case Describe(Target target, String name) ->
                out.begin('D').int8(letter(target)).text(name);
            case Close(Target target, String name) ->
                out.begin('C').int8(letter(target)).text(name);
            case Execute(String portal, int maxRows) ->
                out.begin('E').text(portal).int32(maxRows);
            case CopyData(byte[] data) -> out.begin('d').bytes(data);
            case CopyDone() -> out.begin('c');
            case CopyFail(String reason) -> out.begin('f').text(reason);
            case Password(byte[] body) -> out.begin('p').bytes(body);
            case Flush() -> out.begin('H');
            case Sync() -> out.begin('S');
            case Terminate() -> out.begin('X');
            case Undecoded(int type, byte[] body) -> out.begin((char) type).bytes(body);
            case Refused refused -> throw new IllegalArgumentException("what was not kept cannot be written");
            case FunctionCall() -> throw new IllegalArgumentException("the content of a FunctionCall is not kept");
        }
        out.end();
    }

    private static void encodeBind(Bind bind, BodyWriter out) {
        out.text(bind.portal()).text(bind.statement()).int16s(bind.parameterFormats());
        out.int16(bind.values().size());
        bind.values().forEach(out::value);
        out.int16s(bind.resultFormats());
    }

    private static char letter(Target target) {
        return switch (target) {
            case STATEMENT -> 'S';
            case PORTAL -> 'P';
        };
    }
}
