/// Tests of the PostgreSQL server, with a small SQL of their own on a real engine.
@NullMarked
package io.heliosdb.server.wire;

import org.jspecify.annotations.NullMarked;
