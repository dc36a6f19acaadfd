/// A client's session: settings, prepared statements, portals and cursors, the state of its transaction.
///
/// Entry points: {@link io.heliosdb.server.session.Session}, opened by {@link
/// io.heliosdb.server.session.SessionFactory}, listed and cancelled through {@link
/// io.heliosdb.server.session.SessionRegistry}. A session is used by one thread at a time and its methods
/// may block; it knows no network: answers go to a {@link io.heliosdb.server.session.Client},
/// and what another node has to do goes to a {@link io.heliosdb.server.session.PrimaryLink}.
@NullMarked
package io.heliosdb.server.session;

import org.jspecify.annotations.NullMarked;
