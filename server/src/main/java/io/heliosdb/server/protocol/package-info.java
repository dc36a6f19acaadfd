/// PostgreSQL's frontend/backend protocol 3.0 as records with codecs: no I/O, no state, any thread.
///
/// Entry points: {@link io.heliosdb.server.protocol.FrontendMessage} and
/// {@link io.heliosdb.server.protocol.BackendMessage} with their codecs, {@link
/// io.heliosdb.server.protocol.StartupPacket} for what a connection begins with.
@NullMarked
package io.heliosdb.server.protocol;

import org.jspecify.annotations.NullMarked;
