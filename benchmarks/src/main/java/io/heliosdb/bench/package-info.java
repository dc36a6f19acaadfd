/// `./heliosdb bench`: the same load against this database and PostgreSQL, in turn, in one run, reported as ratios; and
/// `./heliosdb bench jmh`: the engine's parts by themselves.
///
/// Nothing here is a test and no time is asserted anywhere. Everything runs on the main thread; the load comes from
/// pgbench, a process of its own.
@NullMarked
package io.heliosdb.bench;

import org.jspecify.annotations.NullMarked;
