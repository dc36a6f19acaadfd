/// What every listener and connector of a node shares: the transport of its event loops.
///
/// Entry point: {@link io.heliosdb.server.net.Transport}. Stateless.
@NullMarked
package io.heliosdb.server.net;

import org.jspecify.annotations.NullMarked;
