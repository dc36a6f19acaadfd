package io.heliosdb.server.protocol;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationOk;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationOther;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationSasl;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationSaslContinue;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationSaslFinal;
import io.heliosdb.server.protocol.BackendMessage.TransactionStatus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Backend messages from bytes; the layouts are drawn at {@link BackendEncoder}.
public final class BackendDecoder {

    private BackendDecoder() {}

    /// Reads one message whose body is all of `body`.
    ///
    /// @throws ProtocolViolationException 08P01
    public static BackendMessage decode(int type, ByteBuf body) {
        return decode(type, body, ClientEncoding.UTF8);
    }

    /// Reads one message whose texts are in an encoding.
    ///
    /// @throws ProtocolViolationException 08P01
    public static BackendMessage decode(int type, ByteBuf body, ClientEncoding encoding) {
        BodyReader in = new BodyReader(body, "backend " + (char) type, encoding);
        return switch (type) {
            case 'R' -> authentication(in);
            case 'K' -> new BackendMessage.BackendKeyData(in.readInt(), in.readInt());
            case 'v' -> new BackendMessage.NegotiateProtocolVersion(in.readInt(), texts(in, in.readInt()));
            case 'S' -> new BackendMessage.ParameterStatus(in.readText(), in.readText());
            case 'Z' -> new BackendMessage.ReadyForQuery(status(in));
            case 'T' -> rowDescription(in);
            case 't' -> new BackendMessage.ParameterDescription(in.readInts());
            case 'D' -> new BackendMessage.DataRow(in.readRest());
            case 'C' -> new BackendMessage.CommandComplete(in.readText());
            case '1' -> new BackendMessage.ParseComplete();
            case '2' -> new BackendMessage.BindComplete();
            case '3' -> new BackendMessage.CloseComplete();
            case 'n' -> new BackendMessage.NoData();
            case 'I' -> new BackendMessage.EmptyQueryResponse();
            case 's' -> new BackendMessage.PortalSuspended();
            case 'E' -> new BackendMessage.ErrorResponse(report(in));
            case 'N' -> new BackendMessage.NoticeResponse(report(in));
            case 'A' -> new BackendMessage.NotificationResponse(in.readInt(), in.readText(), in.readText());
            case 'G' -> new BackendMessage.CopyInResponse(in.readByte(), in.readShorts());
            case 'H' -> new BackendMessage.CopyOutResponse(in.readByte(), in.readShorts());
            case 'd' -> new BackendMessage.CopyData(in.readRest());
            case 'c' -> new BackendMessage.CopyDone();
            default -> throw new ProtocolViolationException("invalid backend message type " + type);
        };
    }

    private static BackendMessage authentication(BodyReader in) {
        int code = in.readInt();
        return switch (code) {
            case 0 -> new AuthenticationOk();
            case 10 -> {
                List<String> mechanisms = new ArrayList<>();
                for (String name = in.readText(); !name.isEmpty(); name = in.readText()) {
                    mechanisms.add(name);
                }
                yield new AuthenticationSasl(mechanisms);
            }
            case 11 -> new AuthenticationSaslContinue(in.readRest());
            case 12 -> new AuthenticationSaslFinal(in.readRest());
            default -> new AuthenticationOther(code);
        };
    }

    private static List<String> texts(BodyReader in, int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(in.readText());
        }
        return values;
    }

    private static TransactionStatus status(BodyReader in) {
        return switch (in.readByte()) {
            case 'I' -> TransactionStatus.IDLE;
            case 'T' -> TransactionStatus.IN_TRANSACTION;
            case 'E' -> TransactionStatus.FAILED;
            default -> throw in.malformed();
        };
    }

    private static BackendMessage rowDescription(BodyReader in) {
        int count = in.readCount(19);
        List<BackendMessage.RowDescription.Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(new BackendMessage.RowDescription.Field(
                    in.readText(),
                    in.readInt(),
                    in.readShort(),
                    in.readInt(),
                    in.readShort(),
                    in.readInt(),
                    in.readShort()));
        }
        return new BackendMessage.RowDescription(fields);
    }

    private static ReportFields report(BodyReader in) {
        Map<Character, String> values = new LinkedHashMap<>();
        for (int letter = in.readByte(); letter != 0; letter = in.readByte()) {
            values.put((char) letter, in.readText());
        }
        return new ReportFields(values);
    }
}
