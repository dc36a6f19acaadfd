/// The observer: polls the nodes over HTTP, keeps topology, role history and time series, serves the dashboard.
///
/// Entry point: {@link io.heliosdb.observer.ObserverMain}. Each node is polled by a task of its own on virtual
/// threads, so that a silent node delays no other; {@link io.heliosdb.observer.Watch} joins what they saw once a tick.
@NullMarked
package io.heliosdb.observer;

import org.jspecify.annotations.NullMarked;
