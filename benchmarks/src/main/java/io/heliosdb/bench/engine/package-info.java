/// JMH benchmarks of the engine's parts: log, commit pipeline, version store, checkpoint.
@NullMarked
package io.heliosdb.bench.engine;

import org.jspecify.annotations.NullMarked;
