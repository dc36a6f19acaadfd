package io.heliosdb.server.pgclient;

import io.heliosdb.server.protocol.StartupCodec;
import io.heliosdb.server.protocol.StartupPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Sends one CancelRequest and closes.
final class CancelSender extends ChannelInboundHandlerAdapter {

    private final int pid;
    private final int secret;

    CancelSender(int pid, int secret) {
        this.pid = pid;
        this.secret = secret;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf packet = context.alloc().buffer(16);
        StartupCodec.encode(new StartupPacket.CancelRequest(pid, secret), packet);
        context.writeAndFlush(packet).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
