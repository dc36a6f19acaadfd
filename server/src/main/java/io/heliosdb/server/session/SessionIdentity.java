package io.heliosdb.server.session;

import java.time.Instant;

/// Who a session belongs to.
///
/// @param pid the number by which it is listed and cancelled
/// @param secret what a cancel request has to know besides
/// @param link whether it is another node's forwarding link: its statements run here or nowhere
/// @param clientAddress empty when there is no network between
public record SessionIdentity(
        int pid,
        int secret,
        String user,
        String database,
        boolean link,
        String clientAddress,
        int clientPort,
        Instant startedAt) {}
