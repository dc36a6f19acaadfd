/// This node's role, the start and stop order of its replication parts, and what views, routing and HTTP ask of it.
///
/// Entry points: {@link io.heliosdb.server.node.ClusterNode} starts a node; {@link io.heliosdb.server.node.Node} is
/// what everybody above reads. Answers come from memory, in any thread.
@NullMarked
package io.heliosdb.server.node;

import org.jspecify.annotations.NullMarked;
