package io.heliosdb.server.protocol;

import java.util.List;

/// What a server sends (PostgreSQL 18 manual, 54.7 "Message Formats").
public sealed interface BackendMessage {

    record AuthenticationOk() implements BackendMessage {}

    record AuthenticationSasl(List<String> mechanisms) implements BackendMessage {}

    record AuthenticationSaslContinue(byte[] data) implements BackendMessage {}

    record AuthenticationSaslFinal(byte[] data) implements BackendMessage {}

    /// A method that this side does not speak.
    record AuthenticationOther(int code) implements BackendMessage {}

    record BackendKeyData(int pid, int secret) implements BackendMessage {}

    record NegotiateProtocolVersion(int minor, List<String> unknownOptions) implements BackendMessage {}

    record ParameterStatus(String name, String value) implements BackendMessage {}

    record ReadyForQuery(TransactionStatus status) implements BackendMessage {}

    record ParameterDescription(List<Integer> types) implements BackendMessage {}

    record RowDescription(List<Field> fields) implements BackendMessage {

        /// @param format 0 is text, 1 is binary
        public record Field(
                String name, int tableOid, int column, int typeOid, int typeLength, int typeModifier, int format) {}
    }

    /// A row, or a piece of COPY data, in its encoded form: relayed and written without a look inside.
    record DataRow(byte[] body) implements BackendMessage {}

    record CommandComplete(String tag) implements BackendMessage {}

    record EmptyQueryResponse() implements BackendMessage {}

    record NoData() implements BackendMessage {}

    record ParseComplete() implements BackendMessage {}

    record BindComplete() implements BackendMessage {}

    record CloseComplete() implements BackendMessage {}

    record PortalSuspended() implements BackendMessage {}

    record ErrorResponse(ReportFields fields) implements BackendMessage {}

    record NoticeResponse(ReportFields fields) implements BackendMessage {}

    record NotificationResponse(int pid, String channel, String payload) implements BackendMessage {}

    /// @param columnFormats one for each column
    record CopyInResponse(int format, List<Integer> columnFormats) implements BackendMessage {}

    /// @param columnFormats one for each column
    record CopyOutResponse(int format, List<Integer> columnFormats) implements BackendMessage {}

    record CopyData(byte[] data) implements BackendMessage {}

    record CopyDone() implements BackendMessage {}

    /// The letter in ReadyForQuery.
    enum TransactionStatus {
        IDLE('I'),
        IN_TRANSACTION('T'),
        FAILED('E');

        private final char letter;

        TransactionStatus(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }
}
