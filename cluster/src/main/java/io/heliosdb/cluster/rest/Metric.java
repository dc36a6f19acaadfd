package io.heliosdb.cluster.rest;

/// One counter or gauge of a node: a row of `pg_replication_metrics`.
///
/// @param metricName one of {@link MetricNames}, or a node's own
public record Metric(String metricName, long metricValue, String description) {}
