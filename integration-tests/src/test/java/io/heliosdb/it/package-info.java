/// The cluster from outside: five real processes, the real psql, drivers and a browser.
///
/// {@link io.heliosdb.it.LocalCluster} runs them through `./heliosdb`, with data in a folder of its own and ports moved
/// out of the way, so that a cluster which runs on this machine is left alone. Each test class has one cluster.
@NullMarked
package io.heliosdb.it;

import org.jspecify.annotations.NullMarked;
