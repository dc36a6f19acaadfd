/// `./heliosdb bench`: the same load against this database and PostgreSQL, in turn, in one run, reported as
/// ratios; and `./heliosdb bench jmh`: the engine's parts by themselves; and `./heliosdb test size`, more data
/// than memory.
///
/// No time is asserted anywhere. Everything runs on the main thread, but for what watches or disturbs a size
/// run; the load comes from pgbench and psql, processes of their own.
@NullMarked
package io.heliosdb.bench;

import org.jspecify.annotations.NullMarked;
