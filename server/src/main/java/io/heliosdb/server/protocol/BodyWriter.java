package io.heliosdb.server.protocol;

import io.heliosdb.server.common.ClientEncoding;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Appends messages to a buffer, filling in each one's length at its end.
final class BodyWriter {

    private final ByteBuf out;
    private final ClientEncoding encoding;
    private int lengthIndex;

    BodyWriter(ByteBuf out) {
        this(out, ClientEncoding.UTF8);
    }

    /// @param encoding of texts
    BodyWriter(ByteBuf out, ClientEncoding encoding) {
        this.out = out;
        this.encoding = encoding;
    }

    BodyWriter begin(char type) {
        out.writeByte(type);
        lengthIndex = out.writerIndex();
        out.writeInt(0);
        return this;
    }

    /// Begins a packet without a type, as a connection's first ones are.
    BodyWriter beginUntyped() {
        lengthIndex = out.writerIndex();
        out.writeInt(0);
        return this;
    }

    void end() {
        out.setInt(lengthIndex, out.writerIndex() - lengthIndex);
    }

    BodyWriter int8(int value) {
        out.writeByte(value);
        return this;
    }

    BodyWriter int16(int value) {
        out.writeShort(value);
        return this;
    }

    BodyWriter int32(int value) {
        out.writeInt(value);
        return this;
    }

    BodyWriter int16s(List<Integer> values) {
        out.writeShort(values.size());
        values.forEach(out::writeShort);
        return this;
    }

    BodyWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    BodyWriter text(String text) {
        if (encoding.isUtf8()) {
            out.writeCharSequence(text, StandardCharsets.UTF_8);
        } else {
            out.writeBytes(encoding.encodeAnyway(text));
        }
        out.writeByte(0);
        return this;
    }

    BodyWriter value(byte @Nullable [] value) {
        if (value == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(value.length);
            out.writeBytes(value);
        }
        return this;
    }
}
