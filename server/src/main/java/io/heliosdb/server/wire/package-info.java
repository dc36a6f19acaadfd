/// The PostgreSQL server on Netty: startup, TLS, authentication, simple and extended query, COPY, cancel.
///
/// Entry point: {@link io.heliosdb.server.wire.PgServer}. Event loops only cut and decode messages and put them
/// into a connection's mailbox; a virtual thread empties it and runs the session, which may block. Only what is
/// known to be over within microseconds, such as the lookup of one row by a prepared statement, is run where it
/// arrives.
@NullMarked
package io.heliosdb.server.wire;

import org.jspecify.annotations.NullMarked;
