/// A PostgreSQL client over Netty: what a standby uses to talk to its primary.
///
/// Entry point: {@link io.heliosdb.server.pgclient.PgConnector}. A connection is used by one thread, which
/// blocks while it waits; the event loop only moves messages into its queue, and stops reading while the
/// queue is long.
@NullMarked
package io.heliosdb.server.pgclient;

import org.jspecify.annotations.NullMarked;
