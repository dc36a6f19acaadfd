/// Where a statement runs: here, on the primary, or nowhere; and the links on which forwarded statements run.
///
/// Entry points: {@link io.heliosdb.server.routing.QueryForwarder} makes a {@link
/// io.heliosdb.server.routing.SessionRouter} for each session. The decision itself is {@link
/// io.heliosdb.server.routing.RoutingRules}, a pure function of the
/// analyzed statement's effects and the node's role. A router and its link are used by their session's thread.
@NullMarked
package io.heliosdb.server.routing;

import org.jspecify.annotations.NullMarked;
