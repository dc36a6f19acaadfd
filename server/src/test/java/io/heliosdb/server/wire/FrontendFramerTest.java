package io.heliosdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.protocol.FrontendCodec;
import io.heliosdb.server.protocol.FrontendMessage;
import io.heliosdb.server.protocol.StartupCodec;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontendFramerTest {

    private static final int LIMIT = 1 << 20;
    private static final long BUDGET = 4 << 20;

    private final MessageBudget budget = new MessageBudget(BUDGET);
    private final FrontendFramer framer = new FrontendFramer(LIMIT, budget);
    private final EmbeddedChannel channel = new EmbeddedChannel(framer);

    private void start() {
        ByteBuf packet = Unpooled.buffer();
        StartupCodec.encode(new StartupPacket.Startup(0, Map.of("user", "alice")), packet);
        channel.writeInbound(packet);
        assertThat(channel.<Object>readInbound()).isInstanceOf(StartupPacket.Startup.class);
    }

    private static ByteBuf conversation() {
        ByteBuf out = Unpooled.buffer();
        FrontendCodec.encode(new FrontendMessage.Query("select 'äöü'"), out);
        FrontendCodec.encode(new FrontendMessage.Parse("s", "select $1", List.of(23)), out);
        List<byte[]> values = List.of("1".getBytes(StandardCharsets.UTF_8));
        FrontendCodec.encode(new FrontendMessage.Bind("p", "s", List.of(0), List.copyOf(values), List.of(1, 0)), out);
        FrontendCodec.encode(new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, "p"), out);
        FrontendCodec.encode(new FrontendMessage.Execute("p", 7), out);
        FrontendCodec.encode(new FrontendMessage.Sync(), out);
        FrontendCodec.encode(new FrontendMessage.CopyData(new byte[] {0, 1, -1}), out);
        FrontendCodec.encode(new FrontendMessage.CopyFail("no more"), out);
        FrontendCodec.encode(new FrontendMessage.Terminate(), out);
        return out;
    }

    private List<String> received() {
        List<String> all = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            all.add(
                    message instanceof FrontendFramer.Received(FrontendMessage got, int bytes)
                            ? got.getClass().getSimpleName()
                            : message.getClass().getSimpleName());
        }
        return all;
    }

    @Test
    void cutsMessagesHoweverTheirBytesArrive() {
        for (int piece = 1; piece < 40; piece++) {
            EmbeddedChannel other = new EmbeddedChannel(new FrontendFramer(LIMIT, budget));
            ByteBuf packet = Unpooled.buffer();
            StartupCodec.encode(new StartupPacket.Startup(0, Map.of("user", "alice")), packet);
            packet.writeBytes(conversation());
            List<String> names = new ArrayList<>();
            while (packet.isReadable()) {
                other.writeInbound(packet.readBytes(Math.min(piece, packet.readableBytes())));
            }
            for (Object message = other.readInbound(); message != null; message = other.readInbound()) {
                names.add(
                        message instanceof FrontendFramer.Received(FrontendMessage got, int bytes)
                                ? got.getClass().getSimpleName()
                                : message.getClass().getSimpleName());
            }
            // What is not ASCII is left for the session, which knows the encoding.
            assertThat(names)
                    .as("pieces of %d", piece)
                    .containsExactly(
                            "Startup",
                            "Undecoded",
                            "Parse",
                            "Bind",
                            "Describe",
                            "Execute",
                            "Sync",
                            "CopyData",
                            "CopyFail",
                            "Terminate");
        }
    }

    /// Any bytes at all give messages, or one error after which nothing is read; never an exception, and
    /// nothing is kept.
    @Test
    void survivesAnyBytes() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            EmbeddedChannel hostile = new EmbeddedChannel(new FrontendFramer(LIMIT, budget));
            ByteBuf bytes = Unpooled.buffer();
            if (random.nextInt(4) > 0) {
                StartupCodec.encode(new StartupPacket.Startup(0, Map.of("user", "mallory")), bytes);
            }
            bytes.writeBytes(conversation());
            for (int i = random.nextInt(6); i > 0; i--) {
                bytes.setByte(random.nextInt(bytes.readableBytes()), random.nextInt(256));
            }
            bytes.writerIndex(bytes.writerIndex() - random.nextInt(20));
            int broken = 0;
            while (bytes.isReadable()) {
                hostile.writeInbound(bytes.readBytes(1 + random.nextInt(bytes.readableBytes())));
            }
            for (Object message = hostile.readInbound(); message != null; message = hostile.readInbound()) {
                assertThat(broken).as("seed %d: nothing follows an error", seed).isZero();
                broken += message instanceof FrontendFramer.Broken ? 1 : 0;
            }
            hostile.finishAndReleaseAll();
            assertThat(budget.left()).as("seed %d", seed).isEqualTo(BUDGET);
        }
    }

    @Test
    void keepsNothingLongOfAStranger() {
        start();
        channel.writeInbound(Unpooled.buffer().writeByte('Q').writeInt(70_000));
        assertThat(received()).containsExactly("Broken");
        channel.writeInbound(conversation());
        assertThat(received()).isEmpty();
    }

    @Test
    void refusesLongMessagesOfShortKinds() {
        start();
        framer.authenticated();
        channel.writeInbound(Unpooled.buffer().writeByte('D').writeInt(20_000));
        assertThat(channel.<Object>readInbound())
                .isInstanceOfSatisfying(
                        FrontendFramer.Broken.class,
                        broken -> assertThat(broken.error().state()).isEqualTo(SqlState.PROTOCOL_VIOLATION));
    }

    @Test
    void skipsAMessageThereIsNoRoomForAndGoesOn() {
        start();
        framer.authenticated();
        assertThat(budget.take((int) BUDGET - 1000)).isTrue();
        int length = 900_000;
        channel.writeInbound(Unpooled.buffer().writeByte('Q').writeInt(length));
        assertThat(channel.<Object>readInbound())
                .isInstanceOfSatisfying(FrontendFramer.Received.class, received -> assertThat(received.message())
                        .isInstanceOfSatisfying(
                                FrontendMessage.Refused.class,
                                refused -> assertThat(refused.reason().state()).isEqualTo(SqlState.OUT_OF_MEMORY)));
        for (int sent = 0; sent < length - 4; sent += 100) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[Math.min(100, length - 4 - sent)]));
        }
        ByteBuf next = Unpooled.buffer();
        FrontendCodec.encode(new FrontendMessage.Sync(), next);
        channel.writeInbound(next);
        assertThat(received()).containsExactly("Sync");
    }

    @Test
    void givesRoomBackWhenTheClientGoesInTheMiddle() {
        start();
        framer.authenticated();
        channel.writeInbound(Unpooled.buffer().writeByte('Q').writeInt(900_000).writeZero(1000));
        assertThat(budget.left()).isEqualTo(BUDGET - 900_000);
        channel.finishAndReleaseAll();
        assertThat(budget.left()).isEqualTo(BUDGET);
    }
}
