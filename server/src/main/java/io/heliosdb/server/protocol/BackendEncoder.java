package io.heliosdb.server.protocol;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationOk;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationOther;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationSasl;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationSaslContinue;
import io.heliosdb.server.protocol.BackendMessage.AuthenticationSaslFinal;
import io.heliosdb.server.protocol.BackendMessage.BackendKeyData;
import io.heliosdb.server.protocol.BackendMessage.BindComplete;
import io.heliosdb.server.protocol.BackendMessage.CloseComplete;
import io.heliosdb.server.protocol.BackendMessage.CommandComplete;
import io.heliosdb.server.protocol.BackendMessage.CopyData;
import io.heliosdb.server.protocol.BackendMessage.CopyDone;
import io.heliosdb.server.protocol.BackendMessage.CopyInResponse;
import io.heliosdb.server.protocol.BackendMessage.CopyOutResponse;
import io.heliosdb.server.protocol.BackendMessage.DataRow;
import io.heliosdb.server.protocol.BackendMessage.EmptyQueryResponse;
import io.heliosdb.server.protocol.BackendMessage.ErrorResponse;
import io.heliosdb.server.protocol.BackendMessage.NegotiateProtocolVersion;
import io.heliosdb.server.protocol.BackendMessage.NoData;
import io.heliosdb.server.protocol.BackendMessage.NoticeResponse;
import io.heliosdb.server.protocol.BackendMessage.NotificationResponse;
import io.heliosdb.server.protocol.BackendMessage.ParameterDescription;
import io.heliosdb.server.protocol.BackendMessage.ParameterStatus;
import io.heliosdb.server.protocol.BackendMessage.ParseComplete;
import io.heliosdb.server.protocol.BackendMessage.PortalSuspended;
import io.heliosdb.server.protocol.BackendMessage.ReadyForQuery;
import io.heliosdb.server.protocol.BackendMessage.RowDescription;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// Backend messages to bytes.
///
/// ```text
/// every message   type (1) | length (4, counts itself) | body
/// R Authentication   0 ok | 10 SASL { mechanism\0 } \0 | 11 SASLContinue bytes | 12 SASLFinal bytes
/// K BackendKeyData   pid (4) secret (4)         v NegotiateProtocolVersion  minor (4) n(4) { option\0 }
/// S ParameterStatus  name\0 value\0             Z ReadyForQuery  'I', 'T' or 'E' (1)
/// T RowDescription   n(2) { name\0 table(4) column(2) type(4) length(2) modifier(4) format(2) }
/// t ParameterDescription  n(2) { type (4) }     D DataRow  n(2) { length (4, -1 = NULL) bytes }
/// C CommandComplete  tag\0      1 ParseComplete   2 BindComplete   3 CloseComplete   n NoData   I EmptyQueryResponse
/// s PortalSuspended             E ErrorResponse, N NoticeResponse  { letter (1) text\0 } \0
/// A NotificationResponse  pid (4) channel\0 payload\0
/// G CopyInResponse, H CopyOutResponse  format (1) n(2) { format (2) }    d CopyData bytes    c CopyDone
/// ```
public final class BackendEncoder {

    private BackendEncoder() {}

    /// Appends one message.
    public static void encode(BackendMessage message, ByteBuf buffer) {
        encode(message, buffer, ClientEncoding.UTF8);
    }

    /// Appends one message with its texts in an encoding; what that does not have becomes a question mark.
    public static void encode(BackendMessage message, ByteBuf buffer, ClientEncoding encoding) {
        BodyWriter out = new BodyWriter(buffer, encoding);
        switch (message) {
            case AuthenticationOk() -> out.begin('R').int32(0);
            case AuthenticationOther(int code) -> out.begin('R').int32(code);
            case AuthenticationSasl(List<String> mechanisms) -> {
                out.begin('R').int32(10);
                mechanisms.forEach(out::text);
                out.int8(0);
            }
            case AuthenticationSaslContinue(byte[] data) ->
                out.begin('R').int32(11).bytes(data);
            case AuthenticationSaslFinal(byte[] data) ->
                out.begin('R').int32(12).bytes(data);
            case BackendKeyData(int pid, int secret) ->
                out.begin('K').int32(pid).int32(secret);
            case NegotiateProtocolVersion(int minor, List<String> options) -> {
                out.begin('v').int32(minor).int32(options.size());
                options.forEach(out::text);
            }
            case ParameterStatus(String name, String value) ->
                out.begin('S').text(name).text(value);
            case ReadyForQuery(BackendMessage.TransactionStatus status) ->
                out.begin('Z').int8(status.letter());
            case RowDescription(List<RowDescription.Field> fields) -> encodeFields(fields, out);
            case ParameterDescription(List<Integer> types) -> {
                out.begin('t').int16(types.size());
                types.forEach(out::int32);
            }
            case DataRow(byte[] body) -> out.begin('D').bytes(body);
            case CommandComplete(String tag) -> out.begin('C').text(tag);
            case EmptyQueryResponse() -> out.begin('I');
            case NoData() -> out.begin('n');
            case ParseComplete() -> out.begin('1');
            case BindComplete() -> out.begin('2');
            case CloseComplete() -> out.begin('3');
            case PortalSuspended() -> out.begin('s');
            case ErrorResponse(ReportFields fields) -> encodeReport('E', fields, out);
            case NoticeResponse(ReportFields fields) -> encodeReport('N', fields, out);
            case NotificationResponse(int pid, String channel, String payload) ->
                out.begin('A').int32(pid).text(channel).text(payload);
            case CopyInResponse(int format, List<Integer> formats) ->
                out.begin('G').int8(format).int16s(formats);
            case CopyOutResponse(int format, List<Integer> formats) ->
                out.begin('H').int8(format).int16s(formats);
            case CopyData(byte[] data) -> out.begin('d').bytes(data);
            case CopyDone() -> out.begin('c');
        }
        out.end();
    }

    /// Appends a DataRow of which only the first `length` bytes of `body` count.
    public static void encodeDataRow(byte[] body, int length, ByteBuf out) {
        out.writeByte('D');
        out.writeInt(length + 4);
        out.writeBytes(body, 0, length);
    }

    private static void encodeFields(List<RowDescription.Field> fields, BodyWriter out) {
        out.begin('T').int16(fields.size());
        for (RowDescription.Field field : fields) {
            out.text(field.name()).int32(field.tableOid()).int16(field.column());
            out.int32(field.typeOid()).int16(field.typeLength());
            out.int32(field.typeModifier()).int16(field.format());
        }
    }

    private static void encodeReport(char type, ReportFields fields, BodyWriter out) {
        out.begin(type);
        fields.values().forEach((letter, text) -> out.int8(letter).text(text));
        out.int8(0);
    }
}
