/// The node over HTTP: REST resources, Patroni's health paths, MicroProfile Health and Metrics, the dashboard.
///
/// Entry point: {@link io.heliosdb.server.admin.HttpServer}, started by `boot` with an
/// {@link io.heliosdb.server.admin.AdminConfig} and the two things that this package asks of a node:
/// {@link io.heliosdb.server.admin.NodeInfo} and {@link io.heliosdb.server.admin.SqlGateway}. Only this package and
/// `boot` know CDI, JAX-RS and Helidon. Each request runs on a virtual thread of its own.
@NullMarked
package io.heliosdb.server.admin;

import org.jspecify.annotations.NullMarked;
