/// A node's process: reads its settings, makes everything, starts and stops it in order.
///
/// Entry point: {@link io.heliosdb.server.boot.NodeMain}. The only place where clocks, random numbers, threads and the
/// environment come from; everything below takes them as parameters.
@NullMarked
package io.heliosdb.server.boot;

import org.jspecify.annotations.NullMarked;
