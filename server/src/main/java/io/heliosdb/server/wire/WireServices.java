package io.heliosdb.server.wire;

import io.heliosdb.server.session.Client;
import io.heliosdb.server.session.SessionFactory;
import io.heliosdb.server.session.SessionIdentity;
import io.heliosdb.server.session.StatementRouter;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What connections need.
///
/// @param routers makes the router of a session
/// @param ready throws 57P03 while clients cannot be served
/// @param executor starts a virtual thread for each task
/// @param budget room for long messages
/// @param tls null when encryption is not offered
public record WireServices(
        WireConfig config,
        SessionFactory sessions,
        BiFunction<SessionIdentity, Client, StatementRouter> routers,
        Credentials credentials,
        Runnable ready,
        Executor executor,
        SecureRandom random,
        MessageBudget budget,
        @Nullable Tls tls) {}
