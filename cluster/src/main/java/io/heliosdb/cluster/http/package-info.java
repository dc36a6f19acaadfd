/// The HTTP side that node and observer have in common: Helidon started from code, JSON, problem details, health.
///
/// Entry point: {@link io.heliosdb.cluster.http.HttpHost}. Each request runs on a virtual thread of its own, so a
/// resource may block. Nothing here knows what a node or an observer is.
@NullMarked
package io.heliosdb.cluster.http;

import org.jspecify.annotations.NullMarked;
