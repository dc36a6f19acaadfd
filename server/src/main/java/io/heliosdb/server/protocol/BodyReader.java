package io.heliosdb.server.protocol;

import io.heliosdb.server.common.ClientEncoding;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one message's body, refusing whatever does not fit into it.
final class BodyReader {

    private final ByteBuf body;
    private final String message;
    private final ClientEncoding encoding;

    /// @param body from its reader index to its end: the message's body and nothing else
    /// @param message the message's name, for the error
    BodyReader(ByteBuf body, String message) {
        this(body, message, ClientEncoding.UTF8);
    }

    /// @param encoding of texts
    BodyReader(ByteBuf body, String message, ClientEncoding encoding) {
        this.body = body;
        this.message = message;
        this.encoding = encoding;
    }

    int readByte() {
        need(1);
        return body.readUnsignedByte();
    }

    int readShort() {
        need(2);
        return body.readShort();
    }

    int readInt() {
        need(4);
        return body.readInt();
    }

    /// A count of things that take at least `bytesEach` each, so that a lie cannot reserve memory.
    int readCount(int bytesEach) {
        int count = readShort() & 0xffff;
        need((long) count * bytesEach);
        return count;
    }

    List<Integer> readShorts() {
        int count = readCount(2);
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add((int) body.readShort());
        }
        return values;
    }

    List<Integer> readInts() {
        int count = readCount(4);
        List<Integer> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(body.readInt());
        }
        return values;
    }

    /// A length and that many bytes; null for length -1.
    byte @Nullable [] readValue() {
        int length = readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0) {
            throw malformed();
        }
        return readBytes(length);
    }

    byte[] readBytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        body.readBytes(bytes);
        return bytes;
    }

    byte[] readRest() {
        return readBytes(body.readableBytes());
    }

    boolean hasMore() {
        return body.isReadable();
    }

    /// Text up to a zero byte.
    ///
    /// @throws io.heliosdb.server.common.SqlException 22021, 22P05 when it is not in the encoding
    String readText() {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new ProtocolViolationException("invalid string in message");
        }
        String text = encoding.decode(readBytes(length));
        body.skipBytes(1);
        return text;
    }

    /// Says that nothing may follow.
    void end() {
        if (body.isReadable()) {
            throw malformed();
        }
    }

    ProtocolViolationException malformed() {
        return new ProtocolViolationException("invalid message format in " + message + " message");
    }

    private void need(long length) {
        if (body.readableBytes() < length) {
            throw new ProtocolViolationException("insufficient data left in message");
        }
    }
}
